import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generationAttempts, type generations, usageLedger } from '@/db/schema'
import { newId } from '@/lib/domain/ids'

type GenerationRow = typeof generations.$inferSelect

/** One row of a kind for a generation; writing it twice changes nothing, so every step may run twice. */
async function write(
  tx: Transaction,
  row: GenerationRow,
  kind: 'reserve' | 'settle' | 'release',
  amountMicroUsd: number | null,
  images: number,
): Promise<void> {
  await tx
    .insert(usageLedger)
    .values({ id: newId('led'), teamId: row.teamId, generationId: row.id, userId: row.authorId, kind, engine: row.engine, images, amountMicroUsd })
    .onConflictDoNothing({ target: [usageLedger.generationId, usageLedger.kind] })
}

/** Holds back what the work may cost, before it begins. */
export const reserve = (tx: Transaction, row: GenerationRow): Promise<void> => write(tx, row, 'reserve', row.costReservedMicroUsd, row.settings.images)

/**
 * Closes the reservation when a generation ends, in the transaction that ends it. What providers charged, or may have
 * charged, is settled, with null where one of the prices is unknown; when nothing was charged the reservation is released.
 * @returns what it cost in micro-dollars, or null where that is unknown.
 */
export async function close(tx: Transaction, row: GenerationRow, images: number): Promise<number | null> {
  const attempts = await tx
    .select({ status: generationAttempts.status, cost: generationAttempts.costMicroUsd })
    .from(generationAttempts)
    .where(eq(generationAttempts.generationId, row.id))
  const charged = attempts.filter((attempt) => attempt.status !== 'failed')
  if (charged.length === 0 && row.status !== 'succeeded') {
    await write(tx, row, 'release', row.costReservedMicroUsd, 0)
    return 0
  }
  const cost = charged.reduce<number | null>((sum, attempt) => (sum === null || attempt.cost === null ? null : sum + attempt.cost), 0)
  await write(tx, row, 'settle', cost, images)
  return cost
}
