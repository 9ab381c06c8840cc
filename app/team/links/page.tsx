import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AppShell } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { renewShareLinkAction, revokeShareLinkAction, setSharingAllowedAction, updateShareLinkAction } from '@/app/_server/share-actions'
import { ShareLinkList } from '@/components/share/share-link-list'
import { SharingSwitch } from '@/components/share/sharing-switch'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { isSharingAllowed, listShareLinks } from '@/lib/data/share-links/queries'
import { can, roleShown } from '@/lib/domain/roles'
import { TeamHead } from '../_components/team-head'

export const metadata: Metadata = { title: 'Share links' }

/** All addresses under which the team shows images to people without an account. */
export default async function ShareLinksPage({ searchParams }: PageProps<'/team/links'>) {
  const actor = await requireUser()
  const [team, { cursor }] = await Promise.all([currentTeam(actor), searchParams])
  if (!can(team.role, 'share.read')) notFound()
  const at = typeof cursor === 'string' && cursor !== '' ? cursor : null
  const [{ links, nextCursor }, allowed] = await Promise.all([listShareLinks(actor, { teamId: team.id, cursor: at }), isSharingAllowed(actor, team.id)])
  return (
    <AppShell>
      <TeamHead team={team} current="links" />
      <SharingSwitch teamId={team.id} allowed={allowed} setAllowed={can(roleShown(team), 'team.update') ? setSharingAllowedAction : null} />
      {links.length > 0 ? (
        <ShareLinkList
          links={links}
          nowMs={Date.now()}
          actions={{ update: updateShareLinkAction, revoke: revokeShareLinkAction, renew: renewShareLinkAction }}
        />
      ) : (
        <EmptyState
          picture={<img src="/landing/golden.webp" alt="" />}
          title={at ? 'There are no earlier links' : 'No links yet'}
          action={<LinkButton href="/history">Open history</LinkButton>}
        >
          Open an image and press Share to show it to people who have no account.
        </EmptyState>
      )}
      {nextCursor ? (
        <div className="mt-8 flex justify-center">
          <LinkButton href={{ pathname: '/team/links', query: { cursor: nextCursor } }}>Earlier links</LinkButton>
        </div>
      ) : null}
    </AppShell>
  )
}
