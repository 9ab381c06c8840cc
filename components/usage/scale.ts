/** Where a scale may end, as multiples of a power of ten: the half of each is as round as itself. */
const STEPS = [1, 2, 4, 6, 8, 10]

/** Where a scale ends: the next round number at or above, in three lines with its half and nothing. At least `least`. */
export function scaleEnd(max: number, least: number): number {
  const wanted = Math.max(max, least)
  const power = 10 ** Math.floor(Math.log10(wanted))
  return (STEPS.find((step) => step * power >= wanted) ?? 10) * power
}

/** Which of so many bars have words under them: the first, the last and a few between, evenly. */
export function ticksOf(bars: number, most: number): number[] {
  if (bars <= most) return Array.from({ length: bars }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (bars - 1)) / (most - 1)))
}
