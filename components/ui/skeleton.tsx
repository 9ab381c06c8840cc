import type { CSSProperties } from 'react'
import { cx } from './cx'

/** Holds the place of something that is loading; give it the size of what comes. Hidden from screen readers. */
export function Skeleton({ className, style }: { className?: string; style?: CSSProperties }) {
  return <div aria-hidden="true" className={cx('animate-pulse rounded-md bg-skeleton', className)} style={style} />
}
