'use client'
import { useState } from 'react'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ProofField, type ProofNeeded } from './proof-field'

export function DeleteAccount({ action, email, needed }: { action: FormAction<never>; email: string; needed: ProofNeeded }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete account</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Delete your account?"
        description="Everything that is yours alone is deleted at once, with every scene, model and image in your personal team. This cannot be undone."
      >
        <div className="mt-4">
          <ActionForm action={action} submitLabel="Delete account" variant="danger" inDialog aside={<Button onClick={() => setOpen(false)}>Cancel</Button>}>
            {(errors) => (
              <>
                <TextField
                  name="email"
                  label={`Type ${email} to confirm`}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  required
                  error={errors.email}
                />
                <ProofField needed={needed} error={errors.proof} />
              </>
            )}
          </ActionForm>
        </div>
      </Dialog>
    </>
  )
}
