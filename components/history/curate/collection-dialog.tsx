'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { collectionNameSchema } from '@/lib/domain/curation'

export type CollectionChoice = { id: string; name: string; images: number }

export type CollectionDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  collections: readonly CollectionChoice[]
  onChoose: (collection: CollectionChoice) => Promise<boolean>
  /** Absent where a new one cannot be the answer. */
  onCreate?: (name: string) => Promise<boolean>
}

/** Asks for a collection: one of the team's, or a new one. */
export function CollectionDialog({ open, onOpenChange, title, ...rest }: CollectionDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {open ? <CollectionForm {...rest} close={() => onOpenChange(false)} /> : null}
    </Dialog>
  )
}

function CollectionForm({ collections, onChoose, onCreate, close }: Omit<CollectionDialogProps, 'open' | 'onOpenChange' | 'title'> & { close: () => void }) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()

  async function settle(work: Promise<boolean>): Promise<void> {
    setBusy(true)
    const done = await work
    setBusy(false)
    if (done) close()
  }

  return (
    <div className="flex flex-col gap-4 pt-2" aria-busy={busy}>
      {collections.length === 0 ? <p className="text-text-2">The team has no {onCreate ? '' : 'other '}collection yet.</p> : null}
      <ul className="-mx-2 flex max-h-72 flex-col overflow-y-auto empty:hidden">
        {collections.map((collection) => (
          <li key={collection.id}>
            <button
              type="button"
              disabled={busy}
              onClick={() => void settle(onChoose(collection))}
              className="flex h-9 w-full items-center gap-2 rounded-sm px-2 text-left transition-colors hover:bg-raised disabled:opacity-45 phone:h-11"
            >
              <span className="min-w-0 flex-1 truncate">{collection.name}</span>
              <span className="text-sm text-text-3 tabular-nums">{collection.images}</span>
            </button>
          </li>
        ))}
      </ul>
      {onCreate ? (
        <form
          className="flex flex-col gap-3 border-line border-t pt-4"
          onSubmit={(event) => {
            event.preventDefault()
            const parsed = collectionNameSchema.safeParse(new FormData(event.currentTarget).get('name') ?? '')
            if (parsed.success) void settle(onCreate(parsed.data))
            else setError(parsed.error.issues[0]?.message)
          }}
        >
          <Field label="New collection" error={error}>
            <Input name="name" placeholder="For example: Autumn campaign" maxLength={80} autoComplete="off" />
          </Field>
          <Button type="submit" variant="primary" pending={busy} className="self-end">
            Create and add
          </Button>
        </form>
      ) : null}
    </div>
  )
}
