'use client'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonLook, buttonClass } from './button-class'
import { cx } from './cx'
import { Spinner } from './spinner'
import { Tooltip } from './tooltip'

export type ButtonProps = Omit<ComponentProps<'button'>, 'size'> &
  Omit<ButtonLook, 'square'> & {
    /** Before the words, for example `<Icon icon={Plus} />`. */
    icon?: ReactNode
    /** Work is under way: the button shows a ring, keeps its width and its focus, and ignores presses. */
    pending?: boolean
  }

/** A button of type `button` unless told otherwise. */
export function Button({ variant, size, icon, pending = false, className, children, type = 'button', onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass({ variant, size }), className)}
    >
      {pending ? <Spinner /> : icon}
      {children}
    </button>
  )
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'size' | 'children' | 'aria-label'> &
  Omit<ButtonLook, 'square'> & {
    /** What it does: its accessible name, and its tooltip. */
    label: string
    icon: ReactNode
    /** Shown in the tooltip. */
    shortcut?: string
    tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
  }

/** A square button with an icon alone. */
export function IconButton({ label, icon, shortcut, tooltipSide, variant = 'quiet', size, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      <button {...rest} type={type} aria-label={label} className={cx(buttonClass({ variant, size, square: true }), className)}>
        {icon}
      </button>
    </Tooltip>
  )
}
