import type { ReactNode } from 'react'
import { cx } from './cx'

/** A keyboard shortcut, such as `Ctrl Z`, in the mono face. Takes the colour of a filled button when inside one. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return <kbd className={cx('font-medium font-mono text-xs leading-none', className)}>{children}</kbd>
}
