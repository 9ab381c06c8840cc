'use client'
import { Heart, Pencil, Star, X } from 'lucide-react'
import { type FormEvent, useOptimistic, useState, useTransition } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input, Textarea } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { useToast } from '@/components/ui/toast'
import { NOTE_LENGTH_MAX, TAG_LENGTH_MAX, TAGS_MAX, TITLE_LENGTH_MAX } from '@/lib/domain/curation'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'
import type { OutputDetail } from '@/lib/domain/generation-view'
import type { OutputActions } from '../output-actions'

export type MarksProps = {
  output: OutputDetail
  /** Shown as the title while it has none. */
  fallbackTitle: string
  mayRate: boolean
  mayCurate: boolean
  actions: OutputActions
  /** Reads the page again. */
  refresh: () => void
}

/** Runs one change at a time, then has the page read anew; a failure is told and nothing changes. */
function useChange(refresh: () => void) {
  const toast = useToast()
  return async (work: () => Promise<Result<unknown>>): Promise<boolean> => {
    const result = await work().catch(() => null)
    if (result?.ok) refresh()
    else toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    return result?.ok ?? false
  }
}

/** Title, favourite and stars: what people mark an image with. */
export function ImageHead({ output, fallbackTitle, mayRate, mayCurate, actions, refresh }: MarksProps) {
  const change = useChange(refresh)
  const [editing, setEditing] = useState(false)
  const [, startTransition] = useTransition()
  const [favourite, setFavourite] = useOptimistic(output.favourite)
  return (
    <div>
      <div className="flex items-start gap-1">
        <h1 className="min-w-0 flex-1 whitespace-pre-wrap break-words font-semibold text-xl">{output.title ?? fallbackTitle}</h1>
        {mayCurate ? <IconButton label="Edit title and note" size="sm" icon={<Icon icon={Pencil} size="sm" />} onClick={() => setEditing(true)} /> : null}
      </div>
      {output.note ? <p className="mt-2 whitespace-pre-wrap break-words text-md text-text-2">{output.note}</p> : null}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Stars output={output} mayRate={mayRate} onRate={(stars) => change(() => actions.rate(output.id, stars))} />
        {mayRate ? (
          <Button
            size="sm"
            variant="quiet"
            aria-pressed={favourite}
            icon={<Icon icon={Heart} size="sm" className={favourite ? 'fill-current' : undefined} />}
            onClick={() =>
              startTransition(async () => {
                setFavourite(!favourite)
                await change(() => actions.setFavourite([output.id], !favourite))
              })
            }
          >
            Favourite
          </Button>
        ) : null}
      </div>
      <Tags output={output} mayCurate={mayCurate} onChange={(add, remove) => change(() => actions.setTags([output.id], { add, remove }))} />
      {editing ? <Describe output={output} onClose={() => setEditing(false)} onSave={(text) => change(() => actions.describe(output.id, text))} /> : null}
    </div>
  )
}

const STARS = [1, 2, 3, 4, 5] as const

function Stars({ output, mayRate, onRate }: { output: OutputDetail; mayRate: boolean; onRate: (stars: number | null) => Promise<boolean> }) {
  const [, startTransition] = useTransition()
  const [mine, setMine] = useOptimistic(output.myStars)
  const average = output.stars === null ? null : output.stars.toLocaleString('en', { maximumFractionDigits: 1 })
  return (
    <fieldset className="flex items-center gap-2">
      <legend className="sr-only">Your rating</legend>
      <span className="-ml-1 flex">
        {STARS.map((stars) => (
          <button
            key={stars}
            type="button"
            disabled={!mayRate}
            aria-pressed={mine === stars}
            aria-label={`${stars} ${stars === 1 ? 'star' : 'stars'}`}
            onClick={() =>
              startTransition(async () => {
                // The same star once more takes the rating back.
                const next = mine === stars ? null : stars
                setMine(next)
                await onRate(next)
              })
            }
            className={cx('grid h-7 w-6 place-items-center rounded-sm phone:size-11', (mine ?? 0) >= stars ? 'text-text' : 'text-text-3 hover:text-text')}
          >
            <Icon icon={Star} className={(mine ?? 0) >= stars ? 'fill-current' : undefined} />
          </button>
        ))}
      </span>
      <span className="text-sm text-text-3 tabular-nums">{average === null ? 'Not rated' : `${average} on average`}</span>
    </fieldset>
  )
}

function Tags({ output, mayCurate, onChange }: { output: OutputDetail; mayCurate: boolean; onChange: (add: string[], remove: string[]) => Promise<boolean> }) {
  const [text, setText] = useState('')
  if (!mayCurate && output.tags.length === 0) return null

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault()
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean)
    if (names.length > 0 && (await onChange(names, []))) setText('')
  }

  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5">
      <ul aria-label="Tags" className="contents">
        {output.tags.map((tag) => (
          <li key={tag} className="inline-flex h-6 items-center gap-1 rounded-full border border-line-2 pr-1 pl-2.5 text-sm text-text-2 phone:h-11">
            <span className={mayCurate ? undefined : 'pr-1.5'}>{tag}</span>
            {mayCurate ? (
              <button
                type="button"
                aria-label={`Remove the tag ${tag}`}
                onClick={() => void onChange([], [tag])}
                className="grid size-5 place-items-center rounded-full hover:bg-raised phone:size-11"
              >
                <Icon icon={X} size="sm" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayCurate && output.tags.length < TAGS_MAX ? (
        <form onSubmit={(event) => void add(event)} className="w-28">
          <Input
            size="sm"
            aria-label="Add a tag"
            placeholder="Add a tag"
            maxLength={TAG_LENGTH_MAX}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            enterKeyHint="done"
          />
        </form>
      ) : null}
    </div>
  )
}

type Text = { title: string | null; note: string | null }

function Describe({ output, onClose, onSave }: { output: OutputDetail; onClose: () => void; onSave: (text: Text) => Promise<boolean> }) {
  const [pending, setPending] = useState(false)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Title and note"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="describe-image" variant="primary" pending={pending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id="describe-image"
        className="mt-3 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          setPending(true)
          void onSave({ title: String(form.get('title') ?? ''), note: String(form.get('note') ?? '') }).then((saved) => {
            setPending(false)
            if (saved) onClose()
          })
        }}
      >
        <Field label="Title">
          <Input name="title" defaultValue={output.title ?? ''} maxLength={TITLE_LENGTH_MAX} />
        </Field>
        <Field label="Note">
          <Textarea name="note" rows={4} defaultValue={output.note ?? ''} maxLength={NOTE_LENGTH_MAX} />
        </Field>
      </form>
    </Dialog>
  )
}
