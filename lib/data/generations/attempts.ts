import 'server-only'
import { and, eq } from 'drizzle-orm'
import { generationAttempts, generations } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from './require-system'

export type AttemptStart = { kind: 'started'; attemptId: string } | { kind: 'unfinished' } | { kind: 'stopped' }

/**
 * Commits that a call that may cost money is about to be made. `unfinished` means that an earlier call for the same
 * image was begun and never reported back: it may have been charged and must not be sent again. `stopped` means that
 * the generation is no longer running.
 */
export async function beginAttempt(actor: Actor, generationId: string, index: number): Promise<AttemptStart> {
  requireSystem(actor)
  return db().transaction(async (tx) => {
    const [row] = await tx.select({ status: generations.status }).from(generations).where(eq(generations.id, generationId)).for('update')
    if (row?.status !== 'running') return { kind: 'stopped' }
    const unfinished = await tx
      .update(generationAttempts)
      .set({ status: 'unknown', finishedAt: new Date() })
      .where(and(eq(generationAttempts.generationId, generationId), eq(generationAttempts.index, index), eq(generationAttempts.status, 'started')))
      .returning({ id: generationAttempts.id })
    if (unfinished.length > 0) return { kind: 'unfinished' }
    const attemptId = newId('att')
    await tx.insert(generationAttempts).values({ id: attemptId, generationId, index, status: 'started' })
    return { kind: 'started', attemptId }
  })
}

/** Writes down how a call ended. `unknown` stands for one that may have been charged. */
export async function endAttempt(
  actor: Actor,
  attemptId: string,
  end: { status: 'succeeded' | 'failed' | 'unknown'; costMicroUsd: number | null; providerRequestId: string | null },
): Promise<void> {
  requireSystem(actor)
  await db()
    .update(generationAttempts)
    .set({ ...end, finishedAt: new Date() })
    .where(and(eq(generationAttempts.id, attemptId), eq(generationAttempts.status, 'started')))
}
