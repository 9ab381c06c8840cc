import 'server-only'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { users, workflows } from '@/db/schema'
import type { TeamWorkflow } from '@/lib/domain/team-workflow'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db, type Executor } from '../db'

/** The workflows of a team that can be used, oldest first. */
export async function workflowsOf(actor: Actor, teamId: string, executor: Executor = db()): Promise<TeamWorkflow[]> {
  const rows = await executor
    .select({ id: workflows.id, name: workflows.name, definition: workflows.definition })
    .from(workflows)
    .where(and(eq(workflows.teamId, teamId), isNull(workflows.deletedAt), inTeamsOf(actor, workflows.teamId, 'engine.read')))
    .orderBy(asc(workflows.createdAt), asc(workflows.id))
  return rows.map(({ id, name, definition }) => ({ id, name, ...definition }))
}

export type WorkflowView = { id: string; name: string; createdByName: string | null; createdAtMs: number }

/** The workflows of a team as its Engines page lists them, oldest first. */
export async function listWorkflows(actor: Actor, teamId: string): Promise<WorkflowView[]> {
  const rows = await db()
    .select({ id: workflows.id, name: workflows.name, createdByName: users.name, createdAt: workflows.createdAt })
    .from(workflows)
    .leftJoin(users, eq(users.id, workflows.createdBy))
    .where(and(eq(workflows.teamId, teamId), isNull(workflows.deletedAt), inTeamsOf(actor, workflows.teamId, 'engine.read')))
    .orderBy(asc(workflows.createdAt), asc(workflows.id))
  return rows.map(({ createdAt, ...row }) => ({ ...row, createdAtMs: createdAt.getTime() }))
}
