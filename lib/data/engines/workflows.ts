import 'server-only'
import { and, count, eq, isNull } from 'drizzle-orm'
import { workflows } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { readWorkflow, WORKFLOWS_MAX, workflowNameSchema } from '@/lib/domain/team-workflow'
import { takesTeamWorkflows } from '@/lib/platform/engine-settings'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { lockTeam } from '../teams/lock-team'
import { refusal, teamOfRow } from '../teams/suspended'

/**
 * Keeps a ComfyUI workflow for a team; it is an engine of the team from then on.
 * @param sent what the form made of the uploaded file: graph, output and bound inputs.
 * @throws AppError `invalid` with the reason, `unavailable` where teams may not bring workflows, `not_found`.
 */
export async function createWorkflow(actor: Actor, { teamId, name, sent }: { teamId: string; name: string; sent: unknown }): Promise<{ id: string }> {
  requireUserId(actor)
  const parsed = workflowNameSchema.safeParse(name)
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? 'Give the workflow a name.'
    throw new AppError('invalid', message, { fields: { name: message } })
  }
  const read = readWorkflow(sent)
  if (!read.ok) throw new AppError('invalid', read.message)
  return db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.update')
    if (!takesTeamWorkflows()) throw new AppError('unavailable', 'This installation takes no workflows of teams. Whoever runs it sets COMFYUI_TEAM_WORKFLOWS.')
    const [present] = await tx
      .select({ n: count() })
      .from(workflows)
      .where(and(eq(workflows.teamId, teamId), isNull(workflows.deletedAt)))
    if (present && present.n >= WORKFLOWS_MAX)
      throw new AppError('invalid', `A team has at most ${WORKFLOWS_MAX} workflows. Delete one that is no longer used.`)
    const id = newId('wfl')
    await tx.insert(workflows).values({ id, teamId, name: parsed.data, definition: read.definition, createdBy: team.userId })
    await recordAudit(tx, actor, { action: 'workflow.created', teamId, targetKind: 'workflow', targetId: id, after: { name: parsed.data } })
    return { id }
  })
}

/** Takes a workflow out of the menu. Images that wait for it fail with a sentence; those that it made stay. @throws AppError `not_found`. */
export async function deleteWorkflow(actor: Actor, workflowId: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const [row] = await tx
      .select({ teamId: workflows.teamId })
      .from(workflows)
      .where(and(eq(workflows.id, workflowId), isNull(workflows.deletedAt), inTeamsOf(actor, workflows.teamId, 'team.update')))
    if (!row) throw await refusal(tx, actor, teamOfRow(workflows, workflowId), 'This workflow')
    await lockTeam(tx, actor, row.teamId, 'team.update')
    const [gone] = await tx
      .update(workflows)
      .set({ deletedAt: new Date() })
      .where(and(eq(workflows.id, workflowId), isNull(workflows.deletedAt)))
      .returning({ name: workflows.name })
    if (!gone) throw notFound('This workflow')
    await recordAudit(tx, actor, { action: 'workflow.deleted', teamId: row.teamId, targetKind: 'workflow', targetId: workflowId, before: gone })
  })
}
