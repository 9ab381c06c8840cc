'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { PASSWORD_LENGTH_MIN } from '@/lib/domain/password'
import { ProofField, type ProofNeeded } from './proof-field'

/** For whoever came in without a password. */
export function FirstPasswordForm({ action, email, needed }: { action: FormAction; email: string; needed: ProofNeeded }) {
  return (
    <ActionForm action={action} submitLabel="Set password" variant="secondary" success="Your password is set.">
      {(errors) => (
        <>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <TextField
            name="next"
            label="New password"
            type="password"
            autoComplete="new-password"
            required
            hint={`At least ${PASSWORD_LENGTH_MIN} characters.`}
            error={errors.next}
          />
          <ProofField needed={needed} error={errors.proof} />
        </>
      )}
    </ActionForm>
  )
}
