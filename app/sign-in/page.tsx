import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { OtherWaysIn } from '@/app/_components/other-ways-in'
import { currentActor } from '@/app/_server/actor'
import { invitationIn } from '@/app/_server/invitation-claim'
import { safeNextPath } from '@/app/_server/next-path'
import { readSignInProblem } from '@/app/_server/sign-in-problem'
import { signInProviders } from '@/app/_server/sign-in-providers'
import { Notice } from '@/components/ui/notice'
import { anonymous } from '@/lib/data/actor'
import { mayOpenAccount } from '@/lib/data/instance/sign-up'
import { NO_ACCOUNT_WORDS } from '@/lib/domain/instance/sign-up'
import { leaveForProviderAction, signInAction } from './actions'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

const NOTICES: Record<string, string> = {
  reset: 'Your password is changed. Sign in with the new one.',
  deleted: 'Your account is deleted.',
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, notice, error } = await searchParams
  const path = safeNextPath(typeof next === 'string' ? next : undefined)
  // Who cancelled the linking of an account comes back here as well.
  if ((await currentActor()).kind === 'user') redirect(path ?? ((error ? '/account' : '/scenes') as Route))
  const message = typeof notice === 'string' ? NOTICES[notice] : undefined
  const { may, policy } = await mayOpenAccount(anonymous, { isEmailProven: false, invitation: invitationIn(path) })
  const problem = (await readSignInProblem()) ?? (error ? 'Signing in did not work. Try again.' : undefined)
  return (
    <Entrance
      title="Sign in"
      footer={
        may || policy === 'open' ? (
          <>
            New here?{' '}
            <Link href={path ? { pathname: '/sign-up', query: { next: path } } : '/sign-up'} className={TEXT_LINK}>
              Create an account
            </Link>
          </>
        ) : (
          NO_ACCOUNT_WORDS[policy]
        )
      }
    >
      {message ? <Notice tone="good">{message}</Notice> : null}
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      <SignInForm action={signInAction} next={path} />
      <OtherWaysIn action={leaveForProviderAction} providers={signInProviders()} next={path} />
    </Entrance>
  )
}
