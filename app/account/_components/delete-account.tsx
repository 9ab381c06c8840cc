'use client'
import { useState } from 'react'
import type { FormAction } from '@/app/_components/form'
import { FormDialog, TypeToConfirm } from '@/app/_components/form-dialog'
import { Button } from '@/components/ui/button'
import { ProofField, type ProofNeeded } from './proof-field'

export function DeleteAccount({ action, email, needed }: { action: FormAction<never>; email: string; needed: ProofNeeded }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete account</Button>
      {open ? (
        <FormDialog
          onOpenChange={setOpen}
          title="Delete your account?"
          description="Everything that is yours alone is deleted at once, with every scene, model and image in your personal team. This cannot be undone."
          action={action}
          submitLabel="Delete account"
          variant="danger"
        >
          {(errors) => (
            <>
              <TypeToConfirm name="email" text={email} error={errors.email} />
              <ProofField needed={needed} error={errors.proof} />
            </>
          )}
        </FormDialog>
      ) : null}
    </>
  )
}
