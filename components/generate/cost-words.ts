import type { GenerationView } from '@/lib/domain/generation-view'

/** Said after the sentence of a failure, only where that does not speak of charges already. */
export function costWords(run: Pick<GenerationView, 'costMicroUsd' | 'error'>): string {
  if (/charg/i.test(run.error?.message ?? '')) return ''
  return run.costMicroUsd === 0 ? ' Nothing was charged.' : ''
}

/** What a generation cost. An unknown price is said to be unknown, never shown as nothing. */
export function priceOf(run: Pick<GenerationView, 'costMicroUsd' | 'finishedAtMs'>, free: boolean): string {
  if (free) return 'Free'
  if (run.finishedAtMs === null) return 'Not known yet'
  return run.costMicroUsd === null ? 'Not priced' : `$${(run.costMicroUsd / 1e6).toFixed(2)}`
}
