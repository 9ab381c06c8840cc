'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export function CodeForm({ action }: { action: FormAction<never> }) {
  return (
    <ActionForm action={action} submitLabel="Sign in" wide>
      {(errors) => (
        <TextField
          name="code"
          label="Code"
          size="lg"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          hint="Without your phone, type one of your recovery codes."
          error={errors.code}
        />
      )}
    </ActionForm>
  )
}
