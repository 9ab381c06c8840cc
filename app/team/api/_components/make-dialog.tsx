'use client'
import { type ReactNode, useEffect, useId, useRef, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ErrorInfo, Result } from '@/lib/domain/errors'
import { ShownSecret } from './shown-secret'

export type MakeDialogProps = {
  title: string
  description: string
  /** The verb on the button. */
  submitLabel: string
  onOpenChange: (open: boolean) => void
  /** Makes the thing. @returns its secret. */
  make: () => Promise<Result<string>>
  /** How the secret is shown, once. */
  shown: { title: string; label: string; words: string }
  /** The fields, given the errors by field name. */
  children: (errors: Record<string, string>) => ReactNode
}

/** A form that makes something with a secret, then shows that secret once. */
export function MakeDialog({ title, description, submitLabel, onOpenChange, make, shown, children }: MakeDialogProps) {
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [pending, start] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const formId = useId()
  useEffect(() => {
    // The focus belongs to the browser, outside React: after a refusal it goes to what has to change.
    if (error) form.current?.querySelector<HTMLElement>('input[aria-invalid="true"]')?.focus()
  }, [error])
  const press = () =>
    start(async () => {
      const result = await make()
      if (result.ok) setSecret(result.value)
      setError(result.ok ? null : result.error)
    })
  if (secret !== null) {
    return (
      <Dialog open isShownOnce onOpenChange={onOpenChange} title={shown.title} footer={<Button onClick={() => onOpenChange(false)}>Done</Button>} width="md">
        <ShownSecret label={shown.label} value={secret}>
          {shown.words}
        </ShownSecret>
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={title}
      description={description}
      width="md"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        noValidate
        className="mt-4 flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!pending) press()
        }}
      >
        {children(error?.fields ?? {})}
        {error && !error.fields ? <Notice tone="bad">{error.message}</Notice> : null}
      </form>
    </Dialog>
  )
}
