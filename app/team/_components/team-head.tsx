import type { Route } from 'next'
import { PageHead } from '@/app/_components/app-shell'
import { SectionNav } from '@/app/_components/section-nav'
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

/** The first lines of every page about the present team: its name, and the ways between those pages. */
export function TeamHead({ team, current }: { team: { name: string; role: Role }; current: (typeof TABS)[number]['id'] }) {
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
