'use client'
import { useState, useTransition } from 'react'
import { dollarWords } from '@/components/generate/cost-words'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ReplayOffer } from '@/lib/domain/offer-replay'

export type ReplayDialogProps = {
  offer: ReplayOffer
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Begins it. @returns what went wrong in words, or null. */
  start: () => Promise<string | null>
}

/** Says what a replay costs before it is made. */
export function ReplayDialog({ offer, open, onOpenChange, start }: ReplayDialogProps) {
  const [refusal, setRefusal] = useState<string | null>(null)
  const [pending, begin] = useTransition()
  const { label, images, costMicroUsd, otherModel } = offer
  const what = images === 1 ? 'one image' : `${images} images`
  const change = (next: boolean): void => {
    setRefusal(null)
    onOpenChange(next)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={`Replay with ${label}?`}
      description={
        costMicroUsd === null
          ? `${label} makes ${what} again and charges for it. Its price is not known here.`
          : `${label} makes ${what} again and charges about ${dollarWords(costMicroUsd)}.`
      }
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={() => begin(async () => setRefusal(await start()))}>
            Replay
          </Button>
        </>
      }
    >
      {otherModel ? <p className="mt-3 text-text-2">It was made with another model. This installation now asks {otherModel}.</p> : null}
      {refusal ? (
        <Notice tone="bad" className="mt-4">
          {refusal}
        </Notice>
      ) : null}
    </Dialog>
  )
}
