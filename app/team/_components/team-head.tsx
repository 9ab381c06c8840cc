import type { Route } from 'next'
import { PageHead } from '@/app/_components/app-shell'
import { SectionNav } from '@/app/_components/section-nav'
import { SuspendedBanner } from '@/app/_components/suspended-banner'
import { TeamButton } from '@/app/_components/team-button'
import type { ShownTeam } from '@/app/_server/shown-team'
import { switchTeamAction } from '@/app/_server/team-actions'
import { Notice } from '@/components/ui/notice'
import { can, type Role } from '@/lib/domain/roles'

const TABS = [
  { id: 'general', href: '/team' as Route, label: 'General', permission: 'team.read' },
  { id: 'members', href: '/team/members' as Route, label: 'People', permission: 'team.read' },
  { id: 'engines', href: '/team/engines' as Route, label: 'Engines', permission: 'team.read' },
  { id: 'usage', href: '/team/usage' as Route, label: 'Usage', permission: 'team.read' },
  { id: 'budgets', href: '/team/budgets' as Route, label: 'Budgets', permission: 'generation.create' },
  { id: 'links', href: '/team/links' as Route, label: 'Share links', permission: 'share.read' },
  { id: 'api', href: '/team/api' as Route, label: 'API', permission: 'token.manage' },
  { id: 'audit', href: '/team/audit' as Route, label: 'Audit log', permission: 'audit.read' },
] as const

export type TeamHeadProps = {
  team: { name: string; role: Role } | ShownTeam
  current: (typeof TABS)[number]['id']
}

/**
 * The first lines of every page about a team: its name, and the ways between those pages. They belong to the team that the
 * session works in, so of another one the page stands alone and offers to work there.
 */
export function TeamHead({ team, current }: TeamHeadProps) {
  if ('isElsewhere' in team && team.isElsewhere) {
    return (
      <>
        <PageHead title={team.name}>
          <TeamButton teamId={team.id} label="Switch to this team" about={team.name} act={switchTeamAction} />
        </PageHead>
        {team.isSuspended ? <SuspendedBanner name={team.name} reason={team.suspendedReason} /> : null}
        <Notice className="mb-6">This page is about {team.name}. You are working in another team, which the rest of Maquette shows.</Notice>
      </>
    )
  }
  return (
    <>
      <PageHead title={team.name} />
      <SectionNav
        label="Team"
        links={TABS.filter((tab) => can(team.role, tab.permission)).map(({ id, href, label }) => ({ href, label, isCurrent: id === current }))}
      />
    </>
  )
}
