import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generationAttempts, type generations, usageLedger } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import { countClosed, countReserved } from '../budgets/counters'
import { warnBudgets } from '../budgets/warn'

type GenerationRow = typeof generations.$inferSelect

/**
 * One row of a kind for a generation; writing it twice changes nothing, so every step may run twice.
 * @returns whether it was written now: whatever counts along with it counts then.
 */
async function write(
  tx: Transaction,
  row: GenerationRow,
  kind: 'reserve' | 'settle' | 'release',
  amountMicroUsd: number | null,
  images: number,
): Promise<boolean> {
  const written = await tx
    .insert(usageLedger)
    .values({ id: newId('led'), teamId: row.teamId, generationId: row.id, userId: row.authorId, kind, engine: row.engine, images, amountMicroUsd })
    .onConflictDoNothing({ target: [usageLedger.generationId, usageLedger.kind] })
    .returning({ id: usageLedger.id })
  return written.length > 0
}

/** Holds back what the work may cost, before it begins, and tells of a budget that is running out by it. */
export async function reserve(tx: Transaction, row: GenerationRow): Promise<void> {
  if (!(await write(tx, row, 'reserve', row.costReservedMicroUsd, row.settings.images))) return
  await warnBudgets(tx, row, await countReserved(tx, row))
}

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
    if (await write(tx, row, 'release', row.costReservedMicroUsd, 0)) await countClosed(tx, row, null)
    return 0
  }
  const cost = charged.reduce<number | null>((sum, attempt) => (sum === null || attempt.cost === null ? null : sum + attempt.cost), 0)
  if (await write(tx, row, 'settle', cost, images)) await countClosed(tx, row, { images, moneyMicroUsd: cost })
  return cost
}
