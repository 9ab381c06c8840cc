const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** How long ago in words: `just now`, `5 minutes ago`, `yesterday`. */
export function timeAgo(time: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - time.getTime()) / 1000)
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(seconds / length), unit)
  }
  return 'just now'
}

export type TimeAgoProps = {
  time: Date
  /** The moment of rendering, read once by the page so that its parts agree. */
  now: Date
}

/** A moment, relative in the text and exact in the tooltip. For server components: it does not tick. */
export function TimeAgo({ time, now }: TimeAgoProps) {
  return (
    <time dateTime={time.toISOString()} title={`${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`}>
      {timeAgo(time, now)}
    </time>
  )
}
