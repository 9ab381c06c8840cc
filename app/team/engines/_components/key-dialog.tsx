'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import type { KeyRow } from './key-list'

export type KeyDialogProps = { teamId: string; row: KeyRow; onOpenChange: (open: boolean) => void; set: FormAction<null> }

/** Takes a key. It closes once the key is kept; nothing of it comes back. */
export function KeyDialog({ teamId, row: { family, label, site, own }, onOpenChange, set }: KeyDialogProps) {
  const toast = useToast()
  const submit: FormAction<null> = async (previous, form) => {
    const result = await set(previous, form)
    if (result?.ok) {
      toast({ message: `The ${label} key is kept. Press Test to try it.` })
      onOpenChange(false)
    }
    return result
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={own ? `Replace the ${label} key` : `Add a key for ${label}`}
      description={
        <>
          You get one at{' '}
          <a href={site} target="_blank" rel="noreferrer" className="underline decoration-line-2 underline-offset-2 hover:decoration-text">
            {new URL(site).host}
          </a>
          . It is kept encrypted and never shown again. Images of this team are charged to it.
        </>
      }
    >
      <div className="mt-4">
        <ActionForm action={submit} submitLabel="Keep key" inDialog aside={<Button onClick={() => onOpenChange(false)}>Cancel</Button>}>
          {(errors) => (
            <>
              <input type="hidden" name="teamId" value={teamId} />
              <input type="hidden" name="family" value={family} />
              <TextField name="key" type="password" label="Key" autoComplete="off" spellCheck={false} required error={errors.key} />
            </>
          )}
        </ActionForm>
      </div>
    </Dialog>
  )
}
