'use client'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { type Result, UNREACHABLE } from '@/lib/domain/errors'

export type NameDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** On the button that does it. */
  verb: string
  name: string
  send: (name: string) => Promise<Result<unknown>>
  onDone: () => void
}

/** Asks for the name of a collection. */
export function NameDialog({ open, onOpenChange, title, verb, name, send, onDone }: NameDialogProps) {
  const [error, setError] = useState<string>()
  const [pending, startTransition] = useTransition()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form="collection-name" variant="primary" pending={pending}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id="collection-name"
        className="pt-3"
        onSubmit={(event) => {
          event.preventDefault()
          const wanted = String(new FormData(event.currentTarget).get('name') ?? '')
          startTransition(async () => {
            const result = await send(wanted).catch(() => null)
            if (!result?.ok) return setError(result ? result.error.message : UNREACHABLE)
            setError(undefined)
            onOpenChange(false)
            onDone()
          })
        }}
      >
        <Field label="Name" error={error}>
          <Input name="name" defaultValue={name} maxLength={80} autoFocus autoComplete="off" onFocus={(event) => event.currentTarget.select()} />
        </Field>
      </form>
    </Dialog>
  )
}
