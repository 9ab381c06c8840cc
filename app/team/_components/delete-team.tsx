'use client'
import { useState } from 'react'
import type { FormAction } from '@/app/_components/form'
import { FormDialog, TypeToConfirm } from '@/app/_components/form-dialog'
import { Button } from '@/components/ui/button'

export function DeleteTeam({ action, teamId, name }: { action: FormAction<never>; teamId: string; name: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete team</Button>
      {open ? (
        <FormDialog
          onOpenChange={setOpen}
          title={`Delete ${name}?`}
          description="Nobody in the team can open its scenes, images and links any more. You can bring it back for 14 days; then it is removed for good."
          action={action}
          submitLabel="Delete team"
          variant="danger"
        >
          {(errors) => (
            <>
              <input type="hidden" name="teamId" value={teamId} />
              <TypeToConfirm name="name" text={name} error={errors.name} />
            </>
          )}
        </FormDialog>
      ) : null}
    </>
  )
}
