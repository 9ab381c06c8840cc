import { NO_USAGE, type UsageCounts, type UsageDurations, type UsageFigures } from '@/lib/domain/usage-view'
import { BIN_RATIO } from './bins'

/** A row of sums as Postgres gives it. */
export type CountsRow = Record<keyof typeof NAMES, number | string>

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

/** How many durations lie in a bin. */
export type BinRow = { measure: 'queue' | 'render'; bin: number; n: number | string }

export function figuresOf(counts: CountsRow | undefined, bins: readonly BinRow[] = []): UsageFigures {
  const figures: UsageFigures = { ...NO_USAGE, queue: durationsOf(bins, 'queue'), render: durationsOf(bins, 'render') }
  if (!counts) return figures
  for (const [column, name] of Object.entries(NAMES)) figures[name] = Number(counts[column as keyof typeof NAMES])
  return figures
}

function durationsOf(bins: readonly BinRow[], measure: BinRow['measure']): UsageDurations | null {
  const sums = new Map<number, number>()
  for (const row of bins) if (row.measure === measure) sums.set(row.bin, (sums.get(row.bin) ?? 0) + Number(row.n))
  const sorted = [...sums].filter(([, n]) => n > 0).sort(([a], [b]) => a - b)
  const count = sorted.reduce((sum, [, n]) => sum + n, 0)
  return count === 0 ? null : { medianMs: quantile(sorted, count, 0.5), p95Ms: quantile(sorted, count, 0.95), count }
}

/** The nearest rank: the middle, on the scale of the bins, of the bin that holds it. */
function quantile(sorted: readonly (readonly [bin: number, n: number])[], count: number, share: number): number {
  let left = Math.ceil(share * count)
  for (const [bin, n] of sorted) {
    left -= n
    if (left <= 0) return Math.round(BIN_RATIO ** (bin + 0.5))
  }
  return 0
}
