'use client'
import { CircleCheck, CircleDashed, CircleDot } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Textarea } from '@/components/ui/field'
import { Icon } from '@/components/ui/icon'
import { timeAgo } from '@/components/ui/time-ago'
import type { ReviewInput, ReviewView } from '@/lib/domain/comment'

export type ReviewBarProps = {
  reviews: readonly ReviewView[]
  /** Which image of how many the verdict is about. */
  image: { index: number; of: number }
  mayReview: boolean
  nowMs: number
  /** @returns whether it was kept. */
  onReview: (review: ReviewInput) => Promise<boolean>
  /** What else concerns the verdict, such as that the scene has changed since. */
  children?: ReactNode
}

/** The team's verdict on exactly this image, and the buttons that change it. */
export function ReviewBar({ reviews, image, mayReview, nowMs, onReview, children }: ReviewBarProps) {
  const [asking, setAsking] = useState(false)
  const [pending, setPending] = useState(false)
  const latest = reviews[0]
  const standing = latest && latest.verdict !== 'withdrawn' ? latest : null
  const which = image.of > 1 ? `Image ${image.index + 1} of ${image.of}` : 'This image'

  async function give(review: ReviewInput): Promise<void> {
    setPending(true)
    await onReview(review)
    setPending(false)
  }

  return (
    <section aria-label="Review" className="mt-4 rounded-md border border-line bg-panel">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
        <Verdict standing={standing} which={which} nowMs={nowMs} />
        {mayReview ? (
          <span className="ml-auto flex flex-wrap gap-2">
            {standing ? (
              <Button size="sm" variant="quiet" pending={pending} onClick={() => void give({ verdict: 'withdrawn', note: '' })}>
                Withdraw
              </Button>
            ) : null}
            {standing?.verdict === 'changes_requested' ? null : (
              <Button size="sm" onClick={() => setAsking(true)}>
                Request changes
              </Button>
            )}
            {standing?.verdict === 'approved' ? null : (
              <Button size="sm" pending={pending} icon={<Icon icon={CircleCheck} size="sm" />} onClick={() => void give({ verdict: 'approved', note: '' })}>
                Approve
              </Button>
            )}
          </span>
        ) : null}
      </div>
      {standing?.note ? <p className="whitespace-pre-wrap break-words border-line border-t px-3 py-2.5 text-md">{standing.note}</p> : null}
      {children}
      {reviews.length > 1 ? <Story reviews={reviews} nowMs={nowMs} /> : null}
      <RequestChanges open={asking} which={which} onClose={() => setAsking(false)} onReview={onReview} />
    </section>
  )
}

function Verdict({ standing, which, nowMs }: { standing: ReviewView | null; which: string; nowMs: number }) {
  if (!standing) {
    return (
      <span className="inline-flex items-center gap-2 text-md text-text-2">
        <Icon icon={CircleDashed} className="text-text-3" />
        Not reviewed yet
      </span>
    )
  }
  const approved = standing.verdict === 'approved'
  return (
    <span role="status" className="inline-flex min-w-0 items-center gap-2 text-md">
      <Icon icon={approved ? CircleCheck : CircleDot} className={approved ? 'text-good' : 'text-warn'} />
      <span className="min-w-0">
        <span className="font-medium">{approved ? `${which} is approved` : `${which} needs changes`}</span>
        <span className="text-text-3">
          {' '}
          {standing.byName ?? 'a former member'}, {timeAgo(new Date(standing.createdAtMs), new Date(nowMs))}
        </span>
      </span>
    </span>
  )
}

const DEED = { approved: 'approved', changes_requested: 'requested changes', withdrawn: 'withdrew the verdict' } as const

function Story({ reviews, nowMs }: { reviews: readonly ReviewView[]; nowMs: number }) {
  return (
    <details className="border-line border-t px-3 py-2 text-sm text-text-2">
      <summary className="cursor-pointer">{`${reviews.length} verdicts so far`}</summary>
      <ol className="mt-2 flex flex-col gap-1.5">
        {reviews.map((review) => (
          <li key={review.id} className="break-words">
            {review.byName ?? 'A former member'} {DEED[review.verdict]}, {timeAgo(new Date(review.createdAtMs), new Date(nowMs))}
            {review.note ? `: ${review.note}` : ''}
          </li>
        ))}
      </ol>
    </details>
  )
}

function RequestChanges({ open, which, onClose, onReview }: { open: boolean; which: string; onClose: () => void; onReview: ReviewBarProps['onReview'] }) {
  const [note, setNote] = useState('')
  const [error, setError] = useState<string>()
  const [pending, setPending] = useState(false)

  async function send(): Promise<void> {
    if (note.trim() === '') return setError('Say what should change.')
    setPending(true)
    const kept = await onReview({ verdict: 'changes_requested', note })
    setPending(false)
    if (!kept) return
    setNote('')
    onClose()
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Request changes?"
      description={`${which} is marked, and whoever made it is told.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={() => void send()}>
            Request changes
          </Button>
        </>
      }
    >
      <Field label="What should change" error={error} className="mt-4">
        <Textarea
          rows={4}
          maxLength={2000}
          value={note}
          onChange={(event) => {
            setNote(event.currentTarget.value)
            setError(undefined)
          }}
        />
      </Field>
    </Dialog>
  )
}
