'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { PASSWORD_LENGTH_MIN } from '@/lib/domain/password'

export function PasswordForm({ action, email }: { action: FormAction; email: string }) {
  return (
    <ActionForm action={action} submitLabel="Change password" variant="secondary" success="Your password is changed. Other sessions have ended.">
      {(errors) => (
        <>
          {/* Password managers need to know whose password this is. */}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <TextField name="present" label="Current password" type="password" autoComplete="current-password" required error={errors.present} />
          <TextField
            name="next"
            label="New password"
            type="password"
            autoComplete="new-password"
            required
            hint={`At least ${PASSWORD_LENGTH_MIN} characters.`}
            error={errors.next}
          />
        </>
      )}
    </ActionForm>
  )
}
