import type { Metadata, Route } from 'next'
import { Entrance } from '@/app/_components/entrance'
import { LinkButton } from '@/components/ui/link-button'
import { anonymous } from '@/lib/data/actor'
import { readMagicLink } from '@/lib/data/users/magic-links'
import { enterByLinkAction } from '../../actions'
import { EnterByLink } from './enter-by-link'

/** The address holds a secret: it goes into no index and into no Referer header. */
export const metadata: Metadata = { title: 'Sign in', robots: { index: false }, referrer: 'no-referrer' }

/** Opening it changes nothing, because mail scanners open links too. The button does. */
export default async function EnterByLinkPage({ params }: PageProps<'/sign-in/link/[token]'>) {
  const { token } = await params
  const link = await readMagicLink(anonymous, token)
  if (!link) {
    return (
      <Entrance title="This link no longer works" lead="It has expired or was used already. Ask for a new one.">
        <LinkButton href={'/sign-in/link' as Route} variant="primary" size="lg">
          Get a new link
        </LinkButton>
      </Entrance>
    )
  }
  return (
    <Entrance
      title={link.isNew ? 'Create your account' : 'Sign in'}
      lead={
        <>
          {link.isNew ? 'A new account for' : 'As'} <span className="font-medium text-text">{link.email}</span>
        </>
      }
    >
      <EnterByLink action={enterByLinkAction} token={token} label={link.isNew ? 'Create account' : 'Sign in'} />
    </Entrance>
  )
}
