'use client'
import type { Route } from 'next'
import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import type { PublicationCard, ReportReason } from '@/lib/domain/community/publication'
import { REPORT_WORDS } from '@/lib/domain/community/publication'
import type { ModerationActions } from './actions'
import { PublicationImage } from './publication-image'
import { useDecision } from './use-decision'

export type ModerationCardProps = {
  image: PublicationCard & {
    hiddenReason: string | null
    authorId: string | null
    authorName: string | null
    authorEmail: string | null
    isAuthorBanned: boolean
    reports: readonly { reason: ReportReason; note: string | null; reporter: string }[]
  }
  isHidden: boolean
  actions: Omit<ModerationActions, 'access'>
}

/** An image that waits for a decision, or that was hidden. */
export function ModerationCard({ image, isHidden, actions }: ModerationCardProps) {
  const { pending, decide } = useDecision()
  const { authorId } = image
  return (
    <li className="grid grid-cols-[160px_minmax(0,1fr)_auto] items-start gap-4 border-line border-b py-4 phone:grid-cols-[96px_minmax(0,1fr)]">
      <Link href={`/gallery/${image.id}` as Route} className="block">
        <PublicationImage
          src={image.thumbnailUrl}
          alt={image.title}
          width={image.width}
          height={image.height}
          thumbhash={image.thumbhash}
          className="h-auto w-full rounded-md"
        />
      </Link>
      <div className="min-w-0 text-md">
        <h3 className="truncate font-medium">{image.title}</h3>
        <p className="truncate text-text-3">{image.authorName ? `${image.authorName} · ${image.authorEmail}` : image.credit}</p>
        {isHidden ? <p className="mt-2">Hidden: {image.hiddenReason}</p> : null}
        <ul className="mt-2 flex flex-col gap-1">
          {image.reports.map((report) => (
            <li key={`${report.reporter}-${report.reason}`} className="break-words">
              {REPORT_WORDS[report.reason]}
              {report.note ? `: “${report.note}”` : ''} <span className="text-text-3">{report.reporter}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap justify-end gap-2 phone:col-span-2 phone:justify-start">
        {isHidden ? (
          <Button pending={pending} onClick={() => void decide(() => actions.restore(image.id), 'The image is in the gallery again.')}>
            Restore
          </Button>
        ) : (
          <>
            <Button pending={pending} onClick={() => void decide(() => actions.keep(image.id), 'The image stays. Its reports are closed.')}>
              Keep
            </Button>
            <HideButton image={image} hide={actions.hide} />
          </>
        )}
        {authorId && !image.isAuthorBanned ? (
          <Button
            variant="quiet"
            pending={pending}
            onClick={() => void decide(() => actions.ban(authorId, true), 'The author can publish nothing more, and their images are out of sight.')}
          >
            Ban author
          </Button>
        ) : null}
      </div>
    </li>
  )
}

function HideButton({ image, hide }: { image: PublicationCard; hide: ModerationActions['hide'] }) {
  const { pending, decide } = useDecision()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (await decide(() => hide(image.id, reason), 'Hidden from the gallery.')) setOpen(false)
  }

  return (
    <>
      <Button onClick={() => setOpen(true)}>Hide</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Hide “${image.title}”?`}
        description="Nobody sees it in the gallery any more. Its author reads the reason and cannot publish it again."
        footer={
          <>
            <Button variant="quiet" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button type="submit" form={`hide-${image.id}`} variant="danger" pending={pending}>
              Hide image
            </Button>
          </>
        }
      >
        <form id={`hide-${image.id}`} onSubmit={(event) => void send(event)} className="mt-4">
          <Field label="Reason">
            <Input value={reason} maxLength={200} required onChange={(event) => setReason(event.target.value)} />
          </Field>
        </form>
      </Dialog>
    </>
  )
}
