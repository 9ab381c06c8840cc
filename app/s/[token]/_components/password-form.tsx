'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export function PasswordForm({ token, action }: { token: string; action: FormAction<never> }) {
  return (
    <ActionForm action={action} submitLabel="Open" wide>
      {(errors) => (
        <>
          <input type="hidden" name="token" value={token} />
          {/* Not the password of an account: a browser should neither fill one in nor keep this one as one. */}
          <TextField name="password" label="Password" type="password" size="lg" autoComplete="off" required autoFocus error={errors.password} />
        </>
      )}
    </ActionForm>
  )
}
