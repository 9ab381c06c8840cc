'use client'
import { ActionForm, type FormAction } from '@/app/_components/form'

export function VerifyForm({ action, token, label }: { action: FormAction<never>; token: string; label: string }) {
  return (
    <ActionForm action={action} submitLabel={label} wide>
      {() => <input type="hidden" name="token" value={token} />}
    </ActionForm>
  )
}
