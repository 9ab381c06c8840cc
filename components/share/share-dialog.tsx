'use client'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { type ErrorInfo, UNREACHABLE } from '@/lib/domain/errors'
import { SHARE_EXPIRY_DAYS_DEFAULT, SHARE_PASSWORD_LENGTH_MIN, SHARE_TITLE_LENGTH_MAX, type ShareTarget } from '@/lib/domain/share-link'
import type { ShareActions } from './share-actions'
import { ShareAddress } from './share-address'
import { daysOf, type Expiry, type ShareChoices, ShareOptions } from './share-options'

export type ShareDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  teamId: string
  /** What the link is to show. */
  target: ShareTarget
  /** Stands in the field for the title at first. */
  suggestedTitle: string
  create: ShareActions['create']
}

/** Asks what a new link allows, makes it, and tells its address once. */
export function ShareDialog(props: ShareDialogProps) {
  // Closing forgets the address and what was chosen, password included.
  return props.open ? <Sharing {...props} /> : null
}

const TITLES = {
  output: 'Share this image',
  selection: 'Share these images',
  collection: 'Share this collection',
  comparison: 'Share this comparison',
} as const

function Sharing({ onOpenChange, teamId, target, suggestedTitle, create }: ShareDialogProps) {
  const form = useId()
  const [choices, setChoices] = useState<ShareChoices>({
    title: suggestedTitle.trim().slice(0, SHARE_TITLE_LENGTH_MAX) || 'Shared images',
    expires: String(SHARE_EXPIRY_DAYS_DEFAULT) as Expiry,
    hasPassword: false,
    password: '',
    allowDownload: true,
    showDetails: false,
    allowComments: true,
  })
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<ErrorInfo>()
  const [url, setUrl] = useState<string>()

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (pending) return
    const { expires, hasPassword, password, ...rest } = choices
    if (hasPassword && password.length < SHARE_PASSWORD_LENGTH_MIN) {
      return setError({ code: 'invalid', message: '', fields: { password: `At least ${SHARE_PASSWORD_LENGTH_MIN} characters.` } })
    }
    setPending(true)
    const result = await create(teamId, { ...rest, target, expiresInDays: daysOf(expires) ?? null, password: hasPassword ? password : null }).catch(() => null)
    setPending(false)
    if (result?.ok) return setUrl(result.value.url)
    setError(result ? result.error : { code: 'unavailable', message: UNREACHABLE })
  }

  if (url) {
    return (
      <Dialog
        open
        onOpenChange={onOpenChange}
        title="The link is ready"
        description={choices.hasPassword ? 'Whoever has it and knows the password can open it.' : 'Whoever has it can open it.'}
        footer={<Button onClick={() => onOpenChange(false)}>Done</Button>}
      >
        <ShareAddress url={url} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={TITLES[target.kind]}
      description={target.kind === 'collection' ? 'The link shows what the collection holds when it is opened.' : 'With people who have no account here.'}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={pending}>
            Create link
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void make(event)} noValidate>
        <ShareOptions choices={choices} onChange={(change) => setChoices((present) => ({ ...present, ...change }))} errors={error?.fields ?? {}} />
        {error && !error.fields ? (
          <Notice tone="bad" className="mt-4">
            {error.message}
          </Notice>
        ) : null}
      </form>
    </Dialog>
  )
}
