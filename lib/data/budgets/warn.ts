import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { budgetWarnings, type generations, scenes, users } from '@/db/schema'
import { type Amounts, type Limits, reachedPercent, usedOf, WARNED_PERCENTS, warningWords } from '@/lib/domain/budget'
import { type Month, monthOf } from '@/lib/domain/month'
import { tell } from '../inbox/tell'
import { holdersOf } from '../teams/holders'
import { type Counted, type Subject, subjectsOf } from './counters'
import { limitsOf } from './limits'

type Row = Pick<typeof generations.$inferSelect, 'teamId' | 'authorId' | 'sceneId' | 'createdAt'>

/**
 * Tells owners and admins, and the member whose budget it is, when half, 80 per cent or all of a budget is used or held
 * back. Each of the three is told once in a month; who passes two at once is told of the higher.
 */
export async function warnBudgets(tx: Transaction, row: Row, counted: readonly Counted[]): Promise<void> {
  const month = monthOf(row.createdAt)
  const limits = await limitsOf(tx, row.teamId, subjectsOf(row), month)
  for (const { kind, id, use } of counted) {
    const limit = limits.get(kind)
    if (!limit) continue
    const used = usedOf(use)
    const percent = reachedPercent(limit, used)
    if (percent !== null && (await isNews(tx, row.teamId, { kind, id }, month, percent))) {
      await tellOf(tx, { teamId: row.teamId, subject: { kind, id }, month, percent, limits: limit, used })
    }
  }
}

/** Remembers that a share was reached, with those below it. @returns whether it had not been before. */
async function isNews(tx: Transaction, teamId: string, { kind, id }: Subject, month: Month, reached: number): Promise<boolean> {
  const percents = WARNED_PERCENTS.filter((percent) => percent <= reached)
  const written = await tx
    .insert(budgetWarnings)
    .values(percents.map((percent) => ({ teamId, subjectKind: kind, subjectId: id, month, percent })))
    .onConflictDoNothing()
    .returning({ percent: budgetWarnings.percent })
  return written.some(({ percent }) => percent === reached)
}

type Warning = { teamId: string; subject: Subject; month: Month; percent: number; limits: Limits; used: Amounts }

async function tellOf(tx: Transaction, { teamId, subject, month, percent, limits, used }: Warning): Promise<void> {
  const memberId = subject.kind === 'member' ? subject.id : null
  const shared = {
    teamId,
    kind: 'budget' as const,
    actorUserId: null,
    subject: `budget:${teamId}:${subject.kind}:${subject.id}:${month}:${percent}`,
    href: `/team/budgets?team=${teamId}`,
  }
  const others = (await holdersOf(tx, teamId, 'budget.write')).filter((userId) => userId !== memberId)
  await tell(tx, { ...shared, userIds: others, data: { title: warningWords(await nameOf(tx, subject), percent, limits, used, month) } })
  if (memberId !== null) await tell(tx, { ...shared, userIds: [memberId], data: { title: warningWords('You', percent, limits, used, month) } })
}

/** As a sentence begins. */
async function nameOf(tx: Transaction, { kind, id }: Subject): Promise<string> {
  if (kind === 'team') return 'The team'
  if (kind === 'member') {
    const [user] = await tx.select({ name: users.name }).from(users).where(eq(users.id, id))
    return user?.name ?? 'Somebody'
  }
  const [scene] = await tx.select({ name: scenes.name }).from(scenes).where(eq(scenes.id, id))
  return scene ? `The scene ${scene.name}` : 'A scene'
}
