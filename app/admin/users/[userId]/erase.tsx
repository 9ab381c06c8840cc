'use client'
import { useState } from 'react'
import type { FormAction } from '@/app/_components/form'
import { FormDialog, TypeToConfirm } from '@/app/_components/form-dialog'
import { Button } from '@/components/ui/button'

/** Asks for the address before somebody is erased for good. */
export function Erase({ id, name, email, action }: { id: string; name: string; email: string; action: FormAction<never> }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Erase</Button>
      {open ? (
        <FormDialog
          onOpenChange={setOpen}
          title={`Erase ${name}?`}
          description="Their account and everything that is theirs alone is deleted at once, with every scene, model and image in their personal team. This cannot be undone."
          action={action}
          submitLabel="Erase"
          variant="danger"
        >
          {(errors) => (
            <>
              <input type="hidden" name="id" value={id} />
              <TypeToConfirm name="email" text={email} error={errors.email} />
            </>
          )}
        </FormDialog>
      ) : null}
    </>
  )
}
