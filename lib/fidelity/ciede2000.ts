const DEGREES = Math.PI / 180
const POW_25_7 = 25 ** 7

/** Angle of a colour around the grey axis, in degrees, 0 to 360; 0 for greys. */
function hueOf(a: number, b: number): number {
  if (a === 0 && b === 0) return 0
  const degrees = Math.atan2(b, a) / DEGREES
  return degrees < 0 ? degrees + 360 : degrees
}

/**
 * How far two colours of CIE L*a*b* lie apart for an eye: CIEDE2000 (CIE 142-2001, with all weights 1), in the form of
 * Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula" (2005). 1 is about the least that people see.
 */
export function ciede2000(l1: number, a1: number, b1: number, l2: number, a2: number, b2: number): number {
  const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7
  const g = 0.5 * (1 - Math.sqrt(meanC7 / (meanC7 + POW_25_7)))
  const [a1p, a2p] = [(1 + g) * a1, (1 + g) * a2]
  const [c1, c2] = [Math.hypot(a1p, b1), Math.hypot(a2p, b2)]
  const [h1, h2] = [hueOf(a1p, b1), hueOf(a2p, b2)]
  const grey = c1 * c2 === 0

  const turn = h2 - h1
  const dh = grey ? 0 : turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn
  const dL = l2 - l1
  const dC = c2 - c1
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * DEGREES)

  const meanL = (l1 + l2) / 2
  const meanC = (c1 + c2) / 2
  const sum = h1 + h2
  const meanH = grey ? sum : Math.abs(h1 - h2) <= 180 ? sum / 2 : sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2

  const t =
    1 -
    0.17 * Math.cos((meanH - 30) * DEGREES) +
    0.24 * Math.cos(2 * meanH * DEGREES) +
    0.32 * Math.cos((3 * meanH + 6) * DEGREES) -
    0.2 * Math.cos((4 * meanH - 63) * DEGREES)
  const c7 = meanC ** 7
  const rotation = -Math.sin(2 * 30 * Math.exp(-(((meanH - 275) / 25) ** 2)) * DEGREES) * 2 * Math.sqrt(c7 / (c7 + POW_25_7))
  const l50 = (meanL - 50) ** 2
  const sL = 1 + (0.015 * l50) / Math.sqrt(20 + l50)
  const sC = 1 + 0.045 * meanC
  const sH = 1 + 0.015 * meanC * t
  const [x, y, z] = [dL / sL, dC / sC, dH / sH]
  return Math.sqrt(Math.max(0, x * x + y * y + z * z + rotation * y * z))
}
