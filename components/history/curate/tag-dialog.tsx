'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Chip } from '@/components/ui/chip'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { tagSchema } from '@/lib/domain/curation'
import type { ImageEntry } from '../grid/entries'
import { imagesWords } from './use-curate'

export type TagDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  entries: readonly ImageEntry[]
  /** What other images of the team have. */
  suggestions: readonly string[]
  onSave: (change: { add: string[]; remove: string[] }) => Promise<boolean>
}

const SUGGESTED_MAX = 12

/** Adds tags to all chosen images and takes tags away from them. */
export function TagDialog({ open, onOpenChange, ...rest }: TagDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Tag ${imagesWords(rest.entries.length)}`} width="md">
      {/* Begins anew every time it opens. */}
      {open ? <TagForm {...rest} close={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

function TagForm({ entries, suggestions, onSave, close }: Omit<TagDialogProps, 'open' | 'onOpenChange'> & { close: () => void }) {
  const [add, setAdd] = useState<readonly string[]>([])
  const [remove, setRemove] = useState<readonly string[]>([])
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const [pending, setPending] = useState(false)
  const present = [...new Set(entries.flatMap(({ output }) => output.tags))].filter((tag) => !remove.includes(tag))
  const shown = [...present, ...add.filter((tag) => !present.includes(tag))]
  const offered = suggestions.filter((tag) => !shown.includes(tag) && tag.startsWith(text.trim().toLowerCase())).slice(0, SUGGESTED_MAX)

  function put(wanted: string): string[] | null {
    const tags: string[] = []
    for (const part of wanted.split(',').filter((piece) => piece.trim() !== '')) {
      const parsed = tagSchema.safeParse(part)
      if (!parsed.success) {
        setError(parsed.error.issues[0]?.message)
        return null
      }
      tags.push(parsed.data)
    }
    setError(undefined)
    setText('')
    const next = [...new Set([...add, ...tags])]
    setAdd(next)
    setRemove(remove.filter((tag) => !tags.includes(tag)))
    return next
  }

  async function save(): Promise<void> {
    const added = put(text)
    if (!added) return
    setPending(true)
    const done = await onSave({ add: added, remove: [...remove] })
    setPending(false)
    if (done) close()
  }

  return (
    <form
      className="flex flex-col gap-4 pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() === '') void save()
        else put(text)
      }}
    >
      <Field label="Add a tag" hint="Enter adds it. A comma parts several." error={error}>
        <Input value={text} onChange={(event) => setText(event.target.value)} autoFocus autoComplete="off" maxLength={200} />
      </Field>
      {offered.length > 0 ? (
        <ul aria-label="Tags of the team" className="flex flex-wrap gap-1.5">
          {offered.map((tag) => (
            <li key={tag}>
              <Button size="xs" variant="quiet" className="border-line-2" onClick={() => put(tag)}>
                + {tag}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div>
        <h3 className="pb-2 font-medium text-sm text-text-2">{entries.length === 1 ? 'Tags of this image' : 'Tags of these images'}</h3>
        {shown.length === 0 ? <p className="text-text-3">None yet.</p> : null}
        <ul className="flex flex-wrap gap-1.5">
          {shown.map((tag) => (
            <li key={tag}>
              <Chip
                onRemove={() => {
                  setAdd(add.filter((other) => other !== tag))
                  if (present.includes(tag)) setRemove([...remove, tag])
                }}
              >
                {tag}
              </Chip>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex justify-end gap-2">
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" pending={pending} onClick={() => void save()}>
          Save tags
        </Button>
      </div>
    </form>
  )
}
