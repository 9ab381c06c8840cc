'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export function TeamNameForm({ action, teamId, name }: { action: FormAction; teamId: string; name: string }) {
  return (
    <ActionForm action={action} submitLabel="Save name" variant="secondary" success="The name is saved.">
      {(errors) => (
        <>
          <input type="hidden" name="teamId" value={teamId} />
          <TextField name="name" label="Team name" initial={name} autoComplete="off" maxLength={60} required error={errors.name} />
        </>
      )}
    </ActionForm>
  )
}
