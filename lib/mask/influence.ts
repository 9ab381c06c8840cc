export type MaskSize = { width: number; height: number }

/** A picture of how strongly something changed: levels of 255, row 0 at the top, of any size with the ratio of the mask. */
export type Influence = MaskSize & { levels: Float32Array }

/** Changes weaker than this many levels of 255 are left outside: side by side nobody sees them. */
const INFLUENCE_LEVELS_MIN = 3
/** What nowhere reaches this is left out whole. */
const PEAK_LEVELS_MIN = 6

/** Where the influence, averaged over its neighbours and interpolated, is strong enough to be seen. One byte a pixel. */
export function enlarge(influence: Influence, { width, height }: MaskSize): Uint8Array {
  const even = average(influence)
  dropFaint(even, influence)
  const set = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const v = Math.min(influence.height - 1, Math.max(0, ((y + 0.5) * influence.height) / height - 0.5))
    for (let x = 0; x < width; x++) {
      const u = Math.min(influence.width - 1, Math.max(0, ((x + 0.5) * influence.width) / width - 0.5))
      if (interpolate(even, influence.width, u, v) >= INFLUENCE_LEVELS_MIN) set[y * width + x] = 1
    }
  }
  return set
}

/** Each pixel with its eight neighbours; single noisy ones disappear. */
function average({ width, height, levels }: Influence): Float32Array {
  const even = new Float32Array(levels.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          sum += levels[Math.min(height - 1, Math.max(0, y + dy)) * width + Math.min(width - 1, Math.max(0, x + dx))] ?? 0
        }
      }
      even[y * width + x] = sum / 9
    }
  }
  return even
}

function interpolate(plane: Float32Array, width: number, u: number, v: number): number {
  const [x, y] = [Math.floor(u), Math.floor(v)]
  const [fx, fy] = [u - x, v - y]
  const at = (i: number, j: number): number => plane[j * width + Math.min(width - 1, i)] ?? plane[y * width + Math.min(width - 1, i)] ?? 0
  return (at(x, y) * (1 - fx) + at(x + 1, y) * fx) * (1 - fy) + (at(x, y + 1) * (1 - fx) + at(x + 1, y + 1) * fx) * fy
}

/** Sets to 0 what hangs together above the threshold and nowhere rises well above it: that is noise more often than shadow. */
function dropFaint(even: Float32Array, { width, height }: MaskSize): void {
  const seen = new Uint8Array(even.length)
  even.forEach((level, first) => {
    if (seen[first] || level < INFLUENCE_LEVELS_MIN) return
    seen[first] = 1
    const region = [first]
    let peak = 0
    // The list grows while it is walked: a flood over the four neighbours.
    for (const at of region) {
      peak = Math.max(peak, even[at] ?? 0)
      const x = at % width
      for (const next of [x > 0 ? at - 1 : at, x + 1 < width ? at + 1 : at, at - width, at + width]) {
        if (next < 0 || next >= width * height || seen[next] || (even[next] ?? 0) < INFLUENCE_LEVELS_MIN) continue
        seen[next] = 1
        region.push(next)
      }
    }
    if (peak < PEAK_LEVELS_MIN) for (const at of region) even[at] = 0
  })
}
