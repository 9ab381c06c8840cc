'use client'
import type { Route } from 'next'
import Link from 'next/link'
import { TEXT_LINK } from '@/app/_components/entrance'
import { ActionForm, type FormAction, TextField } from '@/app/_components/form'
import { cx } from '@/components/ui/cx'

export function SignInForm({ action, next }: { action: FormAction<never>; next?: string }) {
  return (
    <ActionForm action={action} submitLabel="Sign in" wide>
      {(errors) => (
        <>
          <TextField name="email" label="Email" type="email" size="lg" autoComplete="username" required error={errors.email} />
          <TextField
            name="password"
            label="Password"
            type="password"
            size="lg"
            autoComplete="current-password"
            required
            error={errors.password}
            hint={
              <Link href={'/forgot-password' as Route} className={cx(TEXT_LINK, 'inline-block phone:py-1.5')}>
                Forgot your password?
              </Link>
            }
          />
          {next ? <input type="hidden" name="next" value={next} /> : null}
        </>
      )}
    </ActionForm>
  )
}
