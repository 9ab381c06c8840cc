'use client'
import { type FormAction, TextField } from '@/app/_components/form'
import { FormDialog } from '@/app/_components/form-dialog'
import type { KeyRow } from './key-list'

export type KeyDialogProps = { teamId: string; row: KeyRow; onOpenChange: (open: boolean) => void; set: FormAction<null> }

/** Takes a key. It closes once the key is kept; nothing of it comes back. */
export function KeyDialog({ teamId, row: { family, label, site, own }, onOpenChange, set }: KeyDialogProps) {
  return (
    <FormDialog
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
      action={set}
      submitLabel="Keep key"
      done={`The ${label} key is kept. Press Test to try it.`}
    >
      {(errors) => (
        <>
          <input type="hidden" name="teamId" value={teamId} />
          <input type="hidden" name="family" value={family} />
          <TextField name="key" type="password" label="Key" autoComplete="off" spellCheck={false} required error={errors.key} />
        </>
      )}
    </FormDialog>
  )
}
