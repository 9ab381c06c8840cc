import 'server-only'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { assets, generationPasses, generations, scenes } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { PASS_KINDS, type PassKind, type PassView } from '@/lib/domain/passes'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { requireSystem } from './require-system'

/** Keeps passes with a generation. One of a kind that is there already stays, so a step that runs twice leaves one. */
export async function addPasses(actor: Actor, generationId: string, passes: readonly { kind: PassKind; assetId: string }[]): Promise<void> {
  requireSystem(actor)
  await db()
    .insert(generationPasses)
    .values(passes.map(({ kind, assetId }) => ({ generationId, kind, assetId })))
    .onConflictDoNothing()
}

/** Which passes a generation has, for the step that makes them. */
export async function listPassKinds(actor: Actor, generationId: string): Promise<PassKind[]> {
  requireSystem(actor)
  const rows = await db().select({ kind: generationPasses.kind }).from(generationPasses).where(eq(generationPasses.generationId, generationId))
  return rows.map(({ kind }) => kind)
}

/** The passes of generations that the caller was allowed to read, in the order of {@link PASS_KINDS}, by generation. */
export async function passesOf(generationIds: readonly string[]): Promise<Map<string, PassView[]>> {
  const byGeneration = new Map<string, PassView[]>()
  if (generationIds.length === 0) return byGeneration
  const rows = await db()
    .select({ generationId: generationPasses.generationId, kind: generationPasses.kind, byteSize: assets.byteSize })
    .from(generationPasses)
    .innerJoin(assets, eq(assets.id, generationPasses.assetId))
    .where(inArray(generationPasses.generationId, [...generationIds]))
  rows.sort((a, b) => PASS_KINDS.indexOf(a.kind) - PASS_KINDS.indexOf(b.kind))
  for (const { generationId, ...pass } of rows) byGeneration.set(generationId, [...(byGeneration.get(generationId) ?? []), pass])
  return byGeneration
}

export type PassFile = { assetId: string; mime: string; byteSize: number; sceneName: string | null; prompt: string }

/** What a download needs to know about a pass. @throws AppError `not_found` also where the generation is another team's, or deleted. */
export async function getPassFile(actor: Actor, generationId: string, kind: PassKind): Promise<PassFile> {
  const [row] = await db()
    .select({ assetId: assets.id, mime: assets.mime, byteSize: assets.byteSize, sceneName: scenes.name, prompt: generations.prompt })
    .from(generationPasses)
    .innerJoin(generations, eq(generations.id, generationPasses.generationId))
    .innerJoin(assets, eq(assets.id, generationPasses.assetId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .where(
      and(
        eq(generationPasses.generationId, generationId),
        eq(generationPasses.kind, kind),
        isNull(generations.deletedAt),
        inTeamsOf(actor, generations.teamId, 'team.read'),
      ),
    )
  if (!row) throw notFound('This pass')
  return row
}
