import type { Metadata } from 'next'
import Link from 'next/link'
import { Entrance, TEXT_LINK } from '@/app/_components/entrance'
import { readFirstHalf } from '@/app/_server/half-signed-in'
import { LinkButton } from '@/components/ui/link-button'
import { enterCodeAction } from '../actions'
import { CodeForm } from './code-form'

export const metadata: Metadata = { title: 'Enter your code' }

export default async function SecondFactorPage() {
  if (!(await readFirstHalf())) {
    return (
      <Entrance title="Sign in again" lead="The time for your code is over, ten minutes after you began.">
        <LinkButton href="/sign-in" variant="primary" size="lg">
          Sign in
        </LinkButton>
      </Entrance>
    )
  }
  return (
    <Entrance
      title="Enter your code"
      lead="Open your authenticator app and type the six digits for Maquette."
      footer={
        <Link href="/sign-in" className={TEXT_LINK}>
          Back to sign in
        </Link>
      }
    >
      <CodeForm action={enterCodeAction} />
    </Entrance>
  )
}
