'use client'
import { useState, useTransition } from 'react'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import type { Result } from '@/lib/domain/errors'

export type SuspendProps = {
  id: string
  name: string
  /** What it means, in the dialog. */
  note: string
  /** Who reads the reason. */
  reasonNote: string
  action: FormAction<null>
}

/** Asks for a reason before somebody or a team is held. */
export function Suspend({ id, name, note, reasonNote, action }: SuspendProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Suspend</Button>
      <Dialog open={open} onOpenChange={setOpen} title={`Suspend ${name}?`} description={note}>
        <div className="mt-4">
          <ActionForm action={action} submitLabel="Suspend" variant="danger" inDialog aside={<Button onClick={() => setOpen(false)}>Cancel</Button>}>
            {(errors) => (
              <>
                <input type="hidden" name="id" value={id} />
                <TextField name="reason" label="Reason" maxLength={300} autoComplete="off" required hint={reasonNote} error={errors.reason} />
              </>
            )}
          </ActionForm>
        </div>
      </Dialog>
    </>
  )
}

export type PressProps = {
  label: string
  /** Said when it worked. */
  done: string
  act: () => Promise<Result<null>>
  variant?: 'primary' | 'secondary' | 'quiet'
  size?: 'sm' | 'md'
}

/** A button that does one thing at once and says how it went. */
export function Press({ label, done, act, variant, size }: PressProps) {
  const [pending, start] = useTransition()
  const toast = useToast()
  const press = () =>
    start(async () => {
      const result = await act()
      toast(result.ok ? { message: done } : { message: result.error.message, tone: 'error' })
    })
  return (
    <Button variant={variant} size={size} pending={pending} onClick={press}>
      {label}
    </Button>
  )
}
