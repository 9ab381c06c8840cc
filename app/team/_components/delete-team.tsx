'use client'
import { useState } from 'react'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

export function DeleteTeam({ action, teamId, name }: { action: FormAction<never>; teamId: string; name: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Delete team</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${name}?`}
        description="Nobody in the team can open its scenes, images and links any more. You can bring it back for 14 days; then it is removed for good."
      >
        <div className="mt-4">
          <ActionForm action={action} submitLabel="Delete team" variant="danger" inDialog aside={<Button onClick={() => setOpen(false)}>Cancel</Button>}>
            {(errors) => (
              <>
                <input type="hidden" name="teamId" value={teamId} />
                <TextField name="name" label={`Type ${name} to confirm`} autoComplete="off" spellCheck={false} required error={errors.name} />
              </>
            )}
          </ActionForm>
        </div>
      </Dialog>
    </>
  )
}
