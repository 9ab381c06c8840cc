import 'server-only'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { explorations, generations, scenes, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { ExplorationView } from '@/lib/domain/generation-view'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { madeBy, toView, viewColumns } from '../generations/dto'

/** All that one press made, the newest of each place last; what lies in the trash is left out. @throws AppError `not_found`. */
export async function getExploration(actor: Actor, id: string): Promise<ExplorationView> {
  const [exploration] = await db()
    .select({ id: explorations.id, teamId: explorations.teamId, sceneId: explorations.sceneId, cells: explorations.cells })
    .from(explorations)
    .where(and(eq(explorations.id, id), inTeamsOf(actor, explorations.teamId, 'team.read')))
  if (!exploration) throw notFound('This grid')
  const rows = await db()
    .select(viewColumns)
    .from(generations)
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .where(and(eq(generations.explorationId, id), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'team.read')))
    .orderBy(asc(generations.explorationPlace), asc(generations.id))
  const made = await madeBy(
    actor,
    rows.map((row) => row.id),
  )
  return { ...exploration, runs: rows.map((row) => toView(row, made)) }
}
