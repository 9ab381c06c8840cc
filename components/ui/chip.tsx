'use client'
import { Check, X } from 'lucide-react'
import { cx } from './cx'
import { Icon } from './icon'

export type ChipProps = {
  children: string
  /** `understood` has a tick; `ignored` is dashed and struck, with the reason said elsewhere; `plain` has neither. */
  kind?: 'plain' | 'understood' | 'ignored'
  /** Shows a button that takes it away. */
  onRemove?: () => void
}

/** A word or two, 22 px high. */
export function Chip({ children, kind = 'plain', onRemove }: ChipProps) {
  const ignored = kind === 'ignored'
  return (
    <span
      className={cx(
        'inline-flex h-[22px] items-center gap-1 rounded-sm border border-line-2 px-2 text-sm',
        ignored ? 'border-dashed text-text-3' : 'text-text',
        onRemove && 'pr-0.5',
      )}
    >
      {kind === 'understood' ? <Icon icon={Check} size="sm" className="size-3 text-text-3" /> : null}
      {ignored ? <s className="decoration-1">{children}</s> : children}
      {onRemove ? (
        <button
          type="button"
          aria-label={`Remove ${children}`}
          onClick={onRemove}
          className="relative grid size-[18px] place-items-center rounded-sm text-text-3 after:absolute after:-inset-1 hover:bg-active hover:text-text"
        >
          <Icon icon={X} size="sm" className="size-3" />
        </button>
      ) : null}
    </span>
  )
}
