'use client'
import { Mail } from 'lucide-react'
import type { Route } from 'next'
import { useActionState } from 'react'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { SIGN_IN_PROVIDERS, type SignInProvider } from '@/lib/domain/sign-in'
import type { FormAction, FormState } from './form'

export type OtherWaysInProps = { action: FormAction<never>; providers: readonly SignInProvider[]; next?: string }

/** Below the password: accounts elsewhere where they are configured, and a link by mail. */
export function OtherWaysIn({ action, providers, next }: OtherWaysInProps) {
  const [state, submit, pending] = useActionState<FormState<never>, FormData>(action, null)
  return (
    <div className="flex flex-col gap-3">
      <div aria-hidden="true" className="flex items-center gap-3 text-sm text-text-3">
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
      {state && !state.ok ? <Notice tone="bad">{state.error.message}</Notice> : null}
      {providers.length === 0 ? null : (
        <form action={submit} className="flex flex-col gap-3">
          {next ? <input type="hidden" name="next" value={next} /> : null}
          {providers.map((provider) => (
            <Button key={provider} type="submit" name="provider" value={provider} size="lg" className="w-full" pending={pending}>
              Continue with {SIGN_IN_PROVIDERS[provider]}
            </Button>
          ))}
        </form>
      )}
      <LinkButton
        href={next ? { pathname: '/sign-in/link', query: { next } } : ('/sign-in/link' as Route)}
        size="lg"
        className="w-full"
        icon={<Icon icon={Mail} />}
      >
        Get a link by mail
      </LinkButton>
    </div>
  )
}
