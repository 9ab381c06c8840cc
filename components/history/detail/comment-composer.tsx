'use client'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { COMMENT_LENGTH_MAX, commentBodySchema, type PersonName } from '@/lib/domain/comment'
import { mentionQuery } from '@/lib/domain/comment-text'

const SUGGESTIONS_MAX = 6

export type ComposerProps = {
  label: string
  /** Verb on the button. */
  submitLabel: string
  people: readonly PersonName[]
  initial?: { body: string; mentions: readonly PersonName[] }
  placeholder?: string
  autoFocus?: boolean
  /** @returns whether it was kept; then the field is emptied. */
  onSubmit: (comment: { body: string; mentions: string[] }) => Promise<boolean>
  onCancel?: () => void
}

/** A field for a comment. An `@` offers the people of the team; Ctrl or Cmd with Enter sends. */
export function CommentComposer({ label, submitLabel, people, initial, placeholder, autoFocus, onSubmit, onCancel }: ComposerProps) {
  const [body, setBody] = useState(initial?.body ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(initial?.mentions.map(({ id }) => id) ?? [])
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const caretAfter = useRef<number | null>(null)
  const picker = usePicker(people)
  const id = useId()

  useLayoutEffect(() => {
    if (autoFocus) field.current?.focus()
  }, [autoFocus])

  useLayoutEffect(() => {
    if (caretAfter.current === null || !field.current) return
    field.current.setSelectionRange(caretAfter.current, caretAfter.current)
    caretAfter.current = null
  })

  function choose(person: PersonName): void {
    const caret = field.current?.selectionStart ?? body.length
    const query = mentionQuery(body, caret)
    if (!query) return
    const named = `@${person.name} `
    setBody(body.slice(0, query.start) + named + body.slice(caret))
    setChosen([...chosen, person.id])
    caretAfter.current = query.start + named.length
    picker.close()
  }

  async function send(): Promise<void> {
    if (sending) return
    const parsed = commentBodySchema.safeParse(body)
    if (!parsed.success) return setError(parsed.error.issues[0]?.message ?? null)
    setSending(true)
    const kept = await onSubmit({ body, mentions: [...chosen] })
    setSending(false)
    if (!kept) return
    setBody('')
    setChosen([])
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    } else if (picker.open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      picker.move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (picker.open && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      if (picker.active) choose(picker.active)
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      if (picker.open) picker.close()
      else onCancel?.()
    }
  }

  return (
    <div className="relative">
      <textarea
        ref={field}
        aria-label={label}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={picker.open ? `${id}-people` : undefined}
        aria-activedescendant={picker.open && picker.active ? `${id}-${picker.active.id}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-note`}
        rows={3}
        maxLength={COMMENT_LENGTH_MAX}
        value={body}
        placeholder={placeholder}
        onChange={(event) => {
          setBody(event.currentTarget.value)
          setError(null)
          picker.look(event.currentTarget.value, event.currentTarget.selectionStart)
        }}
        onClick={(event) => picker.look(body, event.currentTarget.selectionStart)}
        onBlur={() => picker.close()}
        onKeyDown={onKeyDown}
        className="block w-full resize-y rounded-md border border-line-2 bg-panel px-2.5 py-2 text-md text-text transition-colors hover:border-text-3 focus-visible:outline-2 focus-visible:outline-accent-text focus-visible:outline-offset-1 aria-invalid:border-bad phone:text-xl"
      />
      {picker.open ? (
        <div
          id={`${id}-people`}
          role="listbox"
          tabIndex={-1}
          aria-label="People"
          className="absolute bottom-full left-0 z-30 mb-1 max-h-56 w-full max-w-72 overflow-y-auto rounded-md border border-line-2 bg-panel p-1 text-md shadow-float"
        >
          {picker.found.map((person) => (
            <div
              key={person.id}
              id={`${id}-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person.id === picker.active?.id}
              // The field keeps the focus, so the press must not take it away.
              onPointerDown={(event) => {
                event.preventDefault()
                choose(person)
              }}
              className={cx('flex h-8 cursor-pointer items-center gap-2 rounded-sm px-2 phone:h-11', person.id === picker.active?.id && 'bg-raised')}
            >
              <Avatar name={person.name} size="sm" />
              <span className="truncate">{person.name}</span>
            </div>
          ))}
        </div>
      ) : null}
      <span role="status" className="sr-only">
        {picker.open ? `${picker.found.length === 1 ? '1 person' : `${picker.found.length} people`}. Up and down choose, Enter takes.` : ''}
      </span>
      <div className="mt-2 flex items-center gap-2">
        <p id={`${id}-note`} aria-live="polite" className={cx('min-w-0 flex-1 text-sm', error ? 'text-bad' : 'text-text-3')}>
          {error ?? (body.length > COMMENT_LENGTH_MAX - 200 ? `${COMMENT_LENGTH_MAX - body.length} characters left` : 'Type @ to mention somebody.')}
        </p>
        {onCancel ? (
          <Button size="sm" variant="quiet" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        <Button size="sm" pending={sending} onClick={() => void send()}>
          {submitLabel}
        </Button>
      </div>
    </div>
  )
}

/** Which people the `@` before the caret may mean, and which of them is offered first. */
function usePicker(people: readonly PersonName[]) {
  const [query, setQuery] = useState<string | null>(null)
  const [index, setIndex] = useState(0)
  const found = query === null ? [] : people.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase())).slice(0, SUGGESTIONS_MAX)
  return {
    found,
    open: found.length > 0,
    active: found[Math.min(index, found.length - 1)],
    move: (by: number) => setIndex((Math.min(index, found.length - 1) + by + found.length) % found.length),
    close: () => setQuery(null),
    look: (body: string, caret: number) => {
      setQuery(mentionQuery(body, caret)?.query ?? null)
      setIndex(0)
    },
  }
}
