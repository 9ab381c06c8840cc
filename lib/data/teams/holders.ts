import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import { memberships } from '@/db/schema'
import { type Permission, rolesWith } from '@/lib/domain/roles'
import type { Executor } from '../db'

/** The ids of the people in a team who hold a permission there. */
export async function holdersOf(executor: Executor, teamId: string, permission: Permission): Promise<string[]> {
  const rows = await executor
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.teamId, teamId), inArray(memberships.role, [...rolesWith(permission)])))
  return rows.map(({ userId }) => userId)
}
