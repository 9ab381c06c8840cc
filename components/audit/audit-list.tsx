import { ChevronRight } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Icon } from '@/components/ui/icon'
import { type AuditFilter, auditFilterQuery } from '@/lib/domain/audit-filter'
import type { Change } from '@/lib/domain/audit-sentence'
import type { AuditEntryView } from '@/lib/domain/audit-view'
import { describeBrowser } from '@/lib/domain/describe-browser'

export type AuditListProps = {
  rows: readonly AuditEntryView[]
  timeZone: string
  /** The page that narrows, and what it is narrowed to now. */
  path: string
  filter: AuditFilter
  /** Whether rows of several teams stand together. */
  showsTeams?: boolean
  /** Whether the reader can open what a row speaks of. */
  opens?: boolean
}

/** Rows of the log as sentences, day by day; each opens to what changed and where it came from. Without scripts too. */
export function AuditList({ rows, timeZone, ...rest }: AuditListProps) {
  const [day, time] = formatsFor(timeZone)
  const days = new Map<string, AuditEntryView[]>()
  for (const row of rows) {
    const title = day.format(row.atMs)
    days.set(title, [...(days.get(title) ?? []), row])
  }
  return [...days].map(([title, entries]) => (
    <section key={title} className="mb-6">
      <h2 className="mb-1 font-medium text-md text-text-2">{title}</h2>
      <ol className="border-line border-t">
        {entries.map((row) => (
          <li key={row.id} className="border-line border-b">
            <Entry row={row} time={time.format(row.atMs)} {...rest} />
          </li>
        ))}
      </ol>
    </section>
  ))
}

function formatsFor(timeZone: string): [Intl.DateTimeFormat, Intl.DateTimeFormat] {
  const day = { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
  return [new Intl.DateTimeFormat('en-GB', { ...day, timeZone }), new Intl.DateTimeFormat('en-GB', { ...time, timeZone })]
}

type EntryProps = Omit<AuditListProps, 'rows' | 'timeZone'> & { row: AuditEntryView; time: string }

function Entry({ row, time, path, filter, showsTeams = false, opens = false }: EntryProps) {
  const narrowed = (more: AuditFilter): Route => `${path}?${auditFilterQuery({ ...filter, ...more })}` as Route
  return (
    <details className="group">
      <summary className="-mx-2 flex cursor-pointer list-none items-baseline gap-3 rounded-sm px-2 py-2 text-md hover:bg-raised phone:flex-wrap phone:py-3 phone:gap-x-3 phone:gap-y-0.5 [&::-webkit-details-marker]:hidden">
        <Icon icon={ChevronRight} size="sm" className="mt-[3px] self-start text-text-3 transition-transform group-open:rotate-90" />
        <time dateTime={new Date(row.atMs).toISOString()} className="shrink-0 text-text-3 tabular-nums">
          {time}
        </time>
        <span className="min-w-0 flex-1 break-words">
          <span className="font-medium">{row.who}</span> {row.did}
        </span>
        {showsTeams && row.team ? (
          <span className="max-w-60 truncate text-text-3 phone:w-full phone:max-w-full phone:pl-[5.5rem]">{row.team.name ?? row.team.id}</span>
        ) : null}
      </summary>
      <div className="flex flex-col gap-4 pt-1 pb-4 pl-7 text-md">
        {row.changes.length > 0 ? <Changes changes={row.changes} /> : null}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1">
          <Fact name="When">{new Date(row.atMs).toISOString()}</Fact>
          <Fact name="Address">{row.address ?? 'not known'}</Fact>
          <Fact name="Browser">{row.userAgent ? <span title={row.userAgent}>{describeBrowser(row.userAgent)}</span> : 'none'}</Fact>
          {row.target ? <Fact name="Thing">{row.target.id}</Fact> : null}
          {row.requestId ? <Fact name="Request">{row.requestId}</Fact> : null}
          <Fact name="Action">{row.action}</Fact>
        </dl>
        <p className="flex flex-wrap gap-x-5 gap-y-2">
          {opens && row.href ? <Way href={row.href as Route}>Open</Way> : null}
          {row.target ? <Way href={narrowed({ target: row.target.id })}>All about this {row.target.kind === 'user' ? 'person' : 'thing'}</Way> : null}
          {row.actorId ? <Way href={narrowed({ who: row.actorId })}>All by {row.who}</Way> : null}
          {showsTeams && row.team ? <Way href={narrowed({ team: row.team.id })}>All in this team</Way> : null}
        </p>
      </div>
    </details>
  )
}

const Way = ({ href, children }: { href: Route; children: ReactNode }) => (
  <Link href={href} prefetch={false} className="text-accent-text underline-offset-2 hover:underline phone:py-3">
    {children}
  </Link>
)

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-text-3">{name}</dt>
    <dd className="min-w-0 break-words font-mono text-sm leading-[inherit]">{children}</dd>
  </>
)

function Changes({ changes }: { changes: readonly Change[] }) {
  const hasBefore = changes.some(({ before }) => before !== null)
  const hasAfter = changes.some(({ after }) => after !== null)
  return (
    <table className="w-full max-w-180 table-fixed text-left">
      <thead>
        <tr className="border-line border-b text-sm text-text-3">
          <th scope="col" className="w-40 py-1 pr-4 font-medium phone:w-28">
            What
          </th>
          {hasBefore ? (
            <th scope="col" className="py-1 pr-4 font-medium">
              Before
            </th>
          ) : null}
          {hasAfter ? (
            <th scope="col" className="py-1 font-medium">
              After
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name} className="border-line border-b align-top last:border-b-0">
            <th scope="row" className="break-words py-1 pr-4 font-normal text-text-2">
              {name}
            </th>
            {hasBefore ? <td className="break-words py-1 pr-4">{before ?? '–'}</td> : null}
            {hasAfter ? <td className="break-words py-1">{after ?? '–'}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
