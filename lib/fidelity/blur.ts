/** A plane blurred by a Gaussian of `sigma` pixels, in two passes; beyond the frame the border goes on. */
export function blur(plane: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma)
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)))
  const total = kernel.reduce((sum, value) => sum + value, 0)
  for (let k = 0; k < kernel.length; k++) kernel[k] = (kernel[k] ?? 0) / total
  const across = new Float32Array(plane.length)
  const row = new Float32Array(width + 2 * reach)
  for (let y = 0; y < height; y++) {
    row.fill(plane[y * width] ?? 0, 0, reach)
    row.set(plane.subarray(y * width, (y + 1) * width), reach)
    row.fill(plane[(y + 1) * width - 1] ?? 0, reach + width)
    for (let k = 0; k < kernel.length; k++) addTo(across, y * width, row, k, width, kernel[k] ?? 0)
  }
  const down = new Float32Array(plane.length)
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < kernel.length; k++) {
      addTo(down, y * width, across, Math.min(height - 1, Math.max(0, y + k - reach)) * width, width, kernel[k] ?? 0)
    }
  }
  return down
}

function addTo(target: Float32Array, to: number, source: Float32Array, from: number, count: number, factor: number): void {
  for (let x = 0; x < count; x++) target[to + x] = (target[to + x] ?? 0) + factor * (source[from + x] ?? 0)
}

/** The mean of the square of `2 × reach + 1` pixels around each pixel, cut at the frame, by running sums. */
export function boxMean(plane: Float32Array, width: number, height: number, reach: number): Float32Array {
  const rows = new Float32Array(plane.length)
  for (let y = 0; y < height; y++) runningMean(plane, rows, { from: y * width, step: 1, count: width, reach })
  const mean = new Float32Array(plane.length)
  for (let x = 0; x < width; x++) runningMean(rows, mean, { from: x, step: width, count: height, reach })
  return mean
}

type Line = { from: number; step: number; count: number; reach: number }

function runningMean(source: Float32Array, target: Float32Array, { from, step, count, reach }: Line): void {
  let sum = 0
  for (let k = 0; k < Math.min(count, reach); k++) sum += source[from + k * step] ?? 0
  for (let k = 0; k < count; k++) {
    if (k + reach < count) sum += source[from + (k + reach) * step] ?? 0
    if (k - reach - 1 >= 0) sum -= source[from + (k - reach - 1) * step] ?? 0
    target[from + k * step] = sum / (Math.min(count - 1, k + reach) - Math.max(0, k - reach) + 1)
  }
}
