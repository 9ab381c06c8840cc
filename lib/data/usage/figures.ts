import { NO_USAGE, type UsageCounts, type UsageDurations, type UsageFigures } from '@/lib/domain/usage-view'
import { BIN_RATIO, BINS } from './bins'

/**
 * A row of sums as Postgres gives it: the counters, and how many durations lie in which bin as a text of numbers, of which each two
 * are a bin and how many; the same bin may come more than once.
 */
export type FiguresRow = Record<keyof typeof NAMES, number | string> & { queue: string | null; render: string | null }

const NAMES = {
  requested: 'requested',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
  trashed: 'trashed',
  images: 'images',
  unpriced_images: 'unpricedImages',
  unpriced: 'unpriced',
  approved: 'approved',
  approved_priced: 'approvedPriced',
  cost_micro_usd: 'costMicroUsd',
} as const satisfies Record<string, keyof UsageCounts>

export function figuresOf(row: FiguresRow | undefined): UsageFigures {
  if (!row) return NO_USAGE
  const figures: UsageFigures = { ...NO_USAGE, queue: durationsOf(row.queue), render: durationsOf(row.render) }
  for (const [column, name] of Object.entries(NAMES)) figures[name] = Number(row[column as keyof typeof NAMES])
  return figures
}

function durationsOf(bins: string | null): UsageDurations | null {
  const sums = sumsOfBins(bins ?? '')
  const count = sums.reduce((sum, n) => sum + n, 0)
  return count === 0 ? null : { medianMs: quantile(sums, count, 0.5), p95Ms: quantile(sums, count, 0.95), count }
}

/**
 * How many lie in each bin. Read number by number: a year of a large installation is a text of a million characters, and splitting
 * it takes ten times as long.
 */
function sumsOfBins(text: string): number[] {
  const sums = new Array<number>(BINS).fill(0)
  let bin: number | undefined
  for (let at = 0; at < text.length; at++) {
    let number = 0
    for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, ++at)) number = number * 10 + digit
    if (bin === undefined) bin = number
    else {
      sums[bin] = (sums[bin] ?? 0) + number
      bin = undefined
    }
  }
  return sums
}

/** The digit at a place of a text, and something negative where there is none. */
function digitAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) - 48 : -1
}

/** The nearest rank: the middle, on the scale of the bins, of the bin that holds it. */
function quantile(sums: readonly number[], count: number, share: number): number {
  let left = Math.ceil(share * count)
  const bin = sums.findIndex((n) => {
    left -= n
    return left <= 0
  })
  return Math.round(BIN_RATIO ** (bin + 0.5))
}
