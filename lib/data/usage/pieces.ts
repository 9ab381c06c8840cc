import type { UsageSpan } from '@/lib/domain/usage-range'

type Span = Pick<UsageSpan, 'fromMs' | 'toMs'>

/** A part of a span of time that is made of whole buckets. `edge` is the rest at its two ends: shorter than a day each. */
export type Piece = Span & { grain: 'edge' | 'day' | 'month' }

const DAY_MS = 86_400_000
const dayFrom = (ms: number): number => Math.ceil(ms / DAY_MS) * DAY_MS
const dayTo = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS
const monthTo = (ms: number): number => Date.UTC(new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth(), 1)
const monthFrom = (ms: number): number => (monthTo(ms) === ms ? ms : Date.UTC(new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth() + 1, 1))

/** Cuts a span into as few whole UTC months and days as it has, without gaps. */
export function piecesOf({ fromMs, toMs }: Span): Piece[] {
  const [firstDay, lastDay] = [dayFrom(fromMs), dayTo(toMs)]
  if (firstDay >= lastDay) return [{ grain: 'edge', fromMs, toMs }]
  const [firstMonth, lastMonth] = [monthFrom(firstDay), monthTo(lastDay)]
  const whole: Piece[] =
    firstMonth < lastMonth
      ? [
          { grain: 'day', fromMs: firstDay, toMs: firstMonth },
          { grain: 'month', fromMs: firstMonth, toMs: lastMonth },
          { grain: 'day', fromMs: lastMonth, toMs: lastDay },
        ]
      : [{ grain: 'day', fromMs: firstDay, toMs: lastDay }]
  const pieces: Piece[] = [{ grain: 'edge', fromMs, toMs: firstDay }, ...whole, { grain: 'edge', fromMs: lastDay, toMs }]
  return pieces.filter((piece) => piece.fromMs < piece.toMs)
}

/** The beginning of every whole month and day that a span has. */
export function bucketsOf(span: Span): { grain: 'day' | 'month'; fromMs: number }[] {
  const buckets: { grain: 'day' | 'month'; fromMs: number }[] = []
  for (const { grain, fromMs, toMs } of piecesOf(span)) {
    if (grain === 'edge') continue
    for (let at = fromMs; at < toMs; at = grain === 'day' ? at + DAY_MS : monthFrom(at + 1)) buckets.push({ grain, fromMs: at })
  }
  return buckets
}
