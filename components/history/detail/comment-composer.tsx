'use client'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { MentionList, mentionFieldProps, useMentionPicker } from '@/components/ui/mention-list'
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
  const picker = useMentionPicker(people, { written: mentionQuery, max: SUGGESTIONS_MAX })
  const id = useId()
  const listId = `${id}-people`

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
    } else if (picker.takeKey(event, choose)) {
      return
    } else if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel?.()
    }
  }

  return (
    <div className="relative">
      <textarea
        ref={field}
        aria-label={label}
        {...mentionFieldProps(picker, listId)}
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
      <MentionList id={listId} label="People" nouns={['person', 'people']} picker={picker} onChoose={choose}>
        {(person) => (
          <>
            <Avatar name={person.name} size="sm" />
            <span className="truncate">{person.name}</span>
          </>
        )}
      </MentionList>
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
