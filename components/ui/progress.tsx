import { cx } from './cx'

export type ProgressProps = {
  /** What is progressing, for screen readers. */
  label: string
  /** 0 to 1, or null while the share done is unknown: no number is invented. */
  value: number | null
  className?: string
}

/** A bar 4 px high. */
export function Progress({ label, value, className }: ProgressProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cx('h-1 overflow-hidden rounded-full bg-active', className)}
    >
      {percent === undefined ? (
        <div className="h-full w-1/3 animate-slide rounded-full bg-text-2 motion-reduce:w-full motion-reduce:opacity-40" />
      ) : (
        <div className="h-full rounded-full bg-text transition-[width]" style={{ width: `${percent}%` }} />
      )}
    </div>
  )
}
