'use client'
import { useState, useTransition } from 'react'
import { type FormAction, TextField } from '@/app/_components/form'
import { FormDialog } from '@/app/_components/form-dialog'
import { Button } from '@/components/ui/button'
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
      {open ? (
        <FormDialog onOpenChange={setOpen} title={`Suspend ${name}?`} description={note} action={action} submitLabel="Suspend" variant="danger">
          {(errors) => (
            <>
              <input type="hidden" name="id" value={id} />
              <TextField name="reason" label="Reason" maxLength={300} autoComplete="off" required hint={reasonNote} error={errors.reason} />
            </>
          )}
        </FormDialog>
      ) : null}
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
