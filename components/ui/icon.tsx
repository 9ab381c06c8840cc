import type { LucideIcon } from 'lucide-react'
import { cx } from './cx'

export type IconProps = {
  /** An icon of lucide-react, for example `Plus`. */
  icon: LucideIcon
  /** `sm` 14 px, `md` 16 px (the default), `lg` 20 px. */
  size?: 'sm' | 'md' | 'lg'
  className?: string
}

const PIXELS = { sm: 14, md: 16, lg: 20 } as const

/** One icon, drawn with the product's line of 1.4 px at any size, and hidden from screen readers: the words beside it carry the meaning. */
export function Icon({ icon: Shape, size = 'md', className }: IconProps) {
  return <Shape aria-hidden="true" focusable="false" size={PIXELS[size]} strokeWidth={1.4} absoluteStrokeWidth className={cx('shrink-0', className)} />
}
