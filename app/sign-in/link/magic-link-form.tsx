'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

/** `sent` says where the link went, in words. `next` is the page that somebody came from, which may be an invitation. */
export function MagicLinkForm({ action, sent, next }: { action: FormAction<{ email: string }>; sent: string; next?: string }) {
  return (
    <ActionForm action={action} submitLabel="Send link" wide success={sent}>
      {(errors) => (
        <>
          <TextField name="email" label="Email" type="email" size="lg" autoComplete="username" required error={errors.email} />
          {next ? <input type="hidden" name="next" value={next} /> : null}
        </>
      )}
    </ActionForm>
  )
}
