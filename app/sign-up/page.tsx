import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { OtherWaysIn } from '@/app/_components/other-ways-in'
import { currentActor } from '@/app/_server/actor'
import { invitationIn } from '@/app/_server/invitation-claim'
import { safeNextPath, signInPath } from '@/app/_server/next-path'
import { signInProviders } from '@/app/_server/sign-in-providers'
import { LinkButton } from '@/components/ui/link-button'
import { anonymous } from '@/lib/data/actor'
import { mayOpenAccount } from '@/lib/data/instance/sign-up'
import { NO_ACCOUNT_WORDS } from '@/lib/domain/instance/sign-up'
import { leaveForProviderAction } from '../sign-in/actions'
import { signUpAction } from './actions'
import { SignUpForm } from './sign-up-form'

export const metadata: Metadata = { title: 'Create your account' }

export default async function SignUpPage({ searchParams }: PageProps<'/sign-up'>) {
  const { next } = await searchParams
  const path = safeNextPath(typeof next === 'string' ? next : undefined)
  if ((await currentActor()).kind === 'user') redirect(path ?? ('/scenes' as Route))
  const { may, policy } = await mayOpenAccount(anonymous, { isEmailProven: false, invitation: invitationIn(path) })
  if (!may && policy !== 'open') {
    return (
      <Entrance title={policy === 'closed' ? 'Sign-up is closed' : 'By invitation'} lead={NO_ACCOUNT_WORDS[policy]}>
        <LinkButton href={signInPath(path)} variant="primary" size="lg">
          Sign in
        </LinkButton>
      </Entrance>
    )
  }
  return (
    <Entrance
      title="Create your account"
      lead="You start in a sample scene. The first picture is one press away."
      footer={
        <>
          Have an account?{' '}
          <Link href={signInPath(path)} className={TEXT_LINK}>
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm action={signUpAction} next={path} />
      <OtherWaysIn action={leaveForProviderAction} providers={signInProviders()} next={path} />
    </Entrance>
  )
}
