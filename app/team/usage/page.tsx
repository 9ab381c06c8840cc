import { Download } from 'lucide-react'
import type { Metadata, Route } from 'next'
import { AppShell } from '@/app/_components/app-shell'
import { currentTeam, requireUser } from '@/app/_server/actor'
import { readTimeZone } from '@/app/_server/time-zone'
import { EmptyState } from '@/components/ui/empty-state'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { RangePicker } from '@/components/usage/range-picker'
import { StillCounting } from '@/components/usage/still-counting'
import { TellTimeZone } from '@/components/usage/tell-time-zone'
import { UsageDashboard } from '@/components/usage/usage-dashboard'
import { spanWords } from '@/components/usage/usage-words'
import { listEnginesOf } from '@/lib/data/engines/queries'
import { teamUsage } from '@/lib/data/usage/queries'
import { readUsageRange, writeUsageRange } from '@/lib/domain/usage-range'
import { TeamHead } from '../_components/team-head'

export const metadata: Metadata = { title: 'Usage' }

/** What the present team used: everybody's figures for owners and admins, and for the others their own. */
export default async function UsagePage({ searchParams }: PageProps<'/team/usage'>) {
  const actor = await requireUser()
  const [team, asked, timeZone] = await Promise.all([currentTeam(actor), searchParams, readTimeZone()])
  const range = readUsageRange(asked, timeZone, Date.now())
  const [view, engines] = await Promise.all([teamUsage(actor, team.id, range), listEnginesOf(actor, team.id)])
  const engineLabels = Object.fromEntries(engines.map(({ capabilities }) => [capabilities.id, capabilities.label]))
  const isOwn = view.scope === 'own'
  return (
    <AppShell>
      <TeamHead team={team} current="usage" />
      <TellTimeZone known={timeZone} />
      <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="font-semibold text-xl">{isOwn ? 'Your usage' : 'Usage'}</h2>
        <span className="text-text-2">{spanWords(range)}</span>
      </div>
      {isOwn ? <p className="mb-3 text-md text-text-2">These are the generations that you requested. Owners and admins see those of everybody.</p> : null}
      <div className="mb-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 phone:flex-col phone:items-stretch">
        <RangePicker range={range} path={'/team/usage' as Route} />
        {view.total.requested > 0 ? (
          <LinkButton
            href={`/api/teams/${team.id}/usage.csv?${writeUsageRange(range)}` as Route}
            prefetch={false}
            icon={<Icon icon={Download} size="sm" />}
            download
          >
            Download CSV
          </LinkButton>
        ) : null}
      </div>
      <StillCounting isCounting={view.isCounting} />
      {view.total.requested === 0 ? (
        <EmptyState
          picture={<img src="/landing/golden.webp" alt="" />}
          title="Nothing was generated in these days"
          action={<LinkButton href={'/scenes' as Route}>Open a scene</LinkButton>}
        >
          Choose other days, or open a scene and press Generate. What it takes and costs is counted here by itself.
        </EmptyState>
      ) : (
        <UsageDashboard view={view} engineLabels={engineLabels} history={isOwn ? { author: actor.userId } : {}} />
      )}
    </AppShell>
  )
}
