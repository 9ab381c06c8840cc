import type { GenerationView } from '@/lib/domain/generation-view'

/** Said after the sentence of a failure: what it cost, or that it cost nothing, where that does not speak of charges already. */
export function costWords(run: Pick<GenerationView, 'costMicroUsd' | 'error'>): string {
  if (/charg/i.test(run.error?.message ?? '')) return ''
  if (run.costMicroUsd === null) return ' The provider may charge for it.'
  return run.costMicroUsd === 0 ? ' Nothing was charged.' : ` The provider charged ${dollarWords(run.costMicroUsd)} for it.`
}

/** What a generation cost. An unknown price is said to be unknown, never shown as nothing. */
export function priceOf(run: Pick<GenerationView, 'costMicroUsd' | 'finishedAtMs'>, free: boolean): string {
  if (free) return 'Free'
  if (run.finishedAtMs === null) return 'Not known yet'
  return run.costMicroUsd === null ? 'Not priced' : dollarWords(run.costMicroUsd)
}

/** "$1.20", "$0.034", "$1,200.00": cents, and tenths of a cent where a cent would hide most of it. Something is never shown as nothing. */
export function dollarWords(microUsd: number): string {
  if (microUsd === 0) return '$0.00'
  if (microUsd < 1_000) return 'less than $0.001'
  const digits = microUsd < 100_000 ? 3 : 2
  return `$${(microUsd / 1e6).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}
