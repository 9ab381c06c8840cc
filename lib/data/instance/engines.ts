import 'server-only'
import { and, count, isNotNull, sql } from 'drizzle-orm'
import { teamQuotas, users } from '@/db/schema'
import { allowsEngine, OWN_WORKFLOWS } from '@/lib/domain/instance/quotas'
import { takesTeamWorkflows } from '@/lib/platform/engine-settings'
import type { Actor } from '../actor'
import { db } from '../db'
import { listEngines } from '../engines/queries'
import { byInstanceAdmin } from './admin'

export type EngineHealth = {
  id: string
  label: string
  /** Whether the installation has what it needs. A team can bring a key of its own where it has not. */
  ready: boolean
  reason: string | null
  lastSucceededAt: Date | null
  lastFailedAt: Date | null
  /** The code of that failure. */
  lastFailure: string | null
  /** Generations that ended in the last 24 hours. */
  lastDay: { succeeded: number; failed: number }
  /** How many teams may not use it. */
  teamsWithout: number
}

type Row = { engine: string; last_succeeded_at: string | null; last_failed_at: string | null; last_failure: string | null; succeeded: number; failed: number }

/** Every engine of the installation and how it did lately. @throws AppError `not_found` for everybody but instance admins. */
export async function readEngineHealth(actor: Actor): Promise<EngineHealth[]> {
  const admin = byInstanceAdmin(actor)
  const [rows, limited] = await Promise.all([
    // From value to value along the index, so that a million rows of one engine cost one step.
    db().execute<Row>(sql`
      with recursive known as (
        (select engine from generations where finished_at is not null and ${admin} order by engine limit 1)
        union all
        select (select g.engine from generations g where g.finished_at is not null and g.engine > known.engine order by g.engine limit 1)
        from known where known.engine is not null
      )
      select k.engine,
        (select max(g.finished_at) from generations g where g.engine = k.engine and g.status = 'succeeded' and g.finished_at is not null)::text as last_succeeded_at,
        f.finished_at::text as last_failed_at, f.code as last_failure,
        d.succeeded, d.failed
      from known k
      left join lateral (
        select g.finished_at, g.error->>'code' as code from generations g
        where g.engine = k.engine and g.status = 'failed' and g.finished_at is not null order by g.finished_at desc nulls first limit 1
      ) f on true
      cross join lateral (
        select count(*) filter (where g.status = 'succeeded')::int as succeeded, count(*) filter (where g.status = 'failed')::int as failed
        from generations g
        where g.engine = k.engine and g.status in ('succeeded', 'failed') and g.finished_at > now() - interval '24 hours'
      ) d
      where k.engine is not null`),
    db()
      .select({ engines: teamQuotas.engines, teams: count() })
      .from(teamQuotas)
      .where(and(admin, isNotNull(teamQuotas.engines)))
      .groupBy(teamQuotas.engines),
  ])
  return listEngines().map(({ capabilities, ready, reason }): EngineHealth => {
    const row = rows.find(({ engine }) => engine === capabilities.id)
    return {
      id: capabilities.id,
      label: capabilities.label,
      ready,
      reason,
      lastSucceededAt: moment(row?.last_succeeded_at),
      lastFailedAt: moment(row?.last_failed_at),
      lastFailure: row?.last_failure ?? null,
      lastDay: { succeeded: row?.succeeded ?? 0, failed: row?.failed ?? 0 },
      teamsWithout: limited.reduce((sum, { engines, teams }) => (allowsEngine(engines, capabilities.id) ? sum : sum + teams), 0),
    }
  })
}

const moment = (text: string | null | undefined): Date | null => (text ? new Date(text) : null)

/** The engines that a team can be limited to, by name. @throws AppError `not_found` for everybody but instance admins. */
export async function listEngineChoices(actor: Actor): Promise<{ id: string; label: string }[]> {
  const [self] = await db().select({ id: users.id }).from(users).where(byInstanceAdmin(actor)).limit(1)
  if (!self) return []
  const choices = listEngines().map(({ capabilities: { id, label } }) => ({ id, label }))
  return takesTeamWorkflows() ? [...choices, { id: OWN_WORKFLOWS, label: "The team's own ComfyUI workflows" }] : choices
}
