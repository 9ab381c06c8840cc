'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export function NameForm({ action, name, email }: { action: FormAction; name: string; email: string }) {
  return (
    <ActionForm action={action} submitLabel="Save name" variant="secondary" success="Your name is saved.">
      {(errors) => (
        <>
          <dl className="text-sm">
            <dt className="mb-1 font-medium text-text-2">Email</dt>
            <dd className="text-lg">{email}</dd>
          </dl>
          <TextField name="name" label="Name" initial={name} autoComplete="name" required error={errors.name} />
        </>
      )}
    </ActionForm>
  )
}
