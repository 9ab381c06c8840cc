'use client'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { cx } from './cx'

export type MentionOption = { id: string; name: string }

export type MentionPicker<T extends MentionOption> = {
  found: readonly T[]
  open: boolean
  /** The one that Enter takes. */
  active: T | undefined
  close: () => void
  /** Looks what is being written before the caret. */
  look: (text: string, caret: number) => void
  /** Up and down choose, Enter and Tab take, Escape closes. @returns whether the key was for the list. */
  takeKey: (event: KeyboardEvent, choose: (option: T) => void) => boolean
}

/** `max`: so few that the list never scrolls; writing on narrows it down. */
type MentionPickerOptions = {
  /** The name that is being written after an `@` just before the caret, or null. */
  written: (text: string, caret: number) => { query: string } | null
  max: number
}

/** Which things the `@` before the caret may mean, and which of them is offered first. */
export function useMentionPicker<T extends MentionOption>(options: readonly T[], { written, max }: MentionPickerOptions): MentionPicker<T> {
  const [query, setQuery] = useState<string | null>(null)
  const [index, setIndex] = useState(0)
  const found = query === null ? [] : matching(options, query.toLowerCase()).slice(0, max)
  const open = found.length > 0
  const active = found[Math.min(index, found.length - 1)]
  const close = (): void => setQuery(null)

  function takeKey(event: KeyboardEvent, choose: (option: T) => void): boolean {
    if (!open || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return false
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setIndex((Math.min(index, found.length - 1) + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length)
    } else if (event.key === 'Enter' || event.key === 'Tab') {
      if (active) choose(active)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    } else {
      return false
    }
    event.preventDefault()
    return true
  }

  return {
    found,
    open,
    active,
    close,
    takeKey,
    look: (text, caret) => {
      setQuery(written(text, caret)?.query ?? null)
      setIndex(0)
    },
  }
}

/** What begins with the query stands before what only holds it. */
function matching<T extends MentionOption>(options: readonly T[], query: string): T[] {
  const holds = options.filter(({ name }) => name.toLowerCase().includes(query))
  return [...holds.filter(({ name }) => name.toLowerCase().startsWith(query)), ...holds.filter(({ name }) => !name.toLowerCase().startsWith(query))]
}

/** For the field that a list belongs to, so that screen readers follow the choice while the focus stays in the field. */
export const mentionFieldProps = <T extends MentionOption>(picker: MentionPicker<T>, listId: string) => ({
  'aria-autocomplete': 'list' as const,
  'aria-haspopup': 'listbox' as const,
  'aria-controls': picker.open ? listId : undefined,
  'aria-activedescendant': picker.open && picker.active ? `${listId}-${picker.active.id}` : undefined,
})

export type MentionListProps<T extends MentionOption> = {
  id: string
  label: string
  /** Singular and plural of what is listed, for screen readers. */
  nouns: readonly [string, string]
  picker: MentionPicker<T>
  onChoose: (option: T) => void
  /** An option as it is shown. */
  children: (option: T) => ReactNode
  /** Where it opens, as seen from the field. Its parent is positioned. */
  side?: 'above' | 'below'
}

/** The things that can be named, above or below a field. */
export function MentionList<T extends MentionOption>({ id, label, nouns, picker, onChoose, children, side = 'above' }: MentionListProps<T>) {
  const count = picker.found.length
  return (
    <>
      {picker.open ? (
        <div
          id={id}
          role="listbox"
          tabIndex={-1}
          aria-label={label}
          className={cx(
            'absolute left-0 z-30 w-full max-w-72 rounded-md border border-line-2 bg-panel p-1 text-md shadow-float',
            side === 'above' ? 'bottom-full mb-1' : 'top-full mt-1',
          )}
        >
          {picker.found.map((option) => (
            <div
              key={option.id}
              id={`${id}-${option.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={option.id === picker.active?.id}
              // The field keeps the focus, so the press must not take it away.
              onPointerDown={(event) => {
                event.preventDefault()
                onChoose(option)
              }}
              className={cx('flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 phone:h-11', option.id === picker.active?.id && 'bg-raised')}
            >
              {children(option)}
            </div>
          ))}
        </div>
      ) : null}
      <span role="status" className="sr-only">
        {picker.open ? `${count} ${nouns[count === 1 ? 0 : 1]}. Up and down choose, Enter takes.` : ''}
      </span>
    </>
  )
}
