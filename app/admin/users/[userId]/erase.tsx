'use client'
import { useState } from 'react'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

/** Asks for the address before somebody is erased for good. */
export function Erase({ id, name, email, action }: { id: string; name: string; email: string; action: FormAction<never> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Erase</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Erase ${name}?`}
        description="Their account and everything that is theirs alone is deleted at once, with every scene, model and image in their personal team. This cannot be undone."
      >
        <div className="mt-4">
          <ActionForm action={action} submitLabel="Erase" variant="danger" inDialog aside={<Button onClick={() => setOpen(false)}>Cancel</Button>}>
            {(errors) => (
              <>
                <input type="hidden" name="id" value={id} />
                <TextField
                  name="email"
                  label={`Type ${email} to confirm`}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  required
                  error={errors.email}
                />
              </>
            )}
          </ActionForm>
        </div>
      </Dialog>
    </>
  )
}
