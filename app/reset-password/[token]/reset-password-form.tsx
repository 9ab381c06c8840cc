'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { PASSWORD_LENGTH_MIN } from '@/lib/domain/password'

export function ResetPasswordForm({ action, token }: { action: FormAction<never>; token: string }) {
  return (
    <ActionForm action={action} submitLabel="Set new password" wide>
      {(errors) => (
        <>
          <input type="hidden" name="token" value={token} />
          <TextField
            name="password"
            label="New password"
            type="password"
            size="lg"
            autoComplete="new-password"
            required
            hint={`At least ${PASSWORD_LENGTH_MIN} characters. You are signed out everywhere else.`}
            error={errors.password}
          />
        </>
      )}
    </ActionForm>
  )
}
