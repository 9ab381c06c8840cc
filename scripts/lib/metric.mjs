/**
 * @param {number[]} values
 * @returns {number} The middle one, or the mean of the two in the middle.
 */
export function medianOf(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = Number.isInteger(middle)
    ? sorted.slice(middle - 1, middle + 1)
    : sorted.slice(Math.floor(middle), Math.floor(middle) + 1)
  return (low + high) / 2
}

/**
 * The result of a bench in the form that `npm run bench` prints.
 * @param {string} unit
 * @param {number[]} runs
 * @returns {{ median: number, unit: string, runs: number[] }}
 */
export const metric = (unit, runs) => ({ median: medianOf(runs), unit, runs })
