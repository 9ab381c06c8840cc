import 'server-only'
import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { budgetCounters, type generations } from '@/db/schema'
import type { Amounts, BudgetUse, CountedKind } from '@/lib/domain/budget'
import { type Month, monthOf } from '@/lib/domain/month'

/** The month that it is by the clock of the database, which says as well when a generation was requested. */
export async function presentMonth(tx: Transaction): Promise<Month> {
  const [now] = await tx.execute<{ month: string }>(sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-01') as month`)
  if (!now) throw new Error('The database does not say what day it is.')
  return now.month
}

export type Subject = { kind: CountedKind; id: string }
type Of = { teamId: string; authorId: string | null; sceneId: string | null }

/** Everything that a generation counts for, in the order in which counters are locked: the team first, so that it orders all others. */
export const subjectsOf = ({ teamId, authorId, sceneId }: Of): Subject[] => [
  { kind: 'team', id: teamId },
  ...(authorId === null ? [] : [{ kind: 'member' as const, id: authorId }]),
  ...(sceneId === null ? [] : [{ kind: 'scene' as const, id: sceneId }]),
]

const useColumns = {
  kind: budgetCounters.subjectKind,
  id: budgetCounters.subjectId,
  imagesReserved: budgetCounters.imagesReserved,
  imagesSpent: budgetCounters.imagesSpent,
  moneyReservedMicroUsd: budgetCounters.moneyReservedMicroUsd,
  moneySpentMicroUsd: budgetCounters.moneySpentMicroUsd,
}
type UseRow = { imagesReserved: number; imagesSpent: number; moneyReservedMicroUsd: number; moneySpentMicroUsd: number }

export const toUse = (row: UseRow): BudgetUse => ({
  reserved: { images: row.imagesReserved, moneyMicroUsd: row.moneyReservedMicroUsd },
  spent: { images: row.imagesSpent, moneyMicroUsd: row.moneySpentMicroUsd },
})

export type Counted = Subject & { use: BudgetUse }

const these = (teamId: string, month: Month, subjects: readonly Subject[]): SQL | undefined =>
  and(
    eq(budgetCounters.teamId, teamId),
    eq(budgetCounters.month, month),
    or(...subjects.map(({ kind, id }) => and(eq(budgetCounters.subjectKind, kind), eq(budgetCounters.subjectId, id)))),
  )

const lockOrder = sql`array_position(array['team', 'member', 'scene'], ${budgetCounters.subjectKind})`

const lockPresent = async (tx: Transaction, teamId: string, month: Month, subjects: readonly Subject[]): Promise<Counted[]> => {
  const rows = await tx
    .select(useColumns)
    .from(budgetCounters)
    .where(these(teamId, month, subjects))
    .orderBy(lockOrder)
    .for('update')
  return rows.map((row) => ({ kind: row.kind, id: row.id, use: toUse(row) }))
}

/**
 * What was used in a month, locked until the transaction ends. Everybody locks the team's counter first, so no two
 * transactions wait for each other in a circle.
 */
export async function lockCounters(tx: Transaction, of: Of, month: Month): Promise<Counted[]> {
  const subjects = subjectsOf(of)
  const present = await lockPresent(tx, of.teamId, month, subjects)
  if (present.length === subjects.length) return present
  await tx
    .insert(budgetCounters)
    .values(subjects.map(({ kind, id }) => ({ teamId: of.teamId, subjectKind: kind, subjectId: id, month })))
    .onConflictDoNothing()
  return lockPresent(tx, of.teamId, month, subjects)
}

type Row = typeof generations.$inferSelect

/** What a generation holds back. An unknown price holds back no money. */
const heldBy = (row: Row): Amounts => ({ images: row.settings.images, moneyMicroUsd: row.costReservedMicroUsd ?? 0 })

/** Counts what a new generation holds back. @returns the counters as they are now. */
export async function countReserved(tx: Transaction, row: Row): Promise<Counted[]> {
  const month = monthOf(row.createdAt)
  await lockCounters(tx, row, month)
  const held = heldBy(row)
  const rows = await tx
    .update(budgetCounters)
    .set({
      imagesReserved: sql`${budgetCounters.imagesReserved} + ${held.images}`,
      moneyReservedMicroUsd: sql`${budgetCounters.moneyReservedMicroUsd} + ${held.moneyMicroUsd}`,
    })
    .where(these(row.teamId, month, subjectsOf(row)))
    .returning(useColumns)
  return rows.map((counted) => ({ kind: counted.kind, id: counted.id, use: toUse(counted) }))
}

/**
 * Counts the end of a generation, in the month in which it was requested.
 * @param spent What it used; a price that nobody knows counts as what was held back for it. Null where it costs nothing.
 */
export async function countClosed(tx: Transaction, row: Row, spent: { images: number; moneyMicroUsd: number | null } | null): Promise<void> {
  const month = monthOf(row.createdAt)
  await lockCounters(tx, row, month)
  const held = heldBy(row)
  const used = spent ? { images: spent.images, moneyMicroUsd: spent.moneyMicroUsd ?? held.moneyMicroUsd } : { images: 0, moneyMicroUsd: 0 }
  await tx
    .update(budgetCounters)
    .set({
      // What an older version of the product reserved while this one started was not counted; recountBudgets mends it.
      imagesReserved: sql`greatest(${budgetCounters.imagesReserved} - ${held.images}, 0)`,
      moneyReservedMicroUsd: sql`greatest(${budgetCounters.moneyReservedMicroUsd} - ${held.moneyMicroUsd}, 0)`,
      imagesSpent: sql`${budgetCounters.imagesSpent} + ${used.images}`,
      moneySpentMicroUsd: sql`${budgetCounters.moneySpentMicroUsd} + ${used.moneyMicroUsd}`,
    })
    .where(these(row.teamId, month, subjectsOf(row)))
}
