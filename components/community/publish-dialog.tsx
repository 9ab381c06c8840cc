'use client'
import type { Route } from 'next'
import Link from 'next/link'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { Switch } from '@/components/ui/switch'
import { useToast } from '@/components/ui/toast'
import { CREDIT_LENGTH_MAX, type PublicationState, TITLE_LENGTH_MAX } from '@/lib/domain/community/publication'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { PublishActions } from './actions'

export type PublishDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  outputId: string
  /** Suggested as the title: the image's own title, or its prompt. */
  suggestedTitle: string
  /** Whether a scene stands behind the image, which others could take as a start. */
  hasScene: boolean
  /** What the team knows of this image in the gallery, read when the dialog was opened. */
  publication: PublicationState | null
  credit: string
  actions: Pick<PublishActions, 'publish' | 'unpublish'>
}

/** Puts an image into the gallery, changes how it is shown there, or takes it out. */
export function PublishDialog({ open, onOpenChange, outputId, suggestedTitle, hasScene, publication, credit, actions }: PublishDialogProps) {
  const toast = useToast()
  const [form, setForm] = useState(
    publication?.shown ?? { title: suggestedTitle.slice(0, TITLE_LENGTH_MAX), credit: credit.slice(0, CREDIT_LENGTH_MAX), allowSceneStart: false },
  )
  const [fields, setFields] = useState<Record<string, string>>({})
  const [pending, setPending] = useState<'publish' | 'unpublish' | null>(null)
  const isPublished = publication?.status === 'published'

  function fail(error: { message: string; fields?: Record<string, string> } | undefined): void {
    setFields(error?.fields ?? {})
    if (!error?.fields) toast({ message: error?.message ?? UNREACHABLE, tone: 'error' })
  }

  async function publish(event: FormEvent): Promise<void> {
    event.preventDefault()
    setPending('publish')
    const result = await actions.publish(outputId, form).catch(() => null)
    setPending(null)
    if (!result?.ok) return fail(result?.error)
    onOpenChange(false)
    toast({ message: 'Published in the gallery.', action: { label: 'Open', onPress: () => window.location.assign(`/gallery/${result.value.id}`) } })
  }

  async function unpublish(publicationId: string): Promise<void> {
    setPending('unpublish')
    const result = await actions.unpublish(publicationId).catch(() => null)
    setPending(null)
    if (!result?.ok) return fail(result?.error)
    onOpenChange(false)
    toast({ message: 'Taken out of the gallery.' })
  }

  if (publication?.status === 'hidden') {
    return (
      <Dialog open={open} onOpenChange={onOpenChange} title="A moderator hid this image" description="It cannot be published again.">
        <Notice tone="bad" className="mt-4">
          {publication.hiddenReason}
        </Notice>
      </Dialog>
    )
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={isPublished ? 'Change how it is shown?' : 'Publish in the gallery?'}
      description={
        isPublished ? (
          <>
            This image is <Gallery id={publication.id}>in the gallery</Gallery>.
          </>
        ) : (
          'Everybody who may look at the gallery of this installation sees the image, its prompt and its settings. You can take it out at any time.'
        )
      }
      footer={
        <>
          {isPublished ? (
            <Button className="mr-auto" pending={pending === 'unpublish'} onClick={() => void unpublish(publication.id)}>
              Take out
            </Button>
          ) : null}
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form={`publish-${outputId}`} variant="primary" pending={pending === 'publish'}>
            {isPublished ? 'Save' : 'Publish'}
          </Button>
        </>
      }
    >
      <form id={`publish-${outputId}`} onSubmit={(event) => void publish(event)} className="mt-4 flex flex-col gap-4">
        <Field label="Title" error={fields.title}>
          <Input value={form.title} maxLength={TITLE_LENGTH_MAX} onChange={(event) => setForm({ ...form, title: event.target.value })} />
        </Field>
        <Field label="Credit" hint="How you are named in the gallery." error={fields.credit}>
          <Input value={form.credit} maxLength={CREDIT_LENGTH_MAX} onChange={(event) => setForm({ ...form, credit: event.target.value })} />
        </Field>
        {hasScene ? (
          <div className="flex items-start justify-between gap-4">
            <label htmlFor={`start-${outputId}`} className="min-w-0">
              <span className="block font-medium">Let others start from this scene</span>
              <span className="text-sm text-text-3">They get a copy with its models. Yours does not change.</span>
            </label>
            <Switch
              id={`start-${outputId}`}
              checked={form.allowSceneStart}
              onCheckedChange={(allowSceneStart) => setForm({ ...form, allowSceneStart })}
              className="mt-1"
            />
          </div>
        ) : null}
      </form>
    </Dialog>
  )
}

function Gallery({ id, children }: { id: string; children: string }) {
  return (
    <Link href={`/gallery/${id}` as Route} className="font-medium underline decoration-line-2 underline-offset-2">
      {children}
    </Link>
  )
}

export type PublishOffer = Omit<PublishDialogProps, 'open' | 'onOpenChange' | 'publication' | 'credit' | 'actions'> & { actions: PublishActions }

/**
 * Opens the dialog with what is true of the image now.
 * @returns What to do on the press, and the dialog, to be drawn somewhere outside of any menu.
 */
export function usePublish(offer: PublishOffer | null): { press: () => void; dialog: ReactNode } {
  const toast = useToast()
  const [known, setKnown] = useState<{ publication: PublicationState | null; credit: string; asked: number } | null>(null)
  const [open, setOpen] = useState(false)

  async function ask({ actions, outputId }: PublishOffer): Promise<void> {
    const result = await actions.state(outputId).catch(() => null)
    if (!result?.ok) return toast({ message: result ? result.error.message : UNREACHABLE, tone: 'error' })
    setKnown({ ...result.value, asked: (known?.asked ?? 0) + 1 })
    setOpen(true)
  }

  return {
    press: () => {
      if (offer) void ask(offer)
    },
    dialog:
      offer && known ? (
        <PublishDialog key={known.asked} open={open} onOpenChange={setOpen} {...offer} publication={known.publication} credit={known.credit} />
      ) : null,
  }
}
