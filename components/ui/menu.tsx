'use client'
import { Check } from 'lucide-react'
import Link from 'next/link'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'
import { Icon } from './icon'
import { Kbd } from './kbd'

export type MenuProps = {
  /** One Button or IconButton; it opens the menu. */
  trigger: ReactNode
  /** MenuItem, MenuLink, MenuChoices, MenuLabel, MenuSeparator. */
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  className?: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/** A menu under its button: arrow keys move, typing jumps, Escape closes and gives the focus back. */
export function Menu({ trigger, children, align = 'start', side = 'bottom', className, open, onOpenChange }: MenuProps) {
  return (
    <Radix.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cx(
            'z-40 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 animate-appear overflow-y-auto rounded-md border border-line-2 bg-panel p-1 text-md text-text shadow-float',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const ITEM =
  'flex h-8 w-full cursor-pointer select-none items-center gap-2.5 rounded-sm px-2.5 outline-none data-[highlighted]:bg-raised data-[disabled]:cursor-not-allowed data-[disabled]:text-text-3 phone:h-11 [&>svg]:text-text-2'

export type MenuItemProps = {
  children: ReactNode
  onSelect: () => void
  icon?: ReactNode
  shortcut?: string
  /** Right-aligned and quieter, for example a file size. */
  aux?: ReactNode
  /** For what destroys something. */
  danger?: boolean
  disabled?: boolean
}

export function MenuItem({ children, onSelect, icon, shortcut, aux, danger, disabled }: MenuItemProps) {
  return (
    <Radix.Item onSelect={onSelect} disabled={disabled} className={cx(ITEM, danger && 'text-bad [&>svg]:text-bad')}>
      {icon}
      {children}
      {shortcut ? <Kbd className="ml-auto pl-6 text-text-3">{shortcut}</Kbd> : null}
      {aux ? <span className="ml-auto pl-6 text-sm text-text-3">{aux}</span> : null}
    </Radix.Item>
  )
}

/** A line of a menu that goes somewhere. A download takes `download` and a plain address. */
export function MenuLink({
  icon,
  children,
  aux,
  download,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'className'> & { icon?: ReactNode; aux?: ReactNode; download?: boolean | string }) {
  const inside = (
    <>
      {icon}
      {children}
      {aux ? <span className="ml-auto pl-6 text-sm text-text-3">{aux}</span> : null}
    </>
  )
  return (
    <Radix.Item asChild className={ITEM}>
      {download === undefined ? (
        <Link {...rest}>{inside}</Link>
      ) : (
        <a href={String(rest.href)} download={download}>
          {inside}
        </a>
      )}
    </Radix.Item>
  )
}

export type MenuChoicesProps<T extends string> = {
  /** The accessible name of the group. */
  label: string
  value: T
  onValueChange: (value: T) => void
  options: readonly { value: T; label: ReactNode; icon?: ReactNode; disabled?: boolean }[]
}

/** One of several inside a menu, with a tick at the chosen one. */
export function MenuChoices<T extends string>({ label, value, onValueChange, options }: MenuChoicesProps<T>) {
  return (
    <Radix.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next)
        if (option) onValueChange(option.value)
      }}
    >
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} disabled={option.disabled} className={ITEM}>
          {option.icon}
          {option.label}
          <Radix.ItemIndicator className="ml-auto pl-4">
            <Icon icon={Check} size="sm" />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="truncate px-2.5 pt-1.5 pb-1 text-sm text-text-3">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
