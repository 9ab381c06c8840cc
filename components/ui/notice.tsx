import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { Icon } from './icon'

export type NoticeProps = {
  tone?: 'info' | 'good' | 'bad'
  /** What happened and what to do. */
  children: ReactNode
  className?: string
}

const LOOK = { info: [Info, 'text-text-3'], good: [CircleCheck, 'text-good'], bad: [CircleAlert, 'text-bad'] } as const

/** A sentence in a box inside the page; only its icon has a colour. An error is announced when it appears. */
export function Notice({ tone = 'info', children, className }: NoticeProps) {
  const [shape, colour] = LOOK[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cx('flex items-start gap-2.5 rounded-md border border-line bg-raised px-3 py-2.5 text-md text-text', className)}
    >
      <Icon icon={shape} className={cx('mt-0.5', colour)} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
