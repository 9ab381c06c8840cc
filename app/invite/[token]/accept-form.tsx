'use client'
import { useTransition } from 'react'
import { ActionForm, type FormAction } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { changeAccountAction } from './actions'

export function AcceptForm({ action, token, label, note }: { action: FormAction<never>; token: string; label: string; note: string }) {
  return (
    <ActionForm action={action} submitLabel={label} wide>
      {() => (
        <>
          <input type="hidden" name="token" value={token} />
          <p className="text-md text-text-2">{note}</p>
        </>
      )}
    </ActionForm>
  )
}

/** Somebody is signed in, but not with the address that was invited. */
export function SwitchAccount({ token, hint, self }: { token: string; hint: string; self: string }) {
  const [pending, start] = useTransition()
  return (
    <div className="flex flex-col gap-4">
      <Notice>
        This invitation is for {hint}. You are signed in as {self}.
      </Notice>
      <Button variant="primary" size="lg" pending={pending} onClick={() => start(() => changeAccountAction(token))}>
        Use another account
      </Button>
    </div>
  )
}
