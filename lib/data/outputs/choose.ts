import 'server-only'
import { and, asc, inArray, isNull } from 'drizzle-orm'
import { generationOutputs, generations } from '@/db/schema'
import { selectionSchema } from '@/lib/domain/curation'
import { AppError } from '@/lib/domain/errors'
import type { Permission } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import type { Executor } from '../db'
import { refusal, teamOfRow } from '../teams/suspended'

/** The ids of an action, each once. @throws AppError `invalid` for none or too many. */
export function selectionOf(outputIds: readonly string[]): string[] {
  const parsed = selectionSchema.safeParse([...new Set(outputIds)])
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'Choose at least one image.')
  return parsed.data
}

export type ChosenOutput = { id: string; generationId: string; teamId: string }

/**
 * The images that an action names, locked until the transaction ends, always in the same order so that two actions cannot
 * wait for each other. Images in the trash are not among them.
 * @throws AppError `not_found` unless the actor holds the permission for every single one.
 */
export async function lockOutputs(tx: Executor, actor: Actor, outputIds: readonly string[], permission: Permission): Promise<ChosenOutput[]> {
  const ids = selectionOf(outputIds)
  const rows = await tx
    .select({ id: generationOutputs.id, generationId: generationOutputs.generationId, teamId: generationOutputs.teamId })
    .from(generationOutputs)
    .where(and(inArray(generationOutputs.id, ids), isNull(generationOutputs.deletedAt), inTeamsOf(actor, generationOutputs.teamId, permission)))
    .orderBy(asc(generationOutputs.id))
    .for('update')
  if (rows.length !== ids.length)
    throw await refusal(tx, actor, teamOfRow(generationOutputs, ids[0] ?? ''), ids.length === 1 ? 'This image' : 'One of these images')
  return rows
}

/** The generations of images that are about to change, locked before the images are, in order. */
export async function lockGenerations(tx: Executor, outputIds: readonly string[]): Promise<void> {
  const ids = tx
    .select({ id: generationOutputs.generationId })
    .from(generationOutputs)
    .where(inArray(generationOutputs.id, [...outputIds]))
  await tx.select({ id: generations.id }).from(generations).where(inArray(generations.id, ids)).orderBy(asc(generations.id)).for('update')
}

export const generationIdsOf = (outputs: readonly ChosenOutput[]): string[] => [...new Set(outputs.map((output) => output.generationId))].sort()
