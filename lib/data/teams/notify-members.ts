import 'server-only'
import { eq } from 'drizzle-orm'
import { memberships } from '@/db/schema'
import type { Executor } from '../db'
import { notifyMembership } from '../notify'

/** Has the open pages of everybody in a team read themselves anew: it came, went, or may be changed no more. */
export async function notifyMembers(tx: Executor, teamId: string): Promise<void> {
  const members = await tx.select({ userId: memberships.userId }).from(memberships).where(eq(memberships.teamId, teamId))
  for (const { userId } of members) await notifyMembership(tx, userId)
}
