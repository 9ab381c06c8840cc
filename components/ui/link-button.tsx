import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-class'
import { cx } from './cx'

export type LinkButtonProps = ComponentProps<typeof Link> & ButtonLook & { icon?: ReactNode }

/** A link that looks like a button: for going somewhere, never for doing something. */
export function LinkButton({ variant, size, square, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={cx(buttonClass({ variant, size, square }), className)}>
      {icon}
      {children}
    </Link>
  )
}
