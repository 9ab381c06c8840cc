'use client'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { useToast } from '@/components/ui/toast'
import { type ErrorInfo, UNREACHABLE } from '@/lib/domain/errors'
import { SHARE_PASSWORD_LENGTH_MIN, type ShareLinkView } from '@/lib/domain/share-link'
import type { ShareActions } from './share-actions'
import { daysOf, type ShareChoices, ShareOptions } from './share-options'

export type EditShareDialogProps = { link: ShareLinkView; onOpenChange: (open: boolean) => void; update: ShareActions['update'] }

/** Changes what a link allows. Its address stays. */
export function EditShareDialog({ link, onOpenChange, update }: EditShareDialogProps) {
  const form = useId()
  const toast = useToast()
  const { title, hasPassword, allowDownload, showDetails, allowComments, expiresAtMs } = link
  const [choices, setChoices] = useState<ShareChoices>({ title, hasPassword, allowDownload, showDetails, allowComments, expires: 'keep', password: '' })
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<ErrorInfo>()
  const keepExpiry =
    expiresAtMs === null
      ? 'Never, as now'
      : `On ${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(expiresAtMs)}, as now`

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (pending) return
    const { expires, hasPassword: wantsPassword, password, ...rest } = choices
    const isNew = wantsPassword && (password !== '' || !link.hasPassword)
    if (isNew && password.length < SHARE_PASSWORD_LENGTH_MIN) {
      return setError({ code: 'invalid', message: '', fields: { password: `At least ${SHARE_PASSWORD_LENGTH_MIN} characters.` } })
    }
    setPending(true)
    const changes = { ...rest, expiresInDays: daysOf(expires), password: wantsPassword ? (isNew ? password : undefined) : null }
    const result = await update(link.id, changes).catch(() => null)
    setPending(false)
    if (!result?.ok) return setError(result ? result.error : { code: 'unavailable', message: UNREACHABLE })
    toast({ message: 'The link is changed.' })
    onOpenChange(false)
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Edit link"
      description="Its address stays the same."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" pending={pending}>
            Save link
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)} noValidate>
        <ShareOptions
          choices={choices}
          onChange={(change) => setChoices((present) => ({ ...present, ...change }))}
          errors={error?.fields ?? {}}
          keepExpiry={keepExpiry}
          keepsPassword={link.hasPassword}
        />
        {error && !error.fields ? (
          <Notice tone="bad" className="mt-4">
            {error.message}
          </Notice>
        ) : null}
      </form>
    </Dialog>
  )
}
