import 'server-only'
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { assets, generationOutputs, generationPasses } from '@/db/schema'
import type { FidelityDetails } from '@/lib/domain/fidelity'
import { PASS_KINDS, type PassKind } from '@/lib/domain/passes'
import type { Actor } from '../actor'
import { db } from '../db'
import { lockGenerations } from '../outputs/choose'
import { settleGenerations } from '../outputs/mutations'
import { requireSystem } from './require-system'
import type { StoredFile } from './worker-queries'

/** Images of a generation that were not measured yet, and the passes to measure them by. */
export type Unmeasured = { outputs: { id: string; file: StoredFile }[]; passes: Record<PassKind, StoredFile> }

const fileColumns = { assetId: assets.id, sha256: assets.sha256, mime: assets.mime }

/** @returns null where there is nothing to measure, or a pass to measure it by is missing. */
export async function listUnmeasured(actor: Actor, generationId: string): Promise<Unmeasured | null> {
  requireSystem(actor)
  const outputs = await db()
    .select({ id: generationOutputs.id, file: fileColumns })
    .from(generationOutputs)
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .where(and(eq(generationOutputs.generationId, generationId), isNull(generationOutputs.fidelityDetails)))
    .orderBy(asc(generationOutputs.index))
  if (outputs.length === 0) return null
  const rows = await db()
    .select({ kind: generationPasses.kind, file: fileColumns })
    .from(generationPasses)
    .innerJoin(assets, eq(assets.id, generationPasses.assetId))
    .where(and(eq(generationPasses.generationId, generationId), inArray(generationPasses.kind, [...PASS_KINDS])))
  const file = (kind: PassKind): StoredFile | undefined => rows.find((row) => row.kind === kind)?.file
  const [depth, normals, ids, objects] = [file('depth'), file('normals'), file('ids'), file('objects')]
  return depth && normals && ids && objects ? { outputs, passes: { depth, normals, ids, objects } } : null
}

export type Measured = { score: number | null; details: FidelityDetails; heatAssetId: string }

/** Keeps a measurement with its image, and the best one with the generation. What is measured twice keeps the later one. */
export async function keepFidelity(actor: Actor, outputId: string, { score, details, heatAssetId }: Measured): Promise<void> {
  requireSystem(actor)
  await db().transaction(async (tx) => {
    const [output] = await tx
      .select({ id: generationOutputs.id, generationId: generationOutputs.generationId, teamId: generationOutputs.teamId })
      .from(generationOutputs)
      .where(eq(generationOutputs.id, outputId))
    if (!output) return
    await lockGenerations(tx, [outputId])
    await tx
      .update(generationOutputs)
      .set({ fidelity: score, fidelityDetails: details, fidelityHeatAssetId: heatAssetId })
      .where(eq(generationOutputs.id, outputId))
    await settleGenerations(tx, [output])
  })
}
