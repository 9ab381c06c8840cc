'use client'
import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { useFieldProps } from './field'
import { Icon } from './icon'

export type SelectOption<T extends string> = {
  value: T
  label: string
  /** Before the label, for example a coloured dot. */
  icon?: ReactNode
  disabled?: boolean
  /** Under the label in the list; where an option is disabled, why. */
  note?: string
  /** Options that follow each other with the same one stand under it as a heading. */
  group?: string
}

export type SelectProps<T extends string> = {
  value: T
  onValueChange: (value: T) => void
  options: readonly SelectOption<T>[]
  /** By group: a sentence under its heading that holds for all in it. */
  groupNotes?: Readonly<Record<string, string>>
  /** Its accessible name, unless a Field gives one. */
  label?: string
  disabled?: boolean
  /** 28 or 32 px (the default) high. */
  size?: 'sm' | 'md'
  className?: string
}

/** One of many, opened on demand. Typing jumps to an option. */
export function Select<T extends string>({ value, onValueChange, options, groupNotes, label, disabled, size = 'md', className }: SelectProps<T>) {
  const field = useFieldProps()
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => {
        const option = options.find((candidate) => candidate.value === next)
        if (option) onValueChange(option.value)
      }}
      disabled={disabled}
    >
      <Radix.Trigger
        {...field}
        aria-label={label}
        className={cx(
          'flex w-full min-w-0 items-center justify-between gap-2 border border-line-2 bg-panel px-2.5 text-left text-md text-text transition-colors hover:bg-raised disabled:opacity-45 phone:h-11',
          size === 'sm' ? 'h-7 rounded-sm' : 'h-8 rounded-md',
          className,
        )}
      >
        <span className="flex min-w-0 items-center [&>span]:min-w-0">
          <Radix.Value />
        </span>
        <Radix.Icon asChild>
          <Icon icon={ChevronsUpDown} size="sm" className="text-text-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[var(--radix-select-content-available-height)] min-w-[var(--radix-select-trigger-width)] animate-appear overflow-hidden rounded-md border border-line-2 bg-panel text-md text-text shadow-float"
        >
          <Radix.Viewport className="p-1">
            {groupsOf(options).map(({ group, options: inGroup }) => (
              <Radix.Group key={group ?? ''}>
                {group ? (
                  <Radix.Label className="mt-1 border-line border-t px-2.5 pt-2.5 pb-1 text-sm text-text-3">
                    <span className="block font-medium text-text-2">{group}</span>
                    {groupNotes?.[group] ? <span className="block max-w-72">{groupNotes[group]}</span> : null}
                  </Radix.Label>
                ) : null}
                {inGroup.map((option) => (
                  <Radix.Item
                    key={option.value}
                    value={option.value}
                    textValue={option.label}
                    disabled={option.disabled}
                    className="flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-sm px-2.5 py-1 outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-raised data-[disabled]:text-text-3 phone:min-h-11"
                  >
                    <span className="flex min-w-0 flex-col">
                      <Radix.ItemText>
                        <span className="flex min-w-0 items-center gap-2">
                          {option.icon}
                          <span className="truncate">{option.label}</span>
                        </span>
                      </Radix.ItemText>
                      {option.note ? <span className={cx('max-w-72 text-sm text-text-3', option.icon ? 'pl-3.5' : null)}>{option.note}</span> : null}
                    </span>
                    <Radix.ItemIndicator className="ml-auto pl-3">
                      <Icon icon={Check} size="sm" className="text-text-2" />
                    </Radix.ItemIndicator>
                  </Radix.Item>
                ))}
              </Radix.Group>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function groupsOf<T extends string>(options: readonly SelectOption<T>[]): { group: string | undefined; options: SelectOption<T>[] }[] {
  const groups: { group: string | undefined; options: SelectOption<T>[] }[] = []
  for (const option of options) {
    const last = groups.at(-1)
    if (last && last.group === option.group) last.options.push(option)
    else groups.push({ group: option.group, options: [option] })
  }
  return groups
}
