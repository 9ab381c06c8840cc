import type { Metadata, Route } from 'next'
import { Entrance } from '@/app/_components/entrance'
import { requireUser } from '@/app/_server/actor'
import { LinkButton } from '@/components/ui/link-button'
import { readEmailLink } from '@/lib/data/users/email-addresses'
import { verifyEmailAction } from './actions'
import { VerifyForm } from './verify-form'

/** The address holds a secret: it goes into no index and into no Referer header. */
export const metadata: Metadata = { title: 'Verify your address', robots: { index: false }, referrer: 'no-referrer' }

export default async function VerifyEmailPage({ params }: PageProps<'/verify-email/[token]'>) {
  const actor = await requireUser()
  const { token } = await params
  const link = await readEmailLink(actor, token)
  if (!link?.isMine) {
    return (
      <Entrance
        title={link ? 'This link belongs to another account' : 'This link no longer works'}
        lead={
          link
            ? 'Sign in with the account that asked for it, then open the link again.'
            : 'It has expired or was used already. Ask for a new one on your account page.'
        }
      >
        <LinkButton href={'/account' as Route} variant="primary" size="lg">
          Go to your account
        </LinkButton>
      </Entrance>
    )
  }
  return (
    <Entrance
      title={link.isChange ? 'Change your address' : 'Verify your address'}
      lead={
        <>
          {link.isChange ? 'From now on you sign in as' : 'This is you:'} <span className="font-medium text-text">{link.email}</span>
        </>
      }
    >
      <VerifyForm action={verifyEmailAction} token={token} label={link.isChange ? 'Use this address' : 'Verify address'} />
    </Entrance>
  )
}
