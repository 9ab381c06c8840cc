import 'server-only'
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { auditLog, budgetCounters, budgetExceptions, budgets, memberships, scenes, users } from '@/db/schema'
import {
  type Amounts,
  type BudgetKind,
  type BudgetLeft,
  type BudgetUse,
  changeWords,
  isLimited,
  type Limits,
  leftOf,
  NOTHING_USED,
  raised,
  UNLIMITED,
} from '@/lib/domain/budget'
import { notFound } from '@/lib/domain/errors'
import { type Month, monthOf } from '@/lib/domain/month'
import { type Role, rolesWith } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { inTeamsOf, inTeamsSeenBy, requireUserId } from '../authorize'
import { db } from '../db'
import { subjectsOf, toUse } from './counters'
import { heldOf, limitsOf, quotaOf } from './limits'

/** What somebody may use in this month and has. */
export type BudgetView = {
  /** As it was set; null where no budget of its own was. */
  own: Limits | null
  /** What counts now, with what was granted for this month. */
  limits: Limits
  extra: Amounts
  use: BudgetUse
}
export type MemberBudget = BudgetView & { userId: string; name: string; role: Role }
export type SceneBudget = BudgetView & { sceneId: string; name: string }
export type BudgetChange = { id: string; by: string; words: string; at: Date }
export type BudgetsView = {
  month: Month
  team: BudgetView
  /** What a member has without a budget of their own. */
  everyMember: Limits
  members: MemberBudget[]
  /** Those with a budget. */
  scenes: SceneBudget[]
  /** Those that could get one, last changed first. */
  otherScenes: { id: string; name: string }[]
  /** What the installation allows the team. */
  quota: Limits
  history: BudgetChange[]
}

const NO_USE: BudgetUse = { reserved: NOTHING_USED, spent: NOTHING_USED }
const MEMBERS_MAX = 500
const SCENES_MAX = 200
const HISTORY_MAX = 30

/**
 * Every budget of a team with what was used of it in this month.
 * @throws AppError `not_found` for who may not set them.
 */
export async function readBudgets(actor: Actor, teamId: string): Promise<BudgetsView> {
  const [allowed] = await db()
    .select({ id: memberships.teamId })
    .from(memberships)
    .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, requireUserId(actor)), inTeamsSeenBy(actor, memberships.teamId, 'budget.write')))
  if (!allowed) throw notFound('This team')
  const month = monthOf(new Date())
  const [set, extras, counters, people, sceneRows, quota] = await Promise.all([
    db().select().from(budgets).where(eq(budgets.teamId, teamId)),
    db()
      .select()
      .from(budgetExceptions)
      .where(and(eq(budgetExceptions.teamId, teamId), eq(budgetExceptions.month, month))),
    db()
      .select()
      .from(budgetCounters)
      .where(and(eq(budgetCounters.teamId, teamId), eq(budgetCounters.month, month))),
    db()
      .select({ userId: users.id, name: users.name, role: memberships.role })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.teamId, teamId), inArray(memberships.role, [...rolesWith('generation.create')])))
      .orderBy(asc(users.name), asc(users.id))
      .limit(MEMBERS_MAX),
    db()
      .select({ id: scenes.id, name: scenes.name })
      .from(scenes)
      .where(and(eq(scenes.teamId, teamId), isNull(scenes.deletedAt)))
      .orderBy(desc(scenes.updatedAt))
      .limit(SCENES_MAX),
    quotaOf(db(), teamId),
  ])
  const ownOf = (kind: BudgetKind, id: string): Limits | null => {
    const row = set.find((one) => one.subjectKind === kind && one.subjectId === id)
    return row ? { images: row.imagesMax, moneyMicroUsd: row.moneyMicroUsdMax } : null
  }
  const everyMember = ownOf('members', teamId) ?? UNLIMITED
  const view = (kind: 'team' | 'member' | 'scene', id: string): BudgetView => {
    const own = ownOf(kind, id)
    const extra = extras
      .filter((one) => one.subjectKind === kind && one.subjectId === id)
      .reduce((sum, one) => ({ images: sum.images + one.images, moneyMicroUsd: sum.moneyMicroUsd + one.moneyMicroUsd }), NOTHING_USED)
    const counted = counters.find((one) => one.subjectKind === kind && one.subjectId === id)
    const limits = own ?? (kind === 'member' ? everyMember : UNLIMITED)
    return { own, extra, limits: raised(limits, extra), use: counted ? toUse(counted) : NO_USE }
  }
  const budgeted = sceneRows.filter(({ id }) => ownOf('scene', id) !== null)
  return {
    month,
    team: view('team', teamId),
    everyMember,
    members: people.map((person) => ({ ...person, ...view('member', person.userId) })),
    scenes: budgeted.map(({ id, name }) => ({ sceneId: id, name, ...view('scene', id) })),
    otherScenes: sceneRows.filter((scene) => !budgeted.includes(scene)),
    quota,
    history: await readHistory(teamId),
  }
}

const CHANGES = ['budget.changed', 'budget.exception_granted'] as const

/** Who changed which budget, newest first. The caller has asked whether it may be seen. */
async function readHistory(teamId: string): Promise<BudgetChange[]> {
  const rows = await db()
    .select({
      id: auditLog.id,
      action: auditLog.action,
      targetId: auditLog.targetId,
      before: auditLog.before,
      after: auditLog.after,
      at: auditLog.createdAt,
      by: sql<string | null>`(select name from ${users} where id = ${auditLog.actorUserId})`,
      target: sql<
        string | null
      >`coalesce((select name from ${users} where id = ${auditLog.targetId}), (select name from ${scenes} where id = ${auditLog.targetId}))`,
      of: sql<string | null>`${auditLog.after} ->> 'of'`,
    })
    .from(auditLog)
    .where(and(eq(auditLog.teamId, teamId), inArray(auditLog.action, [...CHANGES])))
    .orderBy(desc(auditLog.createdAt), desc(auditLog.id))
    .limit(HISTORY_MAX)
  return rows.map(({ id, action, before, after, at, by, target, of }) => ({
    id,
    at,
    by: by ?? 'Somebody who left',
    words: changeWords(action === 'budget.changed' ? action : 'budget.exception_granted', { before, after }, targetName(of, target)),
  }))
}

function targetName(of: string | null, name: string | null): string {
  if (of === 'team') return 'the team'
  if (of === 'members') return 'every member'
  return name ?? (of === 'scene' ? 'a scene that is gone' : 'a former member')
}

/**
 * The least that is left to the actor in a scene, in this month; nulls where nothing limits them.
 * @throws AppError `not_found` for scenes of other teams and for who may not generate there.
 */
export async function readBudgetLeft(actor: Actor, sceneId: string): Promise<BudgetLeft> {
  const authorId = requireUserId(actor)
  const [scene] = await db()
    .select({ teamId: scenes.teamId })
    .from(scenes)
    .where(and(eq(scenes.id, sceneId), isNull(scenes.deletedAt), inTeamsSeenBy(actor, scenes.teamId, 'generation.create')))
  if (!scene) throw notFound('This scene')
  return leftOf(await readHeld({ teamId: scene.teamId, authorId, sceneId }))
}

/** What limits somebody in this month, and what is used of it. */
async function readHeld(of: { teamId: string; authorId: string; sceneId: string | null }) {
  const month = monthOf(new Date())
  const subjects = subjectsOf(of)
  const [limits, quota] = await Promise.all([limitsOf(db(), of.teamId, subjects, month), quotaOf(db(), of.teamId)])
  if (limits.size === 0 && !isLimited(quota)) return []
  const rows = await db()
    .select()
    .from(budgetCounters)
    .where(
      and(
        eq(budgetCounters.teamId, of.teamId),
        eq(budgetCounters.month, month),
        inArray(
          budgetCounters.subjectId,
          subjects.map(({ id }) => id),
        ),
      ),
    )
  return heldOf(
    rows.map((row) => ({ kind: row.subjectKind, id: row.subjectId, use: toUse(row) })),
    limits,
    quota,
  )
}

/** What the actor may use in a team and has, for those who do not set budgets. Null where nothing limits them. */
export async function readOwnBudget(actor: Actor, teamId: string): Promise<BudgetLeft | null> {
  const authorId = requireUserId(actor)
  const [allowed] = await db()
    .select({ id: memberships.teamId })
    .from(memberships)
    .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, authorId), inTeamsOf(actor, memberships.teamId, 'team.read')))
  if (!allowed) throw notFound('This team')
  const left = leftOf(await readHeld({ teamId, authorId, sceneId: null }))
  return left.images || left.money ? left : null
}
