'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { PASSWORD_LENGTH_MIN } from '@/lib/domain/password'

export function SignUpForm({ action, next }: { action: FormAction<never>; next?: string }) {
  return (
    <ActionForm action={action} submitLabel="Create account" wide>
      {(errors) => (
        <>
          <TextField name="email" label="Email" type="email" size="lg" autoComplete="email" required error={errors.email} />
          <TextField
            name="password"
            label="Password"
            type="password"
            size="lg"
            autoComplete="new-password"
            required
            hint={`At least ${PASSWORD_LENGTH_MIN} characters. A sentence works well.`}
            error={errors.password}
          />
          <TextField name="name" label="Name" aux="Optional" size="lg" autoComplete="name" error={errors.name} />
          {next ? <input type="hidden" name="next" value={next} /> : null}
        </>
      )}
    </ActionForm>
  )
}
