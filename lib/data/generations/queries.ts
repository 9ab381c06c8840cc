import 'server-only'
import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { assets, generationOutputs, generationReferences, generations, sceneRevisions, scenes, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { Quality } from '@/lib/domain/generation'
import type { GenerationDetail, Timing } from '@/lib/domain/generation-view'
import type { LiveGeneration } from '@/lib/domain/live-event'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { isVisible } from '../outputs/visible'
import { madeBy, toDetail, viewColumns } from './dto'
import { placesIn, placesOf } from './queue'

/** One generation with everything that was frozen. @throws AppError `not_found`. */
export async function getGeneration(actor: Actor, id: string): Promise<GenerationDetail> {
  const [row] = await db()
    .select({
      ...viewColumns,
      camera: generations.camera,
      engineVersion: generations.engineVersion,
      reading: generations.reading,
      sceneHash: sceneRevisions.contentHash,
      remixedFromOutputId: generations.remixedFromOutputId,
    })
    .from(generations)
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .where(and(eq(generations.id, id), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'generation.read')))
  if (!row) throw notFound('This generation')
  const references = await db().select().from(generationReferences).where(eq(generationReferences.generationId, id)).orderBy(asc(generationReferences.slot))
  const { camera, engineVersion, reading, sceneHash, remixedFromOutputId, ...view } = row
  return {
    ...toDetail(view, await madeBy(actor, [id])),
    camera,
    engineVersion,
    reading,
    sceneHash,
    remixedFromOutputId,
    references: references.map(({ slot, assetId, role, strength }) => ({ slot: slot === 2 ? 2 : 3, assetId, role, strength })),
  }
}

export type OutputFile = {
  outputId: string
  generationId: string
  assetId: string
  mime: string
  index: number
  images: number
  sceneName: string | null
  prompt: string
  engine: string
  engineVersion: string | null
  seed: number | null
  ratio: string
  usesCanvas: boolean
  /** SHA-256 of the frozen scene, or null where the canvas was left out. */
  sceneHash: string | null
  snapshotAssetId: string | null
}

/** What a download needs to know about an image. @throws AppError `not_found`. */
export async function getOutputFile(actor: Actor, outputId: string): Promise<OutputFile> {
  const [row] = await db()
    .select({
      outputId: generationOutputs.id,
      generationId: generations.id,
      assetId: generationOutputs.assetId,
      mime: assets.mime,
      index: generationOutputs.index,
      settings: generations.settings,
      sceneName: scenes.name,
      prompt: generations.prompt,
      engine: generations.engine,
      engineVersion: generations.engineVersion,
      seed: generationOutputs.seed,
      sceneHash: sceneRevisions.contentHash,
      snapshotAssetId: generations.snapshotAssetId,
    })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .where(isVisible(actor, outputId, 'output.read'))
  if (!row) throw notFound('This image')
  const { settings, ...file } = row
  return { ...file, images: settings.images, ratio: settings.ratio, usesCanvas: settings.canvas }
}

const liveColumns = {
  id: generations.id,
  teamId: generations.teamId,
  sceneId: generations.sceneId,
  status: generations.status,
  progress: generations.progress,
  error: generations.error,
  deleted: sql<boolean>`${generations.deletedAt} is not null`,
  updatedAt: generations.updatedAt,
}

type LiveRow = Omit<LiveGeneration, 'type' | 'queuePlace' | 'updatedAtMs'> & { updatedAt: Date }

const toLive = ({ updatedAt, ...row }: LiveRow, places: ReadonlyMap<string, number>): LiveGeneration => ({
  type: 'generation',
  ...row,
  queuePlace: places.get(row.id) ?? null,
  updatedAtMs: updatedAt.getTime(),
})

const NO_PLACES: ReadonlyMap<string, number> = new Map()

/** The present state of one generation for the live stream, or null when it is gone. The stream authorises by team. */
export async function getLive(id: string): Promise<LiveGeneration | null> {
  const [row] = await db().select(liveColumns).from(generations).where(eq(generations.id, id))
  if (!row) return null
  return toLive(row, row.status === 'queued' ? await placesOf([row.id]) : NO_PLACES)
}

/** What a browser that has just connected must know: all open generations of the teams, and those that ended since it may have looked away. */
export async function listLive(actor: Actor, teamIds: readonly string[], sinceMs: number): Promise<LiveGeneration[]> {
  if (teamIds.length === 0) return []
  const rows = await db()
    .select(liveColumns)
    .from(generations)
    .where(
      and(
        inArray(generations.teamId, [...teamIds]),
        inTeamsOf(actor, generations.teamId, 'team.read'),
        isNull(generations.deletedAt),
        or(
          inArray(generations.status, ['queued', 'running']),
          and(gt(generations.createdAt, new Date(sinceMs - 86_400_000)), gt(generations.updatedAt, new Date(sinceMs))),
        ),
      ),
    )
    .orderBy(desc(generations.createdAt))
    .limit(200)
  const places = rows.some(({ status }) => status === 'queued') ? await placesIn(teamIds) : NO_PLACES
  return rows.map((row) => toLive(row, places))
}

/** All that waits in these teams, for the live stream, whose places change with what others do. The stream authorises by team. */
export async function listLiveQueued(teamIds: readonly string[]): Promise<LiveGeneration[]> {
  const places = await placesIn(teamIds)
  if (places.size === 0) return []
  const rows = await db()
    .select(liveColumns)
    .from(generations)
    .where(and(inArray(generations.id, [...places.keys()]), eq(generations.status, 'queued')))
  return rows.map((row) => toLive(row, places))
}

/** Measured speeds of this installation for the time estimate: the median of the team's newest finished images. */
export async function readTimings(actor: Actor, teamId: string): Promise<Timing[]> {
  const rows = await db().execute<{ engine: string; quality: Quality; ms: number }>(sql`
    with newest as (
      select engine, settings ->> 'quality' as quality,
        extract(epoch from finished_at - started_at) * 1000 / ((settings ->> 'images')::int * width::float8 * height / 1e6) as ms
      from ${generations}
      where ${generations.teamId} = ${teamId} and ${inTeamsOf(actor, generations.teamId, 'team.read')}
        and status = 'succeeded' and deleted_at is null
      order by created_at desc
      limit 60
    )
    select engine, quality, percentile_cont(0.5) within group (order by ms) as ms from newest group by engine, quality`)
  return rows.map((row) => ({ engine: row.engine, quality: row.quality, msPerMegapixel: Number(row.ms) }))
}
