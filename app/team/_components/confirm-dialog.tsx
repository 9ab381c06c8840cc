'use client'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { Result } from '@/lib/domain/errors'

export type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The question. */
  title: string
  /** What is lost by it. */
  description: ReactNode
  /** Repeated on the button. */
  verb: string
  /** Answers nothing where it leads to another page. */
  confirm: () => Promise<Result<unknown> | undefined>
}

/** Asks before something that cannot be taken back by a press. A refusal stays in the dialog, where it can be read. */
export function ConfirmDialog({ open, onOpenChange, title, description, verb, confirm }: ConfirmDialogProps) {
  const [pending, start] = useTransition()
  const [refusal, setRefusal] = useState<string | null>(null)
  const change = (next: boolean) => {
    setRefusal(null)
    onOpenChange(next)
  }
  const press = () =>
    start(async () => {
      const result = await confirm()
      if (!result || result.ok) change(false)
      else setRefusal(result.error.message)
    })
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button variant="danger" pending={pending} onClick={press}>
            {verb}
          </Button>
        </>
      }
    >
      {refusal ? (
        <Notice tone="bad" className="mt-4">
          {refusal}
        </Notice>
      ) : null}
    </Dialog>
  )
}
