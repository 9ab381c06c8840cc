/** CIE L*a*b* (D65) of a picture, one plane a component, one value a pixel. Distance 1 is about the least that people see. */
export type LabPlanes = readonly [lightness: Float32Array, a: Float32Array, b: Float32Array]

/** Linear light of each of the 256 values of sRGB (IEC 61966-2-1). */
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const v = value / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
})

const response = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (t * (24389 / 27) + 16) / 116)

/**
 * CIELAB rather than Oklab, because it is straight near black: there a single step of eight bits would look like an edge
 * in Oklab. @param rgb three bytes a pixel, sRGB.
 */
export function toLab(rgb: Uint8Array): LabPlanes {
  const count = Math.floor(rgb.length / 3)
  const planes: LabPlanes = [new Float32Array(count), new Float32Array(count), new Float32Array(count)]
  for (let i = 0; i < count; i++) {
    const r = LINEAR[rgb[i * 3] ?? 0] ?? 0
    const g = LINEAR[rgb[i * 3 + 1] ?? 0] ?? 0
    const b = LINEAR[rgb[i * 3 + 2] ?? 0] ?? 0
    const x = response((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
    const y = response(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
    const z = response((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
    planes[0][i] = 116 * y - 16
    planes[1][i] = 500 * (x - y)
    planes[2][i] = 200 * (y - z)
  }
  return planes
}
