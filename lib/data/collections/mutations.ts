import 'server-only'
import { and, asc, count, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { collectionOutputs, collections, generationOutputs, memberships, teams } from '@/db/schema'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { collectionNameSchema } from '@/lib/domain/curation'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { rolesWith } from '@/lib/domain/roles'
import { teamSuspended } from '@/lib/domain/suspension'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { selectionOf } from '../outputs/choose'
import { refusal, teamOfRow } from '../teams/suspended'
import { COLLECTIONS_MAX } from './queries'

type CollectionRow = { id: string; teamId: string; name: string }

/** @throws AppError `invalid` with the sentence for the field. */
function nameOf(text: string): string {
  const parsed = collectionNameSchema.safeParse(text)
  if (parsed.success) return parsed.data
  const message = parsed.error.issues[0]?.message ?? 'Give the collection a name.'
  throw new AppError('invalid', message, { fields: { name: message } })
}

/** A new collection of a team, with images in it or without. @throws AppError `not_found`, `invalid`. */
export async function createCollection(actor: Actor, input: { teamId: string; name: string; outputIds?: readonly string[] }): Promise<{ id: string }> {
  const userId = requireUserId(actor)
  const name = nameOf(input.name)
  return db().transaction(async (tx) => {
    const [team] = await tx
      .select({ id: teams.id, suspendedAt: teams.suspendedAt })
      .from(teams)
      .innerJoin(memberships, eq(memberships.teamId, teams.id))
      .where(
        and(eq(teams.id, input.teamId), isNull(teams.deletedAt), eq(memberships.userId, userId), inArray(memberships.role, [...rolesWith('output.curate')])),
      )
    if (!team) throw notFound('This team')
    if (team.suspendedAt) throw teamSuspended()
    const [present] = await tx
      .select({ n: count() })
      .from(collections)
      .where(and(eq(collections.teamId, team.id), isNull(collections.deletedAt)))
    if (present && present.n >= COLLECTIONS_MAX) throw new AppError('invalid', `A team has at most ${COLLECTIONS_MAX} collections. Delete some that are done.`)
    const collection = { id: newId('col'), teamId: team.id, name, createdBy: userId }
    await tx.insert(collections).values(collection)
    if (input.outputIds && input.outputIds.length > 0) await add(tx, userId, collection, input.outputIds)
    await audit(tx, actor, collection, 'collection.created', null, { name })
    return { id: collection.id }
  })
}

/** @throws AppError `not_found`, `invalid`. */
export async function renameCollection(actor: Actor, collectionId: string, name: string): Promise<void> {
  requireUserId(actor)
  const next = nameOf(name)
  await db().transaction(async (tx) => {
    const collection = await lockCollection(tx, actor, collectionId)
    await tx.update(collections).set({ name: next, updatedAt: new Date() }).where(eq(collections.id, collection.id))
    await audit(tx, actor, collection, 'collection.renamed', { name: collection.name }, { name: next })
  })
}

/** Takes a collection away; its images stay where they are. {@link restoreCollection} undoes it. @throws AppError `not_found`. */
export const deleteCollection = (actor: Actor, collectionId: string): Promise<void> => setDeleted(actor, collectionId, true)
/** @throws AppError `not_found`. */
export const restoreCollection = (actor: Actor, collectionId: string): Promise<void> => setDeleted(actor, collectionId, false)

async function setDeleted(actor: Actor, collectionId: string, deleted: boolean): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const collection = await lockCollection(tx, actor, collectionId, deleted ? 'live' : 'deleted')
    await tx
      .update(collections)
      .set({ deletedAt: deleted ? new Date() : null })
      .where(eq(collections.id, collection.id))
    await audit(tx, actor, collection, deleted ? 'collection.deleted' : 'collection.restored', null, null)
  })
}

/** Puts images of the same team into a collection; those that are in it already stay. @throws AppError `not_found`, `invalid`. */
export async function addToCollection(actor: Actor, collectionId: string, outputIds: readonly string[]): Promise<{ added: number }> {
  const userId = requireUserId(actor)
  return db().transaction(async (tx) => {
    const collection = await lockCollection(tx, actor, collectionId)
    const added = await add(tx, userId, collection, outputIds)
    await touch(tx, [collection.id])
    return { added }
  })
}

/** Takes images out of a collection; they stay in History. @throws AppError `not_found`, `invalid`. */
export async function removeFromCollection(actor: Actor, collectionId: string, outputIds: readonly string[]): Promise<void> {
  const ids = selectionOf(outputIds)
  await db().transaction(async (tx) => {
    const collection = await lockCollection(tx, actor, collectionId)
    await remove(tx, collection, ids)
    await touch(tx, [collection.id])
  })
}

/** Takes images out of one collection and puts them into another. @throws AppError `not_found`, `invalid`. */
export async function moveBetween(actor: Actor, move: { from: string; to: string; outputIds: readonly string[] }): Promise<void> {
  const userId = requireUserId(actor)
  const ids = selectionOf(move.outputIds)
  if (move.from === move.to) return
  await db().transaction(async (tx) => {
    // Always in the same order, so that two moves in opposite directions cannot wait for each other.
    const [first, second] = [move.from, move.to].sort()
    const locked = [await lockCollection(tx, actor, first ?? ''), await lockCollection(tx, actor, second ?? '')]
    const [from, to] = [locked.find(({ id }) => id === move.from), locked.find(({ id }) => id === move.to)]
    if (!from || !to) throw notFound('This collection')
    await add(tx, userId, to, ids)
    await remove(tx, from, ids)
    await touch(tx, [from.id, to.id])
  })
}

async function lockCollection(tx: Executor, actor: Actor, id: string, state: 'live' | 'deleted' = 'live'): Promise<CollectionRow> {
  const [row] = await tx
    .select({ id: collections.id, teamId: collections.teamId, name: collections.name })
    .from(collections)
    .where(
      and(
        eq(collections.id, id),
        state === 'live' ? isNull(collections.deletedAt) : isNotNull(collections.deletedAt),
        inTeamsOf(actor, collections.teamId, 'output.curate'),
      ),
    )
    .for('update')
  if (!row) throw await refusal(tx, actor, teamOfRow(collections, id), 'This collection')
  return row
}

async function add(tx: Executor, userId: string, collection: CollectionRow, outputIds: readonly string[]): Promise<number> {
  const ids = selectionOf(outputIds)
  const rows = await tx
    .select({ id: generationOutputs.id })
    .from(generationOutputs)
    .where(and(inArray(generationOutputs.id, ids), eq(generationOutputs.teamId, collection.teamId), isNull(generationOutputs.deletedAt)))
    .orderBy(asc(generationOutputs.id))
  if (rows.length !== ids.length) throw notFound(ids.length === 1 ? 'This image' : 'One of these images')
  const added = await tx
    .insert(collectionOutputs)
    .values(ids.map((outputId) => ({ collectionId: collection.id, outputId, addedBy: userId })))
    .onConflictDoNothing()
    .returning({ id: collectionOutputs.outputId })
  return added.length
}

async function remove(tx: Executor, collection: CollectionRow, ids: readonly string[]): Promise<void> {
  await tx.delete(collectionOutputs).where(and(eq(collectionOutputs.collectionId, collection.id), inArray(collectionOutputs.outputId, [...ids])))
}

const touch = (tx: Executor, ids: readonly string[]) =>
  tx
    .update(collections)
    .set({ updatedAt: new Date() })
    .where(inArray(collections.id, [...ids]))

async function audit(tx: Executor, actor: Actor, collection: CollectionRow, action: AuditAction, before: unknown, after: unknown): Promise<void> {
  await recordAudit(tx, actor, { action, teamId: collection.teamId, targetKind: 'collection', targetId: collection.id, before, after })
}
