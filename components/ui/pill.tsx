import type { ReactNode } from 'react'
import { cx } from './cx'

export type PillProps = {
  children: ReactNode
  /** Draws a dot of this state before the words. */
  dot?: 'good' | 'warn' | 'bad' | 'neutral'
  icon?: ReactNode
}

const DOT = { good: 'bg-good', warn: 'bg-warn', bad: 'bg-bad', neutral: 'bg-text-3' } as const

/** A state in a word or two, 20 px high. The words carry the meaning, never the colour alone. */
export function Pill({ children, dot, icon }: PillProps) {
  return (
    <span className="inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full border border-line-2 px-[7px] font-medium text-text-2 text-xs">
      {dot ? <span className={cx('mr-0.5 size-1.5 rounded-full', DOT[dot])} /> : null}
      {icon}
      {children}
    </span>
  )
}
