'use client'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'

export function NewTeamForm({ action }: { action: FormAction<never> }) {
  return (
    <ActionForm action={action} submitLabel="Create team">
      {(errors) => <TextField name="name" label="Name" placeholder="Studio North" autoComplete="off" maxLength={60} required error={errors.name} />}
    </ActionForm>
  )
}
