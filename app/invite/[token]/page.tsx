import type { Metadata, Route } from 'next'
import { Entrance } from '@/app/_components/entrance'
import { currentActor } from '@/app/_server/actor'
import { signInPath } from '@/app/_server/next-path'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { describeInvitation, type InvitationView } from '@/lib/data/invitations/queries'
import { readSelf } from '@/lib/data/users/queries'
import { ROLE_WORDS } from '@/lib/domain/team'
import { AcceptForm, SwitchAccount } from './accept-form'
import { acceptInvitationAction } from './actions'

/** The address holds a secret: it goes into no index and into no Referer header. */
export const metadata: Metadata = { title: 'Invitation', robots: { index: false }, referrer: 'no-referrer' }

/** Takes up an invitation, by way of signing up or in for those who have to. */
export default async function InvitePage({ params, searchParams }: PageProps<'/invite/[token]'>) {
  const [{ token }, { password }] = await Promise.all([params, searchParams])
  const actor = await currentActor()
  const view = await describeInvitation(actor, token)
  if (view.state === 'gone') {
    return (
      <Entrance title="This invitation no longer works" lead="It has expired, was revoked or was used already. Ask the person who sent it for a new one.">
        <LinkButton href={'/' as Route} size="lg">
          To the first page
        </LinkButton>
      </Entrance>
    )
  }
  const self = actor.kind === 'user' ? (await readSelf(actor)).email : null
  return (
    <Entrance title={`Join ${view.teamName}`} lead={<Lead view={view} />}>
      {self !== null && password === 'removed' ? (
        <Notice>Your address is verified. The password from before that is removed, since anybody could have set it. Set a new one in your account.</Notice>
      ) : null}
      <Choice view={view} token={token} self={self} />
    </Entrance>
  )
}

type Open = Extract<InvitationView, { state: 'open' }>

function Lead({ view }: { view: Open }) {
  const { label, note } = ROLE_WORDS[view.role]
  return (
    <>
      {view.invitedBy ?? 'Somebody'} invites you as {label.toLowerCase()}. {note}
    </>
  )
}

function Choice({ view, token, self }: { view: Open; token: string; self: string | null }) {
  const path = `/invite/${token}`
  if (view.you === 'signed_out') {
    return (
      <div className="flex flex-col gap-2">
        <LinkButton variant="primary" size="lg" href={{ pathname: '/sign-up', query: { next: path } }}>
          Create an account
        </LinkButton>
        <LinkButton size="lg" href={signInPath(path)}>
          Sign in
        </LinkButton>
      </div>
    )
  }
  if (view.you === 'member') return <AcceptForm action={acceptInvitationAction} token={token} label="Open the team" note="You are in this team already." />
  if (view.you === 'may_accept') return <AcceptForm action={acceptInvitationAction} token={token} label="Accept" note={`You are signed in as ${self}.`} />
  return <SwitchAccount token={token} hint={view.you.otherAddress} self={self ?? ''} />
}
