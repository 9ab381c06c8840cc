import { Download } from 'lucide-react'
import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { orNotFound, requireAdmin } from '@/app/_server/require-admin'
import { readTimeZone } from '@/app/_server/time-zone'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { TimeAgo } from '@/components/ui/time-ago'
import { RangePicker } from '@/components/usage/range-picker'
import { StillCounting } from '@/components/usage/still-counting'
import { TellTimeZone } from '@/components/usage/tell-time-zone'
import { UsageDashboard } from '@/components/usage/usage-dashboard'
import { counted, spanWords } from '@/components/usage/usage-words'
import { type WorkerHealth, workerHealth } from '@/inngest/worker-health'
import { listEngines } from '@/lib/data/engines/queries'
import { readOverview } from '@/lib/data/instance/overview'
import { instanceUsage } from '@/lib/data/usage/queries'
import { storageWords } from '@/lib/domain/instance/quotas'
import { readUsageRange, writeUsageRange } from '@/lib/domain/usage-range'
import type { UsageDimension, UsageRow } from '@/lib/domain/usage-view'
import { Figure, Figures, Part } from './_components/facts'
import { rateWords } from './_components/rate-words'

export const metadata: Metadata = { title: 'Administration' }

const WORKER: Record<WorkerHealth, string> = { alive: 'Running', missing: 'Missing', inngest: 'Driven by Inngest' }
/** After this long somebody should look: a job that waits its turn is begun sooner. */
const LATE_MS = 10 * 60_000

/** Where a row leads: to the person, or to the team. What lies in a team is for its people alone. */
function rowHref(dimension: UsageDimension, { value, team }: UsageRow): string | null {
  if (dimension === 'team' && value !== '') return `/admin/teams/${value}`
  if (dimension === 'member' && value !== '') return `/admin/users/${value}`
  return team ? `/admin/teams/${team.id}` : null
}

/** How the installation does, on one page. */
export default async function AdminPage({ searchParams }: PageProps<'/admin'>) {
  const actor = await requireAdmin()
  const [asked, timeZone] = await Promise.all([searchParams, readTimeZone()])
  const range = readUsageRange(asked, timeZone, Date.now())
  const [overview, usage, worker] = await Promise.all([orNotFound(readOverview(actor)), orNotFound(instanceUsage(actor, range)), workerHealth()])
  const engineLabels = Object.fromEntries(listEngines().map(({ capabilities }) => [capabilities.id, capabilities.label]))
  const { people, teams, queue, lastDay, storage } = overview
  const ended = lastDay.succeeded + lastDay.failed
  const now = new Date()
  const isLate = queue.oldestQueuedAt !== null && now.getTime() - queue.oldestQueuedAt.getTime() > LATE_MS
  return (
    <div className="flex flex-col gap-10">
      <TellTimeZone known={timeZone} />
      <h2 className="sr-only">Overview</h2>
      {worker === 'missing' ? (
        <Notice tone="bad">No worker is running, so images that are asked for wait. Look into the log of the worker, and start it again.</Notice>
      ) : null}
      <Part title="Work">
        <Figures>
          <Figure label="Worker">{WORKER[worker]}</Figure>
          <Figure label="Waiting in the queue">{queue.queued.toLocaleString('en')}</Figure>
          <Figure label="Oldest in the queue" note={isLate ? 'Longer than usual' : undefined}>
            {queue.oldestQueuedAt ? <TimeAgo time={queue.oldestQueuedAt} now={now} /> : 'None'}
          </Figure>
          <Figure label="Running">{queue.running.toLocaleString('en')}</Figure>
          <Figure label="Failed in 24 hours" note={ended === 0 ? 'Nothing ended' : `${lastDay.failed.toLocaleString('en')} of ${ended.toLocaleString('en')}`}>
            {ended === 0 ? '–' : rateWords(lastDay)}
          </Figure>
        </Figures>
      </Part>
      <Part title="People">
        <Figures>
          <Figure label="Active today">{people.day.toLocaleString('en')}</Figure>
          <Figure label="Active in 7 days">{people.week.toLocaleString('en')}</Figure>
          <Figure label="Active in 30 days">{people.month.toLocaleString('en')}</Figure>
          <Figure label="Accounts" note={people.suspended > 0 ? `${people.suspended} suspended` : undefined}>
            {people.all.toLocaleString('en')}
          </Figure>
          <Figure label="Teams" note={teams.suspended > 0 ? `${teams.suspended} suspended` : undefined}>
            {teams.all.toLocaleString('en')}
          </Figure>
        </Figures>
      </Part>
      <Part title="Storage">
        <Figures>
          <Figure label="Files" note={counted(storage.files, 'file')}>
            {storageWords(storage.bytes)}
          </Figure>
          <Figure label="Database">{storageWords(overview.databaseBytes)}</Figure>
        </Figures>
        {storage.byTeam.length === 0 ? null : (
          <table className="mt-6 w-full max-w-140 text-left">
            <caption className="sr-only">The teams with the most files</caption>
            <thead className="text-md text-text-2">
              <tr className="border-line border-b">
                <th scope="col" className="py-2 font-medium">
                  Team
                </th>
                <th scope="col" className="py-2 text-right font-medium">
                  Storage
                </th>
              </tr>
            </thead>
            <tbody>
              {storage.byTeam.map((team) => (
                <tr key={team.teamId} className="border-line border-b">
                  <td className="max-w-0 truncate py-2">
                    <Link href={`/admin/teams/${team.teamId}` as Route} className="rounded-sm hover:underline phone:inline-block phone:py-1.5">
                      {team.name} {team.ownerName ? <span className="text-text-3">{team.ownerName}</span> : null}
                    </Link>
                  </td>
                  <td className="w-28 py-2 text-right tabular-nums">{storageWords(team.bytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Part>
      <section>
        <div className="mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <h2 className="font-semibold text-xl">Usage of all teams</h2>
          <span className="text-text-2">{spanWords(range)}</span>
        </div>
        <div className="mb-5 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 phone:flex-col phone:items-stretch">
          <RangePicker range={range} path={'/admin' as Route} />
          {usage.total.requested > 0 ? (
            <LinkButton href={`/api/admin/usage.csv?${writeUsageRange(range)}` as Route} prefetch={false} icon={<Icon icon={Download} size="sm" />} download>
              Download CSV
            </LinkButton>
          ) : null}
        </div>
        <StillCounting isCounting={usage.isCounting} />
        {usage.total.requested === 0 ? (
          <p className="text-text-2">Nothing was generated in these days.</p>
        ) : (
          <UsageDashboard view={usage} engineLabels={engineLabels} history={null} rowHref={rowHref} />
        )}
      </section>
    </div>
  )
}
