'use client'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, type DialogProps } from '@/components/ui/dialog'
import { useToast } from '@/components/ui/toast'
import { ActionForm, type ActionFormProps, type FormAction, TextField } from './form'

export type FormDialogProps<T> = Pick<DialogProps, 'onOpenChange' | 'title' | 'description'> &
  Pick<ActionFormProps<T>, 'submitLabel' | 'variant' | 'children'> & {
    action: FormAction<T>
    /** Said once it worked. */
    done?: string
  }

/** Asks for something in an open dialog, which closes once it worked. A refusal stays in it, where it can be read. */
export function FormDialog<T>({ onOpenChange, title, description, action, done, children, ...form }: FormDialogProps<T>): ReactNode {
  const toast = useToast()
  const submit: FormAction<T> = async (previous, sent) => {
    const result = await action(previous, sent)
    if (result?.ok) {
      if (done) toast({ message: done })
      onOpenChange(false)
    }
    return result
  }
  return (
    <Dialog open onOpenChange={onOpenChange} title={title} description={description}>
      <div className="mt-4">
        <ActionForm action={submit} {...form} inDialog aside={<Button onClick={() => onOpenChange(false)}>Cancel</Button>}>
          {children}
        </ActionForm>
      </div>
    </Dialog>
  )
}

/** Has a name or an address typed before something that cannot be taken back. */
export function TypeToConfirm({ name, text, error }: { name: string; text: string; error?: string }) {
  return <TextField name={name} label={`Type ${text} to confirm`} autoComplete="off" autoCapitalize="none" spellCheck={false} required error={error} />
}
