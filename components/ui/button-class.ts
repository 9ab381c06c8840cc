import { cx } from './cx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'xs' | 'sm' | 'md' | 'lg'

export type ButtonLook = {
  /** `primary` is the accent: one a screen, for the next step. `quiet` has no edge. `danger` confirms what cannot be taken back. */
  variant?: ButtonVariant
  /** 24, 28, 32 (the default) or 40 px high; 44 on phones. */
  size?: ButtonSize
  /** Square, for an icon alone. */
  square?: boolean
}

const VARIANT: Record<ButtonVariant, string> = {
  primary: 'border-accent bg-accent text-on-accent enabled:hover:border-accent-hover enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
  secondary:
    'border-line-2 bg-panel text-text enabled:hover:bg-raised [a&]:hover:bg-raised aria-pressed:bg-active data-[state=open]:bg-raised [&>svg]:text-text-2',
  quiet:
    'border-transparent bg-transparent text-text-2 enabled:hover:bg-raised enabled:hover:text-text [a&]:hover:bg-raised [a&]:hover:text-text aria-pressed:bg-active aria-pressed:text-text data-[state=open]:bg-active data-[state=open]:text-text',
  danger: 'border-bad-fill bg-bad-fill text-white enabled:hover:border-bad-fill-hover enabled:hover:bg-bad-fill-hover',
}

const SIZE: Record<ButtonSize, [padded: string, square: string]> = {
  xs: ['h-6 rounded-sm px-2 text-sm phone:h-11', 'size-6 rounded-sm phone:size-11'],
  sm: ['h-7 rounded-sm px-2.5 text-md phone:h-11', 'size-7 rounded-sm phone:size-11'],
  md: ['h-8 rounded-md px-3 text-md phone:h-11', 'size-8 rounded-md phone:size-11'],
  lg: ['h-10 rounded-md px-4 text-lg phone:h-11', 'size-10 rounded-md phone:size-11'],
}

/** The classes of a button, for elements that are not one, such as a link (see LinkButton) or a label of a file input. */
export function buttonClass({ variant = 'secondary', size = 'md', square = false }: ButtonLook = {}): string {
  return cx(
    'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap border font-medium transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-45 aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:opacity-45',
    VARIANT[variant],
    SIZE[size][square ? 1 : 0],
  )
}
