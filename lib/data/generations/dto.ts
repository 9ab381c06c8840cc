import 'server-only'
import { asc, eq, inArray } from 'drizzle-orm'
import { assets, generationOutputs, generations, scenes, users } from '@/db/schema'
import type { GenerationView, OutputView } from '@/lib/domain/generation-view'
import { db } from '../db'

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

type ViewRow = Omit<GenerationView, 'createdAtMs' | 'startedAtMs' | 'finishedAtMs' | 'updatedAtMs' | 'outputs'> & {
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  updatedAt: Date
}

export function toView(row: ViewRow, outputs: OutputView[]): GenerationView {
  const { createdAt, startedAt, finishedAt, updatedAt, ...rest } = row
  return {
    ...rest,
    createdAtMs: createdAt.getTime(),
    startedAtMs: startedAt?.getTime() ?? null,
    finishedAtMs: finishedAt?.getTime() ?? null,
    updatedAtMs: updatedAt.getTime(),
    outputs,
  }
}

/** The outputs of generations that the caller was allowed to read, in order, by generation. */
export async function outputsOf(generationIds: readonly string[]): Promise<Map<string, OutputView[]>> {
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
