import 'server-only'
import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generationOutputs, generations } from '@/db/schema'
import type { GenerationError, GenerationStatus, Progress } from '@/lib/domain/generation'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { inTeamsOf, requireAuthorId, requireUserId } from '../authorize'
import { db } from '../db'
import { indexGenerations } from '../history/search-index'
import { notifyLive } from '../notify'
import { refusal, teamOfRow } from '../teams/suspended'
import { recordUsage } from '../usage/record'
import { requireSystem } from './require-system'
import { audit, end, mayMoveTo } from './transitions'

const byId = (id: string) => eq(generations.id, id)

/**
 * Queued becomes running; a step that runs a second time finds it running and goes on.
 * @returns whether there is work to do: false once the generation has ended.
 */
export async function markRunning(actor: Actor, id: string, engineVersion: string): Promise<boolean> {
  requireSystem(actor)
  const now = new Date()
  return db().transaction(async (tx) => {
    const progress: Progress = { fraction: null, step: 'Preparing', remainingMs: null, preview: 0 }
    const [started] = await tx
      .update(generations)
      .set({ status: 'running', engineVersion, progress, startedAt: now, updatedAt: now })
      .where(and(byId(id), mayMoveTo('running')))
      .returning({ id: generations.id, teamId: generations.teamId })
    if (started) {
      await audit(tx, actor, started, 'generation.running', { engineVersion })
      await notifyLive(tx, { teamId: started.teamId, kind: 'generation', id })
      return true
    }
    const [again] = await tx
      .update(generations)
      .set({ engineVersion, updatedAt: now })
      .where(and(byId(id), eq(generations.status, 'running')))
      .returning({ id: generations.id })
    return Boolean(again)
  })
}

/** @returns false when the generation is no longer running, so the caller stops. */
export async function reportProgress(actor: Actor, id: string, progress: Progress): Promise<boolean> {
  requireSystem(actor)
  const [row] = await db()
    .update(generations)
    .set({ progress, updatedAt: new Date() })
    .where(and(byId(id), eq(generations.status, 'running')))
    .returning({ teamId: generations.teamId })
  if (!row) return false
  await notifyLive(db(), { teamId: row.teamId, kind: 'generation', id })
  return true
}

/** Says that the worker still lives; the sweep fails what has been silent for too long. */
export async function beat(actor: Actor, id: string): Promise<void> {
  requireSystem(actor)
  await db()
    .update(generations)
    .set({ updatedAt: new Date() })
    .where(and(byId(id), eq(generations.status, 'running')))
}

export type NewOutput = {
  generationId: string
  index: number
  assetId: string
  thumbnailAssetId: string
  thumbhash: string
  width: number
  height: number
  seed: number | null
  details: Record<string, string | number | boolean | null>
}

/**
 * Adds one image. An image with this index that is already there stays, so a step that runs twice leaves one output.
 * @returns the output's id, or null when the generation is no longer running.
 */
export async function addOutput(actor: Actor, output: NewOutput): Promise<string | null> {
  requireSystem(actor)
  return db().transaction(async (tx) => {
    const [row] = await tx
      .select({ teamId: generations.teamId })
      .from(generations)
      .where(and(byId(output.generationId), eq(generations.status, 'running')))
      .for('update')
    if (!row) return null
    const [created] = await tx
      .insert(generationOutputs)
      .values({ ...output, id: newId('out'), teamId: row.teamId, requestedAt: requestedAtOf(output.generationId) })
      .onConflictDoNothing({ target: [generationOutputs.generationId, generationOutputs.index] })
      .returning({ id: generationOutputs.id })
    await notifyLive(tx, { teamId: row.teamId, kind: 'generation', id: output.generationId })
    if (created) return created.id
    const [existing] = await tx
      .select({ id: generationOutputs.id })
      .from(generationOutputs)
      .where(and(eq(generationOutputs.generationId, output.generationId), eq(generationOutputs.index, output.index)))
    return existing?.id ?? null
  })
}

/** Copied inside the database, to the microsecond. */
const requestedAtOf = (id: string): SQL => sql`(select created_at from ${generations} where id = ${id})`

const countOutputs = async (tx: Transaction, id: string): Promise<number> => {
  const [row] = await tx.select({ n: sql<number>`count(*)::int` }).from(generationOutputs).where(eq(generationOutputs.generationId, id))
  return row?.n ?? 0
}

/** @returns false when it had ended before. @throws Error while images are missing: that is a defect of the caller. */
export async function succeed(actor: Actor, id: string): Promise<boolean> {
  requireSystem(actor)
  return db().transaction(async (tx) => {
    const images = await countOutputs(tx, id)
    const row = await end(tx, actor, byId(id), { status: 'succeeded', images })
    if (row && images !== row.settings.images) throw new Error(`${id} has ${images} of ${row.settings.images} images and cannot succeed.`)
    return row !== null
  })
}

/** @returns false when it had ended before. */
export async function fail(actor: Actor, id: string, error: GenerationError): Promise<boolean> {
  requireSystem(actor)
  return db().transaction(async (tx) => (await end(tx, actor, byId(id), { status: 'failed', images: await countOutputs(tx, id), error })) !== null)
}

/**
 * Ends a generation on a person's wish. It is final at once; the worker watches the row and stops within a second.
 * @returns the status it now has: a generation that ended first keeps its end.
 */
export async function requestCancel(actor: Actor, id: string): Promise<{ status: GenerationStatus; canceled: boolean }> {
  requireAuthorId(actor)
  const mine = and(byId(id), isNull(generations.deletedAt), inTeamsOf(actor, generations.teamId, 'generation.cancel'))
  return db().transaction(async (tx) => {
    if (await cancelIn(tx, actor, mine, id)) return { status: 'canceled', canceled: true }
    const [present] = await tx.select({ status: generations.status }).from(generations).where(mine)
    if (!present) throw await refusal(tx, actor, teamOfRow(generations, id), 'This generation')
    return { status: present.status, canceled: false }
  })
}

/** @returns false when it had ended before, or `where` does not match it. */
export const cancelIn = async (tx: Transaction, actor: Actor, where: SQL | undefined, id: string): Promise<boolean> =>
  (await end(tx, actor, where, { status: 'canceled', images: await countOutputs(tx, id) })) !== null

/**
 * Puts a finished generation into the trash with all its images; {@link restore} brings back what went there with it.
 * @throws AppError `not_found` also for one that still works: cancel it first.
 */
export async function softDelete(actor: Actor, id: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const now = new Date()
    const [row] = await tx
      .update(generations)
      .set({ deletedAt: now, updatedAt: now })
      .where(and(byId(id), isNull(generations.deletedAt), isNotNull(generations.finishedAt), inTeamsOf(actor, generations.teamId, 'generation.delete')))
      .returning({ id: generations.id, teamId: generations.teamId })
    if (!row) throw await refusal(tx, actor, teamOfRow(generations, id), 'This generation')
    await tx
      .update(generationOutputs)
      .set({ deletedAt: now })
      .where(and(eq(generationOutputs.generationId, id), isNull(generationOutputs.deletedAt)))
    await audit(tx, actor, row, 'generation.deleted', null)
    await indexGenerations(tx, [id])
    await notifyLive(tx, { teamId: row.teamId, kind: 'generation', id })
    await recordUsage(tx, [id])
  })
}

/** Undoes {@link softDelete}. @throws AppError `not_found` also for what was removed for good. */
export async function restore(actor: Actor, id: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const [row] = await tx
      .select({ id: generations.id, teamId: generations.teamId, deletedAt: generations.deletedAt })
      .from(generations)
      .where(and(byId(id), isNotNull(generations.deletedAt), isNull(generations.purgedAt), inTeamsOf(actor, generations.teamId, 'generation.delete')))
      .for('update')
    if (!row?.deletedAt) throw await refusal(tx, actor, teamOfRow(generations, id), 'This generation')
    await tx.update(generations).set({ deletedAt: null, updatedAt: new Date() }).where(byId(id))
    // What had been put into the trash by itself, before, stays there.
    await tx
      .update(generationOutputs)
      .set({ deletedAt: null })
      .where(and(eq(generationOutputs.generationId, id), eq(generationOutputs.deletedAt, row.deletedAt)))
    await audit(tx, actor, row, 'generation.restored', null)
    await indexGenerations(tx, [id])
    await notifyLive(tx, { teamId: row.teamId, kind: 'generation', id })
    await recordUsage(tx, [id])
  })
}

/** Notes that the event that starts the work was handed over. */
export async function markSent(actor: Actor, id: string): Promise<void> {
  await db()
    .update(generations)
    .set({ sentAt: new Date() })
    .where(and(byId(id), inTeamsOf(actor, generations.teamId, 'generation.create')))
}
