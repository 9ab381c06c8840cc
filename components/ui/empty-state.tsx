import type { ReactNode } from 'react'
import { cx } from './cx'

export type EmptyStateProps = {
  /** A real picture of what could stand here: an <img> or a canvas. Never a drawing of an empty box. */
  picture?: ReactNode
  /** What is missing, in a few words. */
  title: string
  /** One sentence on how to fill it. */
  children: ReactNode
  /** One button. */
  action?: ReactNode
  className?: string
}

/** What a list shows before its first entry. */
export function EmptyState({ picture, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cx('mx-auto flex max-w-90 flex-col items-center gap-4 py-12 text-center', className)}>
      {picture ? <div className="w-full overflow-hidden rounded-md bg-skeleton [&>img]:aspect-video [&>img]:w-full [&>img]:object-cover">{picture}</div> : null}
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-xl">{title}</h2>
        <p className="text-text-2">{children}</p>
      </div>
      {action}
    </div>
  )
}
