import 'server-only'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Transaction } from '@/db/client'
import { budgetExceptions, budgets, memberships, scenes } from '@/db/schema'
import type { AuditTarget } from '@/lib/domain/audit-actions'
import {
  type BudgetKind,
  budgetKindSchema,
  type CountedKind,
  countedKindSchema,
  exceptionSchema,
  isLimited,
  limitsSchema,
  UNLIMITED,
} from '@/lib/domain/budget'
import { AppError, notFound } from '@/lib/domain/errors'
import { idSchema, newId } from '@/lib/domain/ids'
import { parseFields } from '@/lib/domain/parse-fields'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { db } from '../db'
import { type LockedTeam, lockTeam } from '../teams/lock-team'
import { presentMonth } from './counters'
import { limitsOf } from './limits'

const setSchema = z.strictObject({ teamId: idSchema, kind: budgetKindSchema, subjectId: idSchema, limits: limitsSchema.nullable() })
export type SetBudget = z.input<typeof setSchema>

/**
 * Sets what a team, each member, one member or a scene may use in a month, from now on; what was used in this month
 * counts. Null for `limits` takes a budget away: a member then has that of every member.
 * @throws AppError `not_found` also for a team where the actor may not, `invalid`.
 */
export async function setBudget(actor: Actor, input: SetBudget): Promise<void> {
  const { teamId, kind, subjectId, limits } = parseFields(setSchema, input)
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'budget.write')
    await requireSubject(tx, team, kind, subjectId)
    const one = and(eq(budgets.teamId, teamId), eq(budgets.subjectKind, kind), eq(budgets.subjectId, subjectId))
    const [present] = await tx.select({ images: budgets.imagesMax, moneyMicroUsd: budgets.moneyMicroUsdMax }).from(budgets).where(one)
    // A member whose own budget is unlimited is not the same as one who has none of their own.
    const wanted = limits !== null && (isLimited(limits) || kind === 'member') ? limits : null
    if (present?.images === wanted?.images && present?.moneyMicroUsd === wanted?.moneyMicroUsd) return
    if (wanted === null) await tx.delete(budgets).where(one)
    else {
      const values = { imagesMax: wanted.images, moneyMicroUsdMax: wanted.moneyMicroUsd, updatedBy: team.userId, updatedAt: new Date() }
      await tx
        .insert(budgets)
        .values({ teamId, subjectKind: kind, subjectId, ...values })
        .onConflictDoUpdate({ target: [budgets.teamId, budgets.subjectKind, budgets.subjectId], set: values })
    }
    await recordAudit(tx, actor, {
      action: 'budget.changed',
      teamId,
      targetKind: TARGET[kind],
      targetId: subjectId,
      before: { of: kind, ...(present ?? UNLIMITED) },
      after: { of: kind, ...(wanted ?? UNLIMITED) },
    })
  })
}

const grantSchema = z.strictObject({ teamId: idSchema, kind: countedKindSchema, subjectId: idSchema, exception: exceptionSchema })
export type GrantException = z.input<typeof grantSchema>

/**
 * Adds to a budget for the present month alone.
 * @throws AppError `not_found`, `invalid`, `conflict` where that measure has no limit that could be raised.
 */
export async function grantException(actor: Actor, input: GrantException): Promise<void> {
  const { teamId, kind, subjectId, exception } = parseFields(grantSchema, input)
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'budget.write')
    await requireSubject(tx, team, kind, subjectId)
    const month = await presentMonth(tx)
    const limits = (await limitsOf(tx, teamId, [{ kind, id: subjectId }], month)).get(kind)
    const pointless = (exception.images > 0 && (limits?.images ?? null) === null) || (exception.moneyMicroUsd > 0 && (limits?.moneyMicroUsd ?? null) === null)
    if (pointless) throw new AppError('conflict', 'That is not limited, so there is nothing to grant. Reload the page to see the budget as it is now.')
    await tx.insert(budgetExceptions).values({
      id: newId('bex'),
      teamId,
      subjectKind: kind,
      subjectId,
      month,
      grantedBy: team.userId,
      ...exception,
    })
    await recordAudit(tx, actor, {
      action: 'budget.exception_granted',
      teamId,
      targetKind: TARGET[kind],
      targetId: subjectId,
      before: null,
      after: { of: kind, month, ...exception },
    })
  })
}

/** What the log says that it was done to. */
const TARGET = { team: 'team', members: 'team', member: 'user', scene: 'scene' } as const satisfies Record<BudgetKind, AuditTarget>

/** @throws AppError `not_found` unless it is this team, a member of it or a scene in it. */
async function requireSubject(tx: Transaction, team: LockedTeam, kind: BudgetKind | CountedKind, id: string): Promise<void> {
  if (kind === 'team' || kind === 'members') {
    if (id !== team.id) throw notFound('This team')
    return
  }
  const rows =
    kind === 'member'
      ? await tx
          .select({ id: memberships.userId })
          .from(memberships)
          .where(and(eq(memberships.teamId, team.id), eq(memberships.userId, id)))
      : await tx
          .select({ id: scenes.id })
          .from(scenes)
          .where(and(eq(scenes.teamId, team.id), eq(scenes.id, id), isNull(scenes.deletedAt)))
  if (rows.length === 0) throw notFound(kind === 'member' ? 'This member' : 'This scene')
}
