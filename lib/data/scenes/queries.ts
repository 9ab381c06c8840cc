import 'server-only'
import { and, count, desc, eq, ilike, isNull, sql } from 'drizzle-orm'
import { generations, memberships, scenes, teams, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { can, roleShown } from '@/lib/domain/roles'
import { sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { anywhere } from '../pattern'
import { decodeCursor, encodeCursor } from './cursor'
import type { SceneDto, ScenePage } from './dto'

export const SCENES_PAGE_MAX = 60

/** Counted per scene with the index on (scene_id, created_at), so a page of the grid stays one query. */
const generationCount = sql<number>`(select count(*)::int from ${generations} where ${generations.sceneId} = ${scenes.id} and ${generations.deletedAt} is null)`

/** One page of a team's scenes, last changed first. Another team's id gives an empty page. */
export async function listScenes(actor: Actor, options: { teamId: string; cursor?: string | null; limit?: number; search?: string }): Promise<ScenePage> {
  const limit = Math.min(SCENES_PAGE_MAX, Math.max(1, options.limit ?? 24))
  const after = options.cursor ? decodeCursor(options.cursor) : null
  const rows = await db()
    .select({
      id: scenes.id,
      teamId: scenes.teamId,
      name: scenes.name,
      revision: scenes.revision,
      thumbnailAssetId: scenes.thumbnailAssetId,
      authorId: scenes.createdBy,
      authorName: users.name,
      generationCount,
      createdAt: scenes.createdAt,
      updatedAt: scenes.updatedAt,
      time: sql<string>`${scenes.updatedAt}::text`,
    })
    .from(scenes)
    .leftJoin(users, eq(users.id, scenes.createdBy))
    .where(
      and(
        eq(scenes.teamId, options.teamId),
        inTeamsOf(actor, scenes.teamId, 'scene.read'),
        isNull(scenes.deletedAt),
        options.search?.trim() ? ilike(scenes.name, anywhere(options.search.trim())) : undefined,
        after ? sql`(${scenes.updatedAt}, ${scenes.id}) < (${after.time}::timestamptz, ${after.id})` : undefined,
      ),
    )
    .orderBy(desc(scenes.updatedAt), desc(scenes.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    scenes: page.map(({ time: _time, ...row }) => row),
    nextCursor: last ? encodeCursor(last.time, last.id) : null,
  }
}

/** How many scenes a team has. */
export async function countScenes(actor: Actor, teamId: string): Promise<number> {
  const [row] = await db()
    .select({ value: count() })
    .from(scenes)
    .where(and(eq(scenes.teamId, teamId), inTeamsOf(actor, scenes.teamId, 'team.read'), isNull(scenes.deletedAt)))
  return row?.value ?? 0
}

/** @throws AppError `not_found` when there is no such scene for this actor. */
export async function getScene(actor: Actor, sceneId: string): Promise<SceneDto> {
  const [row] = await db()
    .select({
      id: scenes.id,
      teamId: scenes.teamId,
      name: scenes.name,
      revision: scenes.revision,
      document: scenes.document,
      thumbnailAssetId: scenes.thumbnailAssetId,
      updatedAt: scenes.updatedAt,
      role: memberships.role,
      isSuspended: sql<boolean>`${teams.suspendedAt} is not null`,
    })
    .from(scenes)
    .innerJoin(teams, eq(teams.id, scenes.teamId))
    .leftJoin(memberships, and(eq(memberships.teamId, scenes.teamId), eq(memberships.userId, actor.kind === 'user' ? actor.userId : '')))
    .where(and(eq(scenes.id, sceneId), inTeamsOf(actor, scenes.teamId, 'scene.read'), isNull(scenes.deletedAt)))
  if (!row) throw notFound('This scene')
  const { role, isSuspended, document, ...scene } = row
  const canEdit = actor.kind === 'system' || (role !== null && can(roleShown({ role, isSuspended }), 'scene.update'))
  return { ...scene, document: sceneDocumentSchema.parse(document), canEdit }
}
