import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { LinkButton } from '@/components/ui/link-button'
import { anonymous } from '@/lib/data/actor'
import { isPasswordResetUsable } from '@/lib/data/users/passwords'
import { resetPasswordAction } from './actions'
import { ResetPasswordForm } from './reset-password-form'

/** The address holds a secret: it goes into no index and into no Referer header. */
export const metadata: Metadata = { title: 'Choose a new password', robots: { index: false }, referrer: 'no-referrer' }

export default async function ResetPasswordPage({ params }: PageProps<'/reset-password/[token]'>) {
  const { token } = await params
  if (!(await isPasswordResetUsable(anonymous, token))) {
    return (
      <Entrance title="This link no longer works" lead="It has expired or was used already. Ask for a new one.">
        <LinkButton href="/forgot-password" variant="primary" size="lg">
          Get a new link
        </LinkButton>
      </Entrance>
    )
  }
  return (
    <Entrance
      title="Choose a new password"
      footer={
        <Link href="/sign-in" className={TEXT_LINK}>
          Back to sign in
        </Link>
      }
    >
      <ResetPasswordForm action={resetPasswordAction} token={token} />
    </Entrance>
  )
}
