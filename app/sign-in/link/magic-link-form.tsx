'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

/** `sent` says where the link went, in words. */
export function MagicLinkForm({ action, sent }: { action: FormAction<{ email: string }>; sent: string }) {
  return (
    <ActionForm action={action} submitLabel="Send link" wide success={sent}>
      {(errors) => <TextField name="email" label="Email" type="email" size="lg" autoComplete="username" required error={errors.email} />}
    </ActionForm>
  )
}
