import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { mailGoesToTerminal } from '@/app/_server/links'
import { forgotPasswordAction } from './actions'
import { ForgotPasswordForm } from './forgot-password-form'

export const metadata: Metadata = { title: 'Reset your password' }

export default function ForgotPasswordPage() {
  const inTerminal = mailGoesToTerminal()
  return (
    <Entrance
      title="Reset your password"
      lead={
        inTerminal
          ? 'This installation sends no mail. The link is printed in the terminal where Maquette runs.'
          : 'Enter your address and we mail you a link. It works once, for one hour.'
      }
      footer={
        <Link href="/sign-in" className={TEXT_LINK}>
          Back to sign in
        </Link>
      }
    >
      <ForgotPasswordForm
        action={forgotPasswordAction}
        sent={
          inTerminal
            ? 'If this address has an account, the link now stands in the terminal where Maquette runs.'
            : 'If this address has an account, a link is on its way. Check your mail.'
        }
      />
    </Entrance>
  )
}
