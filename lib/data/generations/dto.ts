import 'server-only'
import { asc, eq, inArray } from 'drizzle-orm'
import { assets, generationOutputs, generations, scenes, users } from '@/db/schema'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import type { PassView } from '@/lib/domain/passes'
import { db } from '../db'
import { passesOf } from './passes'

/** The columns behind {@link GenerationView}; queries join scenes and users on the left. */
export const viewColumns = {
  id: generations.id,
  teamId: generations.teamId,
  sceneId: generations.sceneId,
  sceneName: scenes.name,
  authorName: users.name,
  status: generations.status,
  engine: generations.engine,
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
}

type ViewRow = Omit<GenerationView, 'createdAtMs' | 'startedAtMs' | 'finishedAtMs' | 'updatedAtMs' | 'outputs' | 'passes'> & {
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  updatedAt: Date
}

/** The files of generations that the caller was allowed to read, by generation. */
export type Made = { outputs: Map<string, OutputView[]>; passes: Map<string, PassView[]> }

export async function madeBy(generationIds: readonly string[]): Promise<Made> {
  const [outputs, passes] = await Promise.all([outputsOf(generationIds), passesOf(generationIds)])
  return { outputs, passes }
}

export function toView(row: ViewRow, made: Made): GenerationView {
  const { createdAt, startedAt, finishedAt, updatedAt, ...rest } = row
  return {
    ...rest,
    createdAtMs: createdAt.getTime(),
    startedAtMs: startedAt?.getTime() ?? null,
    finishedAtMs: finishedAt?.getTime() ?? null,
    updatedAtMs: updatedAt.getTime(),
    outputs: made.outputs.get(row.id) ?? [],
    passes: made.passes.get(row.id) ?? [],
  }
}

/** In order, by generation. */
async function outputsOf(generationIds: readonly string[]): Promise<Map<string, OutputView[]>> {
  const byGeneration = new Map<string, OutputView[]>()
  if (generationIds.length === 0) return byGeneration
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
    })
    .from(generationOutputs)
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .where(inArray(generationOutputs.generationId, [...generationIds]))
    .orderBy(asc(generationOutputs.generationId), asc(generationOutputs.index))
  for (const { generationId, ...output } of rows) {
    const list = byGeneration.get(generationId)
    if (list) list.push(output)
    else byGeneration.set(generationId, [output])
  }
  return byGeneration
}
