import 'server-only'
import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { assets, explorations, generationOutputs, generations, outputFavourites, outputRatings, scenes, users } from '@/db/schema'
import type { ExplorationPlace, GenerationView, OutputDetail } from '@/lib/domain/generation-view'
import type { PassView } from '@/lib/domain/passes'
import type { Actor } from '../actor'
import { db } from '../db'
import { passesOf } from './passes'
import { placesOf } from './queue'

/** The columns behind {@link GenerationView}; queries join scenes and users on the left. */
export const viewColumns = {
  id: generations.id,
  teamId: generations.teamId,
  sceneId: generations.sceneId,
  sceneName: scenes.name,
  authorId: generations.authorId,
  authorName: users.name,
  shotName: generations.shotName,
  hasReference: generations.hasReference,
  status: generations.status,
  engine: generations.engine,
  model: generations.model,
  prompt: generations.prompt,
  settings: generations.settings,
  width: generations.width,
  height: generations.height,
  progress: generations.progress,
  error: generations.error,
  snapshotAssetId: generations.snapshotAssetId,
  costMicroUsd: generations.costMicroUsd,
  createdAt: generations.createdAt,
  startedAt: generations.startedAt,
  finishedAt: generations.finishedAt,
  updatedAt: generations.updatedAt,
  exploration: sql<ExplorationPlace | null>`case when ${generations.explorationId} is not null then jsonb_build_object(
    'id', ${generations.explorationId}, 'place', ${generations.explorationPlace}, 'label', coalesce(${generations.explorationLabel}, ''),
    'cells', (select ${explorations.cells} from ${explorations} where ${explorations.id} = ${generations.explorationId})) end`,
}

type ViewRow = Omit<GenerationView, 'queuePlace' | 'createdAtMs' | 'startedAtMs' | 'finishedAtMs' | 'updatedAtMs' | 'outputs' | 'passes'> & {
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  updatedAt: Date
}

/** The files of generations that the caller was allowed to read, by generation. */
export type Made = { outputs: Map<string, OutputDetail[]>; passes: Map<string, PassView[]>; places: Map<string, number> }

/** @param fits leaves out images that do not meet it. Those in the trash are left out anyway. */
export async function madeBy(actor: Actor, generationIds: readonly string[], fits?: SQL): Promise<Made> {
  const [outputs, passes, places] = await Promise.all([outputsOf(actor, generationIds, fits), passesOf(generationIds), placesOf(generationIds)])
  return { outputs, passes, places }
}

/** A row of History. */
export const toView = (row: ViewRow, made: Made): GenerationView => ({
  ...toDetail(row, made),
  outputs: (made.outputs.get(row.id) ?? []).map(({ note: _note, fidelityDetails: _details, ...output }) => output),
})

/** As {@link toView}, with the notes of its images. */
export function toDetail(row: ViewRow, made: Made): Omit<GenerationView, 'outputs'> & { outputs: OutputDetail[] } {
  const { createdAt, startedAt, finishedAt, updatedAt, ...rest } = row
  return {
    ...rest,
    createdAtMs: createdAt.getTime(),
    startedAtMs: startedAt?.getTime() ?? null,
    finishedAtMs: finishedAt?.getTime() ?? null,
    updatedAtMs: updatedAt.getTime(),
    queuePlace: made.places.get(row.id) ?? null,
    outputs: made.outputs.get(row.id) ?? [],
    passes: made.passes.get(row.id) ?? [],
  }
}

/** In order, by generation. */
async function outputsOf(actor: Actor, generationIds: readonly string[], fits: SQL | undefined): Promise<Map<string, OutputDetail[]>> {
  const byGeneration = new Map<string, OutputDetail[]>()
  if (generationIds.length === 0) return byGeneration
  const readerId = actor.kind === 'user' ? actor.userId : ''
  const rows = await db()
    .select({
      id: generationOutputs.id,
      generationId: generationOutputs.generationId,
      index: generationOutputs.index,
      assetId: generationOutputs.assetId,
      thumbnailAssetId: generationOutputs.thumbnailAssetId,
      thumbhash: generationOutputs.thumbhash,
      width: generationOutputs.width,
      height: generationOutputs.height,
      seed: generationOutputs.seed,
      details: generationOutputs.details,
      byteSize: assets.byteSize,
      title: generationOutputs.title,
      note: generationOutputs.note,
      tags: generationOutputs.tags,
      review: generationOutputs.review,
      fidelity: generationOutputs.fidelity,
      fidelityDetails: generationOutputs.fidelityDetails,
      heatAssetId: generationOutputs.fidelityHeatAssetId,
      stars: sql<number | null>`${generationOutputs.starsSum}::float8 / nullif(${generationOutputs.starsCount}, 0)`,
      myStars: outputRatings.stars,
      favourite: sql<boolean>`${outputFavourites.userId} is not null`,
    })
    .from(generationOutputs)
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .leftJoin(outputRatings, and(eq(outputRatings.outputId, generationOutputs.id), eq(outputRatings.userId, readerId)))
    .leftJoin(outputFavourites, and(eq(outputFavourites.outputId, generationOutputs.id), eq(outputFavourites.userId, readerId)))
    .where(and(inArray(generationOutputs.generationId, [...generationIds]), isNull(generationOutputs.deletedAt), fits))
    .orderBy(asc(generationOutputs.generationId), asc(generationOutputs.index))
  for (const { generationId, fidelityDetails, heatAssetId, ...row } of rows) {
    const output = { ...row, fidelityDetails: fidelityDetails && { ...fidelityDetails, heatAssetId } }
    const list = byGeneration.get(generationId)
    if (list) list.push(output)
    else byGeneration.set(generationId, [output])
  }
  return byGeneration
}
