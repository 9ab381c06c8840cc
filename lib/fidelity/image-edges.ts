import type { LabPlanes } from './lab'

export type ImageEdges = {
  /** 1 on an edge, one pixel wide. */
  isEdge: Uint8Array
  /** Across the edge, in radians from 0 to π (x right, y down). */
  across: Float32Array
}

/** In pixels: fine enough for lines two pixels apart, wide enough to see past grain. */
export const EDGE_SIGMA = 1.2
/**
 * Steepness in L*a*b* units a pixel from which an edge starts, and down to which it is followed. Above what eight bits make out of a
 * smooth gradient, and below the outline of a white thing on white.
 */
const STEEP = { start: 0.7, follow: 0.3 }
/** Where the whole picture is busy, an edge has to stand out from it: multiples of the median steepness. */
const BUSY = { start: 2, follow: 1 }

/**
 * The edges of a picture, after Canny (1986): where colour changes the most, thinned across the edge, and followed from sure places to
 * weaker ones. The change of colour is that of all three components together (Di Zenzo, 1986), so an edge between two
 * colours of the same lightness counts like any other.
 * @param lab blurred by {@link EDGE_SIGMA}.
 */
export function findImageEdges(lab: LabPlanes, width: number, height: number): ImageEdges {
  const { steepness, across } = steepnessOf(lab, width, height)
  const median = medianOf(steepness)
  const start = Math.max(STEEP.start, BUSY.start * median)
  const follow = Math.max(STEEP.follow, BUSY.follow * median)
  // 1: could be part of an edge; 2: is.
  const state = new Uint8Array(width * height)
  const open: number[] = []
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const here = steepness[i] ?? 0
      if (here < follow || !isRidge(steepness, across[i] ?? 0, width, i)) continue
      state[i] = here >= start ? 2 : 1
      if (state[i] === 2) open.push(i)
    }
  }
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (const q of [i - width - 1, i - width, i - width + 1, i - 1, i + 1, i + width - 1, i + width, i + width + 1]) {
      if (state[q] !== 1) continue
      state[q] = 2
      open.push(q)
    }
  }
  return { isEdge: state.map((value) => (value === 2 ? 1 : 0)), across }
}

function steepnessOf(lab: LabPlanes, width: number, height: number) {
  const steepness = new Float32Array(width * height)
  const across = new Float32Array(width * height)
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      let [xx, yy, xy] = [0, 0, 0]
      for (const plane of lab) {
        const gx = ((plane[i + 1] ?? 0) - (plane[i - 1] ?? 0)) / 2
        const gy = ((plane[i + width] ?? 0) - (plane[i - width] ?? 0)) / 2
        xx += gx * gx
        yy += gy * gy
        xy += gx * gy
      }
      steepness[i] = Math.sqrt((xx + yy + Math.hypot(xx - yy, 2 * xy)) / 2)
      const angle = 0.5 * Math.atan2(2 * xy, xx - yy)
      across[i] = angle < 0 ? angle + Math.PI : angle
    }
  }
  return { steepness, across }
}

/** Whether a place is steeper than the two next to it across the edge, read between the pixels. */
function isRidge(steepness: Float32Array, angle: number, width: number, i: number): boolean {
  const [dx, dy] = [Math.cos(angle), Math.sin(angle)]
  const here = steepness[i] ?? 0
  // The larger part of the direction steps a whole pixel, the other is mixed from two.
  const flat = Math.abs(dx) >= Math.abs(dy)
  const main = flat ? Math.sign(dx) : Math.sign(dy) * width
  const side = flat ? Math.sign(dy) * width : Math.sign(dx)
  const share = flat ? Math.abs(dy / dx) : Math.abs(dx / dy)
  const ahead = (steepness[i + main] ?? 0) * (1 - share) + (steepness[i + main + side] ?? 0) * share
  const behind = (steepness[i - main] ?? 0) * (1 - share) + (steepness[i - main - side] ?? 0) * share
  return here > behind && here >= ahead
}

/** The median to a sixteenth of a unit, by counting. */
function medianOf(values: Float32Array): number {
  const counts = new Uint32Array(1024)
  for (const value of values) {
    const bin = Math.min(1023, Math.floor(value * 16))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  let seen = 0
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin] ?? 0
    if (seen * 2 >= values.length) return bin / 16
  }
  return 0
}
