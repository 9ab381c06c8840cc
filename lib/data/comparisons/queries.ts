import 'server-only'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { assets, generationOutputs, generationReferences, generations, sceneRevisions, scenes, users } from '@/db/schema'
import type { ComparedFacts, ComparedRef, ComparePicture, Comparison } from '@/lib/domain/comparison'
import { snapshotRef } from '@/lib/domain/comparison'
import { AppError, notFound } from '@/lib/domain/errors'
import { describeSceneChange } from '@/lib/scene/diff/describe-scene-change'
import { type Camera, cameraSchema, type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

const fileUrl = (assetId: string): string => `/api/files/${assetId}`

const snapshots = alias(assets, 'snapshots')

const factColumns = {
  generationId: generations.id,
  teamId: generations.teamId,
  sceneId: generations.sceneId,
  sceneName: scenes.name,
  authorName: users.name,
  createdAt: generations.createdAt,
  prompt: generations.prompt,
  engine: generations.engine,
  engineVersion: generations.engineVersion,
  settings: generations.settings,
  camera: generations.camera,
  document: sceneRevisions.document,
  generationDeletedAt: generations.deletedAt,
}

type Side = Comparison['sides'][number]
type Read = { teamId: string; inTrash: boolean; side: Side; frozen: { document: SceneDocument; camera: Camera } | null }

/**
 * Two to four pictures with what went into them and what became of the scene between every two. Those in the trash are
 * named, not shown.
 * @throws AppError `not_found` when one does not exist for this actor, `invalid` when they belong to different teams.
 */
export async function getComparison(actor: Actor, refs: readonly ComparedRef[]): Promise<Comparison> {
  const [outputs, canvases] = await Promise.all([
    readOutputs(
      actor,
      refs.flatMap((ref) => (ref.kind === 'output' ? [ref.outputId] : [])),
    ),
    readSnapshots(
      actor,
      refs.flatMap((ref) => (ref.kind === 'snapshot' ? [ref.generationId] : [])),
    ),
  ])
  const reads = refs.map((ref) => {
    const read = ref.kind === 'output' ? outputs.get(ref.outputId) : canvases.get(ref.generationId)
    if (!read) throw notFound('One of these images')
    return read
  })
  const [teamId, ...others] = new Set(reads.map((read) => read.teamId))
  if (teamId === undefined || others.length > 0) throw new AppError('invalid', 'Images of different teams cannot be compared.')
  const kept = reads.filter((read) => !read.inTrash)
  return {
    teamId,
    sides: withLabels(kept.map((read) => read.side)),
    inTrash: reads.filter((read) => read.inTrash).map((read) => read.side.ref),
    sceneChanges: sceneChanges(kept),
  }
}

async function readOutputs(actor: Actor, outputIds: readonly string[]): Promise<Map<string, Read>> {
  if (outputIds.length === 0) return new Map()
  const rows = await db()
    .select({
      ...factColumns,
      outputId: generationOutputs.id,
      assetId: generationOutputs.assetId,
      thumbnailAssetId: generationOutputs.thumbnailAssetId,
      width: generationOutputs.width,
      height: generationOutputs.height,
      seed: generationOutputs.seed,
      title: generationOutputs.title,
      review: generationOutputs.review,
      deletedAt: generationOutputs.deletedAt,
    })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .where(and(inArray(generationOutputs.id, [...outputIds]), isNull(generations.purgedAt), inTeamsOf(actor, generationOutputs.teamId, 'team.read')))
  const references = await referencesOf(rows.map((row) => row.generationId))
  return new Map(
    rows.map((row) => {
      const { prompt, engine, engineVersion, settings, seed } = row
      const recipe = { prompt, engine, engineVersion, seed, settings, references: references.get(row.generationId) ?? [] }
      const picture: ComparePicture = {
        ref: row.outputId,
        label: row.title ?? '',
        src: fileUrl(row.assetId),
        thumbnailSrc: fileUrl(row.thumbnailAssetId),
        width: row.width,
        height: row.height,
      }
      return [row.outputId, readOf(row, picture, { outputId: row.outputId, recipe, review: row.review }, row.deletedAt !== null)]
    }),
  )
}

async function readSnapshots(actor: Actor, generationIds: readonly string[]): Promise<Map<string, Read>> {
  if (generationIds.length === 0) return new Map()
  const rows = await db()
    .select({ ...factColumns, assetId: snapshots.id, width: snapshots.width, height: snapshots.height })
    .from(generations)
    .innerJoin(snapshots, eq(snapshots.id, generations.snapshotAssetId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .leftJoin(sceneRevisions, eq(sceneRevisions.id, generations.sceneRevisionId))
    .where(and(inArray(generations.id, [...generationIds]), isNull(generations.purgedAt), inTeamsOf(actor, generations.teamId, 'team.read')))
  return new Map(
    rows.flatMap((row): [string, Read][] => {
      if (row.width === null || row.height === null) return []
      const src = fileUrl(row.assetId)
      const picture = { ref: snapshotRef(row.generationId), label: 'Canvas', src, thumbnailSrc: src, width: row.width, height: row.height }
      return [[row.generationId, readOf(row, picture, { outputId: null, recipe: null, review: null }, false)]]
    }),
  )
}

type FactRow = Omit<ComparedFacts, 'outputId' | 'recipe' | 'review' | 'hasScene' | 'createdAtMs'> & {
  teamId: string
  createdAt: Date
  camera: unknown
  document: unknown
  generationDeletedAt: Date | null
}

function readOf(row: FactRow, picture: ComparePicture, made: Pick<ComparedFacts, 'outputId' | 'recipe' | 'review'>, deleted: boolean): Read {
  const document = sceneDocumentSchema.safeParse(row.document)
  const camera = cameraSchema.safeParse(row.camera)
  const frozen = document.success ? { document: document.data, camera: camera.success ? camera.data : document.data.camera } : null
  const { generationId, sceneId, sceneName, authorName, createdAt } = row
  return {
    teamId: row.teamId,
    inTrash: deleted || row.generationDeletedAt !== null,
    side: { ...picture, ...made, generationId, sceneId, sceneName, authorName, createdAtMs: createdAt.getTime(), hasScene: frozen !== null },
    frozen,
  }
}

async function referencesOf(generationIds: readonly string[]): Promise<Map<string, NonNullable<ComparedFacts['recipe']>['references']>> {
  const byGeneration = new Map<string, NonNullable<ComparedFacts['recipe']>['references']>()
  if (generationIds.length === 0) return byGeneration
  const rows = await db()
    .select()
    .from(generationReferences)
    .where(inArray(generationReferences.generationId, [...new Set(generationIds)]))
    .orderBy(asc(generationReferences.slot))
  for (const { generationId, ...reference } of rows) byGeneration.set(generationId, [...(byGeneration.get(generationId) ?? []), reference])
  return byGeneration
}

function sceneChanges(reads: readonly Read[]): Record<string, string[]> {
  const changes: Record<string, string[]> = {}
  for (const [i, before] of reads.entries()) {
    for (const [j, after] of reads.entries()) {
      if (i === j || !before.frozen || !after.frozen) continue
      const cameras = { before: before.frozen.camera, after: after.frozen.camera }
      changes[`${i}-${j}`] = describeSceneChange(before.frozen.document, after.frozen.document, cameras)
    }
  }
  return changes
}

/**
 * A few words for each picture beside its letter: its title, else what sets it apart from the others, which is the prompt
 * unless they share it.
 */
function withLabels(sides: readonly Side[]): Side[] {
  const prompts = sides.flatMap(({ recipe }) => (recipe ? [recipe.prompt.trim()] : []))
  const shared = prompts.length > 1 && new Set(prompts).size === 1
  return sides.map((side) => {
    if (side.label !== '' || !side.recipe) return side
    const { prompt, seed, settings } = side.recipe
    const apart = !shared ? prompt.trim() : seed === null ? settings.quality : `Seed ${seed}`
    return { ...side, label: apart || 'Without a prompt' }
  })
}
