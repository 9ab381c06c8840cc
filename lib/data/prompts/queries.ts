import 'server-only'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { promptTemplates, users } from '@/db/schema'
import type { TeamPrompt } from '@/lib/domain/prompt-template'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

export const PROMPTS_MAX = 300

/** The prompts that a team keeps, last changed first. Another team's id gives none. */
export async function listPrompts(actor: Actor, teamId: string): Promise<TeamPrompt[]> {
  const rows = await db()
    .select({
      id: promptTemplates.id,
      name: promptTemplates.name,
      body: promptTemplates.body,
      createdByName: users.name,
      updatedAt: promptTemplates.updatedAt,
    })
    .from(promptTemplates)
    .leftJoin(users, eq(users.id, promptTemplates.createdBy))
    .where(and(eq(promptTemplates.teamId, teamId), isNull(promptTemplates.deletedAt), inTeamsOf(actor, promptTemplates.teamId, 'team.read')))
    .orderBy(desc(promptTemplates.updatedAt), desc(promptTemplates.id))
    .limit(PROMPTS_MAX)
  return rows.map(({ updatedAt, ...row }) => ({ ...row, updatedAtMs: updatedAt.getTime() }))
}
