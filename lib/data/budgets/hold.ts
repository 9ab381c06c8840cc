import 'server-only'
import { and, asc, count, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { generations, memberships, users } from '@/db/schema'
import { type Demand, findShortfall, type Held, shortfallWords, whomToAsk } from '@/lib/domain/budget'
import { AppError } from '@/lib/domain/errors'
import type { Month } from '@/lib/domain/month'
import { can, rolesWith } from '@/lib/domain/roles'
import { holdActiveTeam } from '../teams/suspended'
import { lockCounters, presentMonth, subjectsOf } from './counters'
import { heldOf, limitsOf, quotaOf } from './limits'

/**
 * More than this many unfinished generations of one team are refused where the installation says nothing else, so that a
 * stuck button cannot fill the queue. Other teams take turns with it anyway.
 */
const OPEN_GENERATIONS_MAX = 100

export type HeldBudget = { teamId: string; authorId: string; month: Month; held: Held[]; openMax: number }

/**
 * Holds every budget and quota that somebody's next generation in a scene counts for, until the transaction ends: of
 * requests that come together each sees what the others have reserved.
 * @throws AppError `forbidden` in a suspended team.
 */
export async function holdBudget(tx: Transaction, of: { teamId: string; authorId: string; sceneId: string | null }): Promise<HeldBudget> {
  // Before any counter is held: whoever suspends the team cancels what it finds, and would wait for counters in turn.
  await holdActiveTeam(tx, of.teamId)
  const month = await presentMonth(tx)
  const counted = await lockCounters(tx, of, month)
  const [limits, quota] = [await limitsOf(tx, of.teamId, subjectsOf(of), month), await quotaOf(tx, of.teamId)]
  return { teamId: of.teamId, authorId: of.authorId, month, held: heldOf(counted, limits, quota), openMax: quota.openGenerationsMax ?? OPEN_GENERATIONS_MAX }
}

/**
 * @param demand `generations` is how many rows it makes, all of them or none.
 * @throws AppError `over_budget` saying which budget, what is left and whom to ask; `rate_limited` when too much is waiting.
 */
export async function requireBudget(tx: Transaction, budget: HeldBudget, demand: Demand & { generations: number }): Promise<void> {
  await requireRoom(tx, budget, demand.generations)
  const shortfall = findShortfall(budget.held, demand)
  if (!shortfall) return
  const { mayChange, names } = await changersOf(tx, budget)
  throw new AppError('over_budget', shortfallWords(shortfall, demand, budget.month, whomToAsk(shortfall.whose, mayChange, names)))
}

async function requireRoom(tx: Transaction, { teamId, openMax }: HeldBudget, wanted: number): Promise<void> {
  const [row] = await tx
    .select({ n: count() })
    .from(generations)
    .where(and(eq(generations.teamId, teamId), inArray(generations.status, ['queued', 'running'])))
  const open = row?.n ?? 0
  if (open + wanted <= openMax) return
  if (openMax === 0) throw new AppError('over_budget', 'This installation lets the team make no images at present. Ask whoever runs it.')
  const already = `${open} images are already waiting`
  const message =
    wanted === 1 ? `${already}. Let some finish, or cancel them.` : `${already}, and ${wanted} more would be too many. Let some finish, or cancel them.`
  throw new AppError('rate_limited', message, { retryAfterMs: 30_000 })
}

const NAMES_MAX = 2

/** Who can change the budgets of a team, and whether whoever asks can. */
async function changersOf(tx: Transaction, { teamId, authorId }: HeldBudget): Promise<{ mayChange: boolean; names: string[] }> {
  const [own] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, authorId)))
  const rows = await tx
    .select({ name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.teamId, teamId), ne(memberships.userId, authorId), inArray(memberships.role, [...rolesWith('budget.write')])))
    .orderBy(sql`${memberships.role} = 'admin'`, asc(memberships.createdAt))
    .limit(NAMES_MAX)
  return { mayChange: own !== undefined && can(own.role, 'budget.write'), names: rows.map(({ name }) => name) }
}
