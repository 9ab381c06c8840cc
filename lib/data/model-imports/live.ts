import 'server-only'
import { and, desc, eq, gt, inArray, or } from 'drizzle-orm'
import { modelImports } from '@/db/schema'
import type { LiveImport } from '@/lib/domain/live-event'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

const LIST_LENGTH_MAX = 100

const select = () => db().select({ id: modelImports.id, teamId: modelImports.teamId, status: modelImports.status }).from(modelImports)

/** What everybody in the team may learn about an import. For the live hub, which sends it to members of the team alone. */
export async function getLiveImport(id: string): Promise<LiveImport | null> {
  const [row] = await select().where(eq(modelImports.id, id))
  return row ? { type: 'import', ...row } : null
}

/** Imports that are under way, and those that have ended since a moment. */
export async function listLiveImports(actor: Actor, teamIds: readonly string[], sinceMs: number): Promise<LiveImport[]> {
  if (teamIds.length === 0) return []
  const rows = await select()
    .where(
      and(
        inArray(modelImports.teamId, [...teamIds]),
        inTeamsOf(actor, modelImports.teamId, 'team.read'),
        or(inArray(modelImports.status, ['queued', 'running']), gt(modelImports.finishedAt, new Date(sinceMs))),
      ),
    )
    .orderBy(desc(modelImports.createdAt))
    .limit(LIST_LENGTH_MAX)
  return rows.map((row) => ({ type: 'import', ...row }))
}
