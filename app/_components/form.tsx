'use client'
import { type ComponentProps, type ReactNode, useActionState, useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Field, Input, PasswordInput } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import type { ErrorInfo, Result } from '@/lib/domain/errors'

/** What a form action answers; null before the first press. */
export type FormState<T = unknown> = Result<T> | null
export type FormAction<T = unknown> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>

export type ActionFormProps<T> = {
  action: FormAction<T>
  /** The verb on the button. */
  submitLabel: string
  /** The fields, given the errors by field name. */
  children: (errors: Record<string, string>) => ReactNode
  /** Shown in place of an error once it worked. */
  success?: ReactNode
  /** Beside the button. */
  aside?: ReactNode
  wide?: boolean
  /** In a dialog the buttons stand at the right, the answer last. */
  inDialog?: boolean
  variant?: 'primary' | 'secondary' | 'danger'
}

/**
 * A form over a server action. It works before the scripts have loaded, keeps what was typed when something is wrong, moves
 * the focus to the first field that needs another look, and ignores a second press while the first is under way.
 */
export function ActionForm<T>({ action, submitLabel, children, success, aside, wide = false, inDialog = false, variant = 'primary' }: ActionFormProps<T>) {
  const [state, submit, pending] = useActionState<FormState<T>, FormData>(action, null)
  const form = useRef<HTMLFormElement>(null)
  const error = state && !state.ok ? state.error : undefined
  useEffect(() => {
    // The focus belongs to the browser, outside React: after a refusal it goes to what has to change.
    if (state && !state.ok) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])
  return (
    <form
      ref={form}
      action={submit}
      noValidate
      // React empties a form after its action. That is right once it worked, and a loss when it was refused.
      onReset={(event) => !state?.ok && event.preventDefault()}
      className="flex flex-col gap-4"
    >
      {children(error?.fields ?? {})}
      {error && showsMessage(error) ? <Notice tone="bad">{error.message}</Notice> : null}
      {state?.ok && success && !pending ? <Notice tone="good">{success}</Notice> : null}
      <div className={cx('flex flex-wrap items-center', inDialog ? 'mt-2 justify-end gap-2' : 'gap-3')}>
        {inDialog ? aside : null}
        <Button type="submit" variant={variant} size={wide ? 'lg' : 'md'} pending={pending} className={wide ? 'w-full' : undefined}>
          {submitLabel}
        </Button>
        {inDialog ? null : aside}
      </div>
    </form>
  )
}

/** Where every problem stands beside its field, saying it again on top would only be noise. */
const showsMessage = (error: ErrorInfo): boolean => error.code !== 'invalid' || !error.fields || Object.keys(error.fields).length === 0

type TextFieldProps = Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'defaultValue'> & {
  name: string
  label: string
  hint?: ReactNode
  aux?: ReactNode
  error?: string
  initial?: string
}

/** A labelled field of an ActionForm. The page holds what is typed, not React, so nothing typed before the scripts loaded is lost. */
export function TextField({ label, hint, aux, error, initial = '', type, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} aux={aux} error={error}>
      {type === 'password' ? <PasswordInput {...input} defaultValue={initial} /> : <Input {...input} type={type} defaultValue={initial} />}
    </Field>
  )
}
