'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export function NameForm({ action, name }: { action: FormAction; name: string }) {
  return (
    <ActionForm action={action} submitLabel="Save name" variant="secondary" success="Your name is saved.">
      {(errors) => <TextField name="name" label="Name" initial={name} autoComplete="name" required error={errors.name} />}
    </ActionForm>
  )
}
