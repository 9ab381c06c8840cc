import { Download } from 'lucide-react'
import type { Route } from 'next'
import type { ReactNode } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { Notice } from '@/components/ui/notice'
import { type AuditFilter, auditFilterQuery } from '@/lib/domain/audit-filter'
import type { AuditEntryView } from '@/lib/domain/audit-view'
import { AuditFilters } from './audit-filters'
import { AuditList } from './audit-list'

export type AuditLogProps = {
  path: Route
  /** Where the same rows are had as a file. */
  exportPath: string
  filter: AuditFilter
  /** Whether this is a later page. */
  isLater: boolean
  rows: readonly AuditEntryView[]
  next: string | null
  searchedToMs: number | null
  timeZone: string
  showsTeams?: boolean
  opens?: boolean
  /** How long rows are kept. */
  retention: ReactNode
}

/** The log of a team or of the installation: narrowing, rows, the way to older ones, and how long they are kept. */
export function AuditLog({ path, exportPath, filter, isLater, rows, next, searchedToMs, timeZone, showsTeams, opens, retention }: AuditLogProps) {
  const file = (format: string): Route => `${exportPath}?${auditFilterQuery({ ...filter, format })}` as Route
  const isNarrowed = Object.values(filter).some(Boolean)
  return (
    <div className="max-w-260">
      <AuditFilters key={auditFilterQuery(filter)} path={path} filter={filter} />
      {rows.length > 0 ? (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <span className="mr-auto text-md text-text-3 phone:w-full">Newest first, times of {timeZone}</span>
          <LinkButton href={file('csv')} prefetch={false} download size="sm" icon={<Icon icon={Download} size="sm" />}>
            CSV
          </LinkButton>
          <LinkButton href={file('jsonl')} prefetch={false} download size="sm" icon={<Icon icon={Download} size="sm" />}>
            JSON lines
          </LinkButton>
        </div>
      ) : null}
      {filter.target ? <Notice className="mb-4">Only what was done to {filter.target}.</Notice> : null}
      <AuditList rows={rows} timeZone={timeZone} path={path} filter={filter} showsTeams={showsTeams} opens={opens} />
      {rows.length === 0 && searchedToMs === null ? <Nothing isNarrowed={isNarrowed} isLater={isLater} path={path} /> : null}
      {searchedToMs !== null ? (
        <p className="mb-4 text-center text-md text-text-2">
          Searched back to {new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(searchedToMs)}.
        </p>
      ) : null}
      {next ? (
        <div className="my-8 flex justify-center">
          <LinkButton href={`${path}?${auditFilterQuery({ ...filter, cursor: next })}` as Route} prefetch={false}>
            {searchedToMs === null ? 'Earlier' : 'Search on'}
          </LinkButton>
        </div>
      ) : null}
      <section className="mt-10 border-line border-t pt-6">{retention}</section>
    </div>
  )
}

function Nothing({ isNarrowed, isLater, path }: { isNarrowed: boolean; isLater: boolean; path: Route }) {
  if (isLater) return <EmptyState title="Nothing earlier">This is where the log begins.</EmptyState>
  return (
    <EmptyState
      picture={<img src="/landing/golden.webp" alt="" />}
      title={isNarrowed ? 'Nothing fits' : 'Nothing has happened yet'}
      action={isNarrowed ? <LinkButton href={path}>Show everything</LinkButton> : undefined}
    >
      {isNarrowed ? 'Use fewer words, or other days.' : 'Whatever people do here is written down and stands here, the newest first.'}
    </EmptyState>
  )
}
