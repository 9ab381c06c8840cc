const FAR = 1e12

/**
 * The exact squared distance in pixels from each pixel to the nearest one that is set; very large where none is.
 * Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", 2012: the lower envelope of parabolas, row by row, then
 * column by column.
 */
export function squaredDistance(isSet: Uint8Array, width: number, height: number): Float32Array {
  const result = Float32Array.from(isSet, (value) => (value > 0 ? 0 : FAR))
  const length = Math.max(width, height)
  const work: Work = { values: new Float64Array(length), at: new Int32Array(length), bounds: new Float64Array(length + 1) }
  for (let x = 0; x < width; x++) transformLine(result, { from: x, step: width, count: height }, work)
  for (let y = 0; y < height; y++) transformLine(result, { from: y * width, step: 1, count: width }, work)
  return result
}

type Work = { values: Float64Array; at: Int32Array; bounds: Float64Array }

function transformLine(plane: Float32Array, line: { from: number; step: number; count: number }, { values, at, bounds }: Work): void {
  const { from, step, count } = line
  for (let q = 0; q < count; q++) values[q] = plane[from + q * step] ?? 0
  let k = 0
  at[0] = 0
  bounds[0] = -Infinity
  bounds[1] = Infinity
  for (let q = 1; q < count; q++) {
    let meet = meetOf(values, q, at[k] ?? 0)
    while (meet <= (bounds[k] ?? 0)) {
      k--
      meet = meetOf(values, q, at[k] ?? 0)
    }
    k++
    at[k] = q
    bounds[k] = meet
    bounds[k + 1] = Infinity
  }
  k = 0
  for (let q = 0; q < count; q++) {
    while ((bounds[k + 1] ?? Infinity) < q) k++
    const nearest = at[k] ?? 0
    plane[from + q * step] = (q - nearest) ** 2 + (values[nearest] ?? 0)
  }
}

/** Where the parabolas above two places of a line meet. */
const meetOf = (values: Float64Array, q: number, p: number): number => ((values[q] ?? 0) + q * q - ((values[p] ?? 0) + p * p)) / (2 * q - 2 * p)
