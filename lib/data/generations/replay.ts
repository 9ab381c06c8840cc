import 'server-only'
import { and, asc, desc, eq, inArray, isNotNull, isNull, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { assets, generationOutputs, generationReferences, generations, providerExchanges } from '@/db/schema'
import { whyNotGenerate } from '@/lib/domain/check-request'
import { AppError } from '@/lib/domain/errors'
import { estimateCost } from '@/lib/domain/estimate-cost'
import type { EngineOption } from '@/lib/domain/generation-view'
import { GONE } from '@/lib/domain/offer-replay'
import type { ReplayResult, Replays, ReplayView } from '@/lib/domain/replay'
import { cameraSchema } from '@/lib/scene/schema'
import type { Actor } from '../actor'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { findEngine } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { refusal, teamOfRow } from '../teams/suspended'
import { findByKey, insertGeneration, type Requested } from './request-generation'
import { requireSystem } from './require-system'
import { audit } from './transitions'
import type { StoredFile } from './worker-queries'

const inputSchema = z.strictObject({
  generationId: z.string().max(64),
  requestKey: z.string().regex(/^[0-9a-zA-Z_-]{16,64}$/),
  /** What the person was told that it costs and agreed to; null where it costs nothing. */
  accepted: z.strictObject({ costMicroUsd: z.number().int().min(0).nullable() }).nullable(),
})

/**
 * Runs a generation again from its frozen inputs, as a new generation that remembers what it repeats. The images are
 * compared once they are there.
 * @throws AppError `not_found`, `invalid` where the engine is gone or cannot take these inputs any more, and where it costs
 * money and nobody agreed to that, `conflict` where it costs more than was agreed to.
 */
export async function replayGeneration(actor: Actor, input: z.input<typeof inputSchema>): Promise<Requested> {
  const userId = requireUserId(actor)
  const parsed = inputSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', 'This request is not complete. Reload the page and press Replay again.', { cause: parsed.error })
  const { generationId, requestKey, accepted } = parsed.data
  return db().transaction(async (tx) => {
    const [old] = await tx
      .select()
      .from(generations)
      .where(
        and(
          eq(generations.id, generationId),
          isNull(generations.deletedAt),
          isNotNull(generations.finishedAt),
          inTeamsOf(actor, generations.teamId, 'generation.create'),
        ),
      )
    if (!old) throw await refusal(tx, actor, teamOfRow(generations, generationId), 'This generation')
    const before = await findByKey(tx, old.teamId, requestKey)
    if (before) return { ...before, created: false }
    const rows = await tx.select().from(generationReferences).where(eq(generationReferences.generationId, old.id))
    const references = rows.map(({ slot, assetId, role, strength }) => ({ slot: slot === 2 ? (2 as const) : (3 as const), assetId, role, strength }))
    const option = findEngine(old.engine, await engineSettings(actor, old.teamId, tx))
    if (!option) throw new AppError('invalid', GONE)
    const reason = whyNotGenerate(option, { settings: old.settings, references, prompt: old.prompt, hasContent: true })
    if (reason) throw new AppError('invalid', reason)
    assertAgreed(option, accepted, estimateCost(option, old.settings, references.length + (old.settings.canvas ? 1 : 0)))
    const requested = await insertGeneration(tx, actor, {
      teamId: old.teamId,
      sceneId: old.sceneId,
      sceneRevisionId: old.sceneRevisionId,
      authorId: userId,
      requestKey,
      prompt: old.prompt,
      settings: old.settings,
      camera: old.camera === null ? null : cameraSchema.parse(old.camera),
      snapshotAssetId: old.snapshotAssetId,
      references,
      reading: old.reading,
      shotName: old.shotName,
      remixedFromOutputId: old.remixedFromOutputId,
    })
    if (requested.created) {
      await tx.update(generations).set({ replayOf: old.id }).where(eq(generations.id, requested.generationId))
      await audit(tx, actor, { id: requested.generationId, teamId: old.teamId }, 'generation.replayed', { replayOf: old.id })
    }
    return requested
  })
}

/** Nothing is spent that a person has not seen and agreed to; an unknown price is agreed to as unknown. */
function assertAgreed({ capabilities }: EngineOption, accepted: { costMicroUsd: number | null } | null, nowMicroUsd: number | null): void {
  if (capabilities.free) return
  if (!accepted) throw new AppError('invalid', `${capabilities.label} charges for a replay. Agree to its price first.`)
  const costsMore = accepted.costMicroUsd !== null && (nowMicroUsd === null || nowMicroUsd > accepted.costMicroUsd)
  if (costsMore) throw new AppError('conflict', 'The price of this model changed. Reload the page to see what it is now.')
}

const REPLAYS_MAX = 12
const original = alias(generations, 'original')

const replayColumns = {
  id: generations.id,
  replayOf: generations.replayOf,
  status: generations.status,
  error: generations.error,
  versionNow: generations.engineVersion,
  versionBefore: original.engineVersion,
  createdAt: generations.createdAt,
}

const replayRows = (actor: Actor, where: SQL | undefined) =>
  db()
    .select(replayColumns)
    .from(generations)
    .innerJoin(original, eq(original.id, generations.replayOf))
    .where(and(where, isNull(generations.deletedAt), isNull(original.deletedAt), inTeamsOf(actor, generations.teamId, 'team.read')))
    .orderBy(desc(generations.createdAt), desc(generations.id))
    .limit(REPLAYS_MAX)

const outputsOf = (ids: readonly string[], index: number) =>
  db()
    .select({ id: generationOutputs.id, generationId: generationOutputs.generationId, replay: generationOutputs.replay })
    .from(generationOutputs)
    .where(and(inArray(generationOutputs.generationId, [...ids]), eq(generationOutputs.index, index), isNull(generationOutputs.deletedAt)))

/** The hash of what a provider was asked first for one image. */
const firstRequestsOf = (ids: readonly string[], index: number) =>
  db()
    .select({ generationId: providerExchanges.generationId, sha256: providerExchanges.requestSha256 })
    .from(providerExchanges)
    .where(and(inArray(providerExchanges.generationId, [...ids]), eq(providerExchanges.index, index), eq(providerExchanges.position, 0)))

/**
 * What a generation repeats, and its own newest replays, for the image with this number. Empty for generations of other teams.
 */
export async function readReplays(actor: Actor, generationId: string, index: number): Promise<Replays> {
  const [[own], replays] = await Promise.all([replayRows(actor, eq(generations.id, generationId)), replayRows(actor, eq(generations.replayOf, generationId))])
  const ids = replays.length > 0 || own ? [generationId, ...replays.map(({ id }) => id), ...(own?.replayOf ? [own.replayOf] : [])] : []
  const [outputs, requests] = ids.length === 0 ? [[], []] : await Promise.all([outputsOf(ids, index), firstRequestsOf(ids, index)])
  const imageOf = (id: string | null) => outputs.find((output) => output.generationId === id)
  const requestOf = (id: string | null) => requests.find((request) => request.generationId === id)?.sha256
  const toView = (row: (typeof replays)[number]): ReplayView => ({
    generationId: row.id,
    outputId: imageOf(row.id)?.id ?? null,
    result: imageOf(row.id)?.replay ?? null,
    status: row.status,
    failure: row.error?.message ?? null,
    isGone: row.error?.code === 'not_configured',
    sameRequest: requestOf(row.id) !== undefined && requestOf(row.id) === requestOf(row.replayOf),
    versionBefore: row.versionBefore,
    versionNow: row.versionNow,
    createdAtMs: row.createdAt.getTime(),
  })
  return {
    of: own?.replayOf ? { generationId: own.replayOf, outputId: imageOf(own.replayOf)?.id ?? null, view: toView(own) } : null,
    replays: replays.map(toView),
  }
}

export type ReplayPair = { outputId: string; now: StoredFile; before: StoredFile | null }

/** The images of a replay that are not compared yet, each with the one that it repeats, if that is still there. */
export async function listReplayPairs(actor: Actor, generationId: string): Promise<{ teamId: string; pairs: ReplayPair[] }> {
  requireSystem(actor)
  const [run] = await db().select({ teamId: generations.teamId, replayOf: generations.replayOf }).from(generations).where(eq(generations.id, generationId))
  if (!run?.replayOf) return { teamId: run?.teamId ?? '', pairs: [] }
  const files = (id: string) =>
    db()
      .select({
        outputId: generationOutputs.id,
        index: generationOutputs.index,
        replay: generationOutputs.replay,
        assetId: assets.id,
        sha256: assets.sha256,
        mime: assets.mime,
      })
      .from(generationOutputs)
      .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
      .where(eq(generationOutputs.generationId, id))
      .orderBy(asc(generationOutputs.index))
  const [mine, theirs] = await Promise.all([files(generationId), files(run.replayOf)])
  const pairs = mine
    .filter(({ replay }) => replay === null)
    .map((now) => ({ outputId: now.outputId, now, before: theirs.find(({ index }) => index === now.index) ?? null }))
  return { teamId: run.teamId, pairs }
}

/** Keeps how an image of a replay compares with the one that it repeats. */
export async function keepReplayResult(actor: Actor, outputId: string, result: ReplayResult): Promise<void> {
  requireSystem(actor)
  await db().update(generationOutputs).set({ replay: result }).where(eq(generationOutputs.id, outputId))
}
