'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { UNREACHABLE } from '@/lib/domain/errors'
import type { ShareLinkView } from '@/lib/domain/share-link'
import type { ShareActions } from './share-actions'
import { ShareAddress } from './share-address'
import { daysOf, type Expiry, ExpirySelect } from './share-options'

export type RenewShareDialogProps = { link: ShareLinkView; onOpenChange: (open: boolean) => void; renew: ShareActions['renew'] }

/** A new address for a link: the way back from a revoked or expired one, and from one that reached the wrong people. */
export function RenewShareDialog({ link, onOpenChange, renew }: RenewShareDialogProps) {
  const [expires, setExpires] = useState<Expiry>('30')
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [url, setUrl] = useState<string>()

  async function make(): Promise<void> {
    setPending(true)
    const result = await renew(link.id, daysOf(expires) ?? null).catch(() => null)
    setPending(false)
    if (result?.ok) return setUrl(result.value.url)
    setProblem(result ? result.error.message : UNREACHABLE)
  }
  if (url) {
    return (
      <Dialog open onOpenChange={onOpenChange} title="The new address is ready" footer={<Button onClick={() => onOpenChange(false)}>Done</Button>}>
        <ShareAddress url={url} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Give this link a new address?"
      description={`The present address of “${link.title}” stops at once. What the link allows stays as it is.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" pending={pending} onClick={() => void make()}>
            Make new address
          </Button>
        </>
      }
    >
      <Field label="Expires" className="mt-4">
        <ExpirySelect value={expires} onChange={setExpires} />
      </Field>
      {problem ? (
        <Notice tone="bad" className="mt-4">
          {problem}
        </Notice>
      ) : null}
    </Dialog>
  )
}
