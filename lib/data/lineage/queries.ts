import 'server-only'
import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { generationOutputs, generations, sceneRevisions, scenes, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { ImageStep, Lineage, Neighbour, Neighbours, SceneSince } from '@/lib/domain/lineage'
import { describeSceneChange } from '@/lib/scene/diff/describe-scene-change'
import { sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

const REMIXES_MAX = 24

const stepColumns = {
  generationId: generations.id,
  outputId: generationOutputs.id,
  index: generationOutputs.index,
  thumbnailAssetId: generationOutputs.thumbnailAssetId,
  thumbhash: generationOutputs.thumbhash,
  width: generationOutputs.width,
  height: generationOutputs.height,
  title: generationOutputs.title,
  prompt: generations.prompt,
  authorName: users.name,
}

const steps = (actor: Actor, where: SQL | undefined) =>
  db()
    .select(stepColumns)
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .where(and(where, isNull(generationOutputs.deletedAt), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'team.read')))

/** What a generation began with and what began with its images. Empty for generations of other teams. */
export async function readLineage(actor: Actor, generationId: string): Promise<Lineage> {
  const own = db().select({ id: generationOutputs.id }).from(generationOutputs).where(eq(generationOutputs.generationId, generationId))
  const source = db().select({ id: generations.remixedFromOutputId }).from(generations).where(eq(generations.id, generationId))
  const first = sql`${generationOutputs.index} = (select min(o.index) from ${generationOutputs} o where o.generation_id = ${generations.id} and o.deleted_at is null)`
  const [from, remixes] = await Promise.all([
    steps(actor, inArray(generationOutputs.id, source)),
    steps(actor, and(inArray(generations.remixedFromOutputId, own), first))
      .orderBy(desc(generations.createdAt), desc(generations.id))
      .limit(REMIXES_MAX + 1),
  ])
  return { from: from[0] ?? null, remixes: remixes.slice(0, REMIXES_MAX) satisfies ImageStep[], hasMore: remixes.length > REMIXES_MAX }
}

/** The generations beside one in the team's History. */
export async function readNeighbours(actor: Actor, generationId: string): Promise<Neighbours> {
  const place = (direction: 'newer' | 'older') => {
    const here = sql`(select g.created_at, g.id from ${generations} g where g.id = ${generationId})`
    const compare = direction === 'newer' ? sql`>` : sql`<`
    const team = sql`${generations.teamId} = (select g.team_id from ${generations} g where g.id = ${generationId})`
    const order = direction === 'newer' ? asc : desc
    return db()
      .select({ generationId: generations.id })
      .from(generations)
      .where(
        and(
          team,
          inTeamsOf(actor, generations.teamId, 'team.read'),
          isNull(generations.deletedAt),
          sql`(${generations.createdAt}, ${generations.id}) ${compare} ${here}`,
        ),
      )
      .orderBy(order(generations.createdAt), order(generations.id))
      .limit(1)
  }
  const [[newer], [older]] = await Promise.all([place('newer'), place('older')])
  const ids = [newer, older].flatMap((row) => row?.generationId ?? [])
  const counts = new Map(
    ids.length === 0
      ? []
      : (
          await db()
            .select({ id: generationOutputs.generationId, images: count() })
            .from(generationOutputs)
            .where(and(inArray(generationOutputs.generationId, ids), isNull(generationOutputs.deletedAt)))
            .groupBy(generationOutputs.generationId)
        ).map((row) => [row.id, row.images] as const),
  )
  const neighbour = (row: { generationId: string } | undefined): Neighbour | null => (row ? { ...row, images: counts.get(row.generationId) ?? 0 } : null)
  return { newer: neighbour(newer), older: neighbour(older) }
}

/** What became of the scene since a generation was made from it. @throws AppError `not_found`. */
export async function readSceneSince(actor: Actor, generationId: string): Promise<SceneSince> {
  const [row] = await db()
    .select({ frozen: sceneRevisions.document, present: scenes.document, deletedAt: scenes.deletedAt })
    .from(generations)
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .where(and(eq(generations.id, generationId), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'team.read')))
  if (!row) throw notFound('This generation')
  if (!row.frozen) return { state: 'none' }
  if (!row.present || row.deletedAt) return { state: 'deleted' }
  const before = sceneDocumentSchema.parse(row.frozen)
  const after = sceneDocumentSchema.parse(row.present)
  const lines = describeSceneChange(before, after, { before: before.camera, after: before.camera })
  return lines.length === 0 ? { state: 'same' } : { state: 'changed', lines }
}
