import type { ReplayResult, ReplayView } from './replay'

/** What came of a replay, in a line. */
export function replayWords(view: Pick<ReplayView, 'status' | 'result' | 'failure' | 'isGone' | 'sameRequest' | 'versionBefore' | 'versionNow'>): string {
  switch (view.status) {
    case 'queued':
    case 'running':
      return 'Replaying now'
    case 'canceled':
      return 'The replay was canceled'
    case 'failed':
      return view.isGone ? `This model is no longer offered. ${view.failure ?? ''}`.trim() : `The replay failed. ${view.failure ?? ''}`.trim()
    default:
      return `${resultWords(view.result)}${requestWords(view)}${versionWords(view.versionBefore, view.versionNow)}`
  }
}

function resultWords(result: ReplayResult | null): string {
  if (!result) return 'Replayed, and not compared'
  if (result.verdict === 'identical') return 'Replayed: identical, pixel for pixel'
  if (result.verdict === 'missing') return 'Replayed. The first image is gone, so there is nothing to compare with'
  const { meanDeltaE, p95DeltaE, ssim } = result
  return `Replayed: drifted, mean ΔE ${size(meanDeltaE)}, 95% of pixels within ${size(p95DeltaE)}, SSIM ${ssim.toFixed(2)}`
}

/** One decimal, and never 0 for something. */
const size = (deltaE: number): string => (deltaE > 0 && deltaE < 0.05 ? 'less than 0.1' : deltaE.toFixed(1))

/** What is to blame for a drift, where that is known. */
const requestWords = ({ result, sameRequest }: Pick<ReplayView, 'result' | 'sameRequest'>): string =>
  result?.verdict === 'drifted' && sameRequest ? '. The provider got the same request and made another image' : ''

const versionWords = (before: string | null, now: string | null): string =>
  before !== null && now !== null && before !== now ? `. Made by version ${now}, the first by ${before}` : ''
