import 'server-only'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import { budgetExceptions, budgets, teamQuotas } from '@/db/schema'
import { type Amounts, type CountedKind, type Held, isLimited, type Limits, NOTHING_USED, raised, UNLIMITED, usedOf } from '@/lib/domain/budget'
import type { Month } from '@/lib/domain/month'
import type { Executor } from '../db'
import type { Counted, Subject } from './counters'

/** The budgets of these subjects in a month, with what was granted on top; only those that limit something. */
export async function limitsOf(executor: Executor, teamId: string, subjects: readonly Subject[], month: Month): Promise<Map<CountedKind, Limits>> {
  const ids = subjects.map(({ id }) => id)
  const rows = await executor
    .select({ kind: budgets.subjectKind, id: budgets.subjectId, images: budgets.imagesMax, moneyMicroUsd: budgets.moneyMicroUsdMax })
    .from(budgets)
    .where(and(eq(budgets.teamId, teamId), or(inArray(budgets.subjectId, ids), eq(budgets.subjectKind, 'members'))))
  const found = new Map<CountedKind, Limits>()
  for (const { kind, id } of subjects) {
    const own = rows.find((row) => row.kind === kind && row.id === id) ?? (kind === 'member' ? rows.find((row) => row.kind === 'members') : undefined)
    if (own && isLimited(own)) found.set(kind, { images: own.images, moneyMicroUsd: own.moneyMicroUsd })
  }
  if (found.size === 0) return found
  const extras = await executor
    .select({
      kind: budgetExceptions.subjectKind,
      images: sql<number>`sum(${budgetExceptions.images})::int`,
      moneyMicroUsd: sql<string>`sum(${budgetExceptions.moneyMicroUsd})::text`,
    })
    .from(budgetExceptions)
    .where(and(eq(budgetExceptions.teamId, teamId), eq(budgetExceptions.month, month), inArray(budgetExceptions.subjectId, ids)))
    .groupBy(budgetExceptions.subjectKind)
  for (const { kind, images, moneyMicroUsd } of extras) {
    const limits = found.get(kind)
    if (limits) found.set(kind, raised(limits, { images, moneyMicroUsd: Number(moneyMicroUsd) }))
  }
  return found
}

export type Quota = Limits & { openGenerationsMax: number | null }

/** What the installation allows a team. */
export async function quotaOf(executor: Executor, teamId: string): Promise<Quota> {
  const [row] = await executor
    .select({ images: teamQuotas.imagesMonthMax, moneyMicroUsd: teamQuotas.moneyMonthMicroUsdMax, openGenerationsMax: teamQuotas.openGenerationsMax })
    .from(teamQuotas)
    .where(eq(teamQuotas.teamId, teamId))
  return row ?? { ...UNLIMITED, openGenerationsMax: null }
}

/** Limits beside what is used of them: the narrowest words first, those that a person can change for themselves. */
export function heldOf(counted: readonly Counted[], limits: ReadonlyMap<CountedKind, Limits>, quota: Limits): Held[] {
  const used = (kind: CountedKind): Amounts => {
    const found = counted.find((one) => one.kind === kind)
    return found ? usedOf(found.use) : NOTHING_USED
  }
  const order: CountedKind[] = ['member', 'scene', 'team']
  const held = order.flatMap((kind): Held[] => {
    const limit = limits.get(kind)
    return limit ? [{ whose: kind, limits: limit, used: used(kind) }] : []
  })
  return isLimited(quota) ? [...held, { whose: 'quota', limits: quota, used: used('team') }] : held
}
