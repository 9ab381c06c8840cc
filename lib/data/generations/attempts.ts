import 'server-only'
import { and, eq, isNotNull, ne } from 'drizzle-orm'
import { generationAttempts, generations } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from './require-system'

export type AttemptStart =
  | { kind: 'started'; attemptId: string }
  | { kind: 'resume'; attemptId: string; ref: string }
  | { kind: 'unfinished' }
  | { kind: 'stopped' }

/**
 * Commits that a call that may cost money is about to be made. `resume` means that an earlier call for the same image
 * was begun, never reported back, and kept what the provider gave to ask for the result. `unfinished` means that an earlier call for the same
 * image was begun and never reported back, or came back with a picture that was lost before it was kept: it was or may
 * have been charged and must not be sent again. `stopped` means that the generation is no longer running.
 */
export async function beginAttempt(actor: Actor, generationId: string, index: number): Promise<AttemptStart> {
  requireSystem(actor)
  return db().transaction(async (tx) => {
    const [row] = await tx.select({ status: generations.status }).from(generations).where(eq(generations.id, generationId)).for('update')
    if (row?.status !== 'running') return { kind: 'stopped' }
    const ofThisImage = and(eq(generationAttempts.generationId, generationId), eq(generationAttempts.index, index))
    const [open] = await tx
      .select({ attemptId: generationAttempts.id, ref: generationAttempts.providerRef })
      .from(generationAttempts)
      .where(and(ofThisImage, eq(generationAttempts.status, 'started'), isNotNull(generationAttempts.providerRef)))
    if (open?.ref) return { kind: 'resume', attemptId: open.attemptId, ref: open.ref }
    await tx
      .update(generationAttempts)
      .set({ status: 'unknown', finishedAt: new Date() })
      .where(and(ofThisImage, eq(generationAttempts.status, 'started')))
    const [charged] = await tx
      .select({ id: generationAttempts.id })
      .from(generationAttempts)
      .where(and(ofThisImage, ne(generationAttempts.status, 'failed')))
      .limit(1)
    if (charged) return { kind: 'unfinished' }
    const attemptId = newId('att')
    await tx.insert(generationAttempts).values({ id: attemptId, generationId, index, status: 'started' })
    return { kind: 'started', attemptId }
  })
}

/** Keeps what the provider gave to ask for the result of a call that is under way. */
export async function keepProviderRef(actor: Actor, attemptId: string, ref: string): Promise<void> {
  requireSystem(actor)
  await db()
    .update(generationAttempts)
    .set({ providerRef: ref })
    .where(and(eq(generationAttempts.id, attemptId), eq(generationAttempts.status, 'started')))
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
