'use client'
import { useState, useTransition } from 'react'
import type { FormAction } from '@/app/_components/form'
import { FormDialog } from '@/app/_components/form-dialog'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { VisuallyHidden } from '@/components/ui/visually-hidden'
import type { Result } from '@/lib/domain/errors'
import { SIGN_IN_PROVIDERS, type SignInProvider } from '@/lib/domain/sign-in'
import { ProofField, type ProofNeeded } from './proof-field'

export type LinkedAccountsProps = {
  /** Those that are configured or linked. */
  providers: readonly { provider: SignInProvider; email: string | null }[]
  isVerified: boolean
  needed: ProofNeeded
  link: FormAction
  unlink: (provider: SignInProvider) => Promise<Result<void>>
}

export function LinkedAccounts({ providers, isVerified, needed, link, unlink }: LinkedAccountsProps) {
  const [linking, setLinking] = useState<SignInProvider>()
  const [pending, startTransition] = useTransition()
  const toast = useToast()
  const end = (provider: SignInProvider) =>
    startTransition(async () => {
      const result = await unlink(provider)
      toast(result.ok ? { message: `${SIGN_IN_PROVIDERS[provider]} is unlinked.` } : { tone: 'error', message: result.error.message })
    })
  return (
    <>
      <ul className="rounded-md border border-line bg-panel">
        {providers.map(({ provider, email }) => (
          <li key={provider} className="flex items-center gap-3 border-line border-t px-4 py-3 first:border-t-0">
            <div className="min-w-0 flex-1">
              <p className="font-medium text-md">{SIGN_IN_PROVIDERS[provider]}</p>
              <p className="truncate text-sm text-text-3">{email ?? (isVerified ? 'Not linked' : 'Verify your email first')}</p>
            </div>
            {email ? (
              <Button size="sm" pending={pending} onClick={() => end(provider)}>
                Unlink<VisuallyHidden> {SIGN_IN_PROVIDERS[provider]}</VisuallyHidden>
              </Button>
            ) : (
              <Button size="sm" disabled={!isVerified} onClick={() => setLinking(provider)}>
                Link<VisuallyHidden> {SIGN_IN_PROVIDERS[provider]}</VisuallyHidden>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {linking ? (
        <FormDialog
          onOpenChange={(open) => !open && setLinking(undefined)}
          title={`Link ${SIGN_IN_PROVIDERS[linking]}`}
          description={`You leave for ${SIGN_IN_PROVIDERS[linking]} and come back. From then on it signs you in here.`}
          action={link}
          submitLabel={`Go to ${SIGN_IN_PROVIDERS[linking]}`}
        >
          {(errors) => (
            <>
              <input type="hidden" name="provider" value={linking} />
              <ProofField needed={needed} error={errors.proof} />
            </>
          )}
        </FormDialog>
      ) : null}
    </>
  )
}
