import 'server-only'
import { and, count, eq, isNotNull, isNull } from 'drizzle-orm'
import { promptTemplates } from '@/db/schema'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { fieldErrors } from '@/lib/domain/parse-fields'
import { type PromptTemplate, promptTemplateSchema } from '@/lib/domain/prompt-template'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { lockTeam } from '../teams/lock-team'
import { refusal, teamOfRow } from '../teams/suspended'
import { PROMPTS_MAX } from './queries'

type PromptRow = PromptTemplate & { id: string; teamId: string }

/** @throws AppError `invalid` with a sentence for each field. */
function templateOf(input: PromptTemplate): PromptTemplate {
  const parsed = promptTemplateSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields = fieldErrors(parsed.error)
  throw new AppError('invalid', Object.values(fields)[0] ?? 'This prompt cannot be kept.', { fields })
}

/** Keeps a prompt in a team's library. @throws AppError `not_found`, `invalid`. */
export async function createPrompt(actor: Actor, input: { teamId: string } & PromptTemplate): Promise<{ id: string }> {
  requireUserId(actor)
  const template = templateOf({ name: input.name, body: input.body })
  return db().transaction(async (tx) => {
    const { userId } = await lockTeam(tx, actor, input.teamId, 'prompt.write')
    await requireRoom(tx, input.teamId)
    const prompt = { id: newId('tpl'), teamId: input.teamId, ...template }
    await tx.insert(promptTemplates).values({ ...prompt, createdBy: userId })
    await audit(tx, actor, prompt, 'prompt.created', null, { name: prompt.name })
    return { id: prompt.id }
  })
}

/** Gives a prompt another name and text. @throws AppError `not_found`, `invalid`. */
export async function updatePrompt(actor: Actor, promptId: string, input: PromptTemplate): Promise<void> {
  requireUserId(actor)
  const template = templateOf(input)
  await db().transaction(async (tx) => {
    const prompt = await lockPrompt(tx, actor, promptId, 'live')
    await tx
      .update(promptTemplates)
      .set({ ...template, updatedAt: new Date() })
      .where(eq(promptTemplates.id, prompt.id))
    await audit(tx, actor, prompt, 'prompt.updated', { name: prompt.name }, { name: template.name })
  })
}

/** Takes a prompt out of the library. {@link restorePrompt} undoes it. @throws AppError `not_found`. */
export async function deletePrompt(actor: Actor, promptId: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const prompt = await lockPrompt(tx, actor, promptId, 'live')
    await tx.update(promptTemplates).set({ deletedAt: new Date() }).where(eq(promptTemplates.id, prompt.id))
    await audit(tx, actor, prompt, 'prompt.deleted', null, null)
  })
}

/** @throws AppError `not_found`, `invalid` where the library is full by now. */
export async function restorePrompt(actor: Actor, promptId: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const prompt = await lockPrompt(tx, actor, promptId, 'deleted')
    await lockTeam(tx, actor, prompt.teamId, 'prompt.write')
    await requireRoom(tx, prompt.teamId)
    await tx.update(promptTemplates).set({ deletedAt: null }).where(eq(promptTemplates.id, prompt.id))
    await audit(tx, actor, prompt, 'prompt.restored', null, null)
  })
}

/** The team is locked: two people who add at once take turns, so that the limit holds. */
async function requireRoom(tx: Executor, teamId: string): Promise<void> {
  const [present] = await tx
    .select({ n: count() })
    .from(promptTemplates)
    .where(and(eq(promptTemplates.teamId, teamId), isNull(promptTemplates.deletedAt)))
  if (present && present.n >= PROMPTS_MAX) throw new AppError('invalid', `A team keeps at most ${PROMPTS_MAX} prompts. Delete some that nobody uses.`)
}

async function lockPrompt(tx: Executor, actor: Actor, id: string, state: 'live' | 'deleted'): Promise<PromptRow> {
  const [row] = await tx
    .select({ id: promptTemplates.id, teamId: promptTemplates.teamId, name: promptTemplates.name, body: promptTemplates.body })
    .from(promptTemplates)
    .where(
      and(
        eq(promptTemplates.id, id),
        state === 'live' ? isNull(promptTemplates.deletedAt) : isNotNull(promptTemplates.deletedAt),
        inTeamsOf(actor, promptTemplates.teamId, 'prompt.write'),
      ),
    )
    .for('update')
  if (!row) throw await refusal(tx, actor, teamOfRow(promptTemplates, id), 'This prompt')
  return row
}

async function audit(tx: Executor, actor: Actor, prompt: { id: string; teamId: string }, action: AuditAction, before: unknown, after: unknown): Promise<void> {
  await recordAudit(tx, actor, { action, teamId: prompt.teamId, targetKind: 'prompt', targetId: prompt.id, before, after })
}
