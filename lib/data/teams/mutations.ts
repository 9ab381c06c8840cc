import 'server-only'
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { memberships, teams } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { can } from '@/lib/domain/roles'
import type { Actor } from '../actor'
import { type AuditEntry, recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { notifyMembership } from '../notify'
import { consume } from '../rate-limits/consume'
import { lockTeam, roleIn } from './lock-team'
import { notifyMembers } from './notify-members'
import { stillKept } from './queries'
import { requireTeam } from './require-team'
import { workIn } from './switch-team'

const DAY_MS = 86_400_000
const TEAMS_A_DAY = 20
const PICTURES_AN_HOUR = 30

type Entry = Pick<AuditEntry, 'action' | 'before' | 'after'> & { teamId: string }

/** Writes down what was done to a team itself, in the transaction that did it. */
async function auditTeam(tx: Executor, actor: Actor, entry: Entry): Promise<void> {
  await recordAudit(tx, actor, { ...entry, targetKind: 'team', targetId: entry.teamId })
}

/**
 * A new team that the actor owns; their session works in it from here on. The name comes through `teamNameSchema`.
 * @throws AppError `unauthenticated`, `rate_limited`.
 */
export async function createTeam(actor: Actor, { name }: { name: string }): Promise<{ id: string }> {
  const userId = requireUserId(actor)
  await consume(`team-create:${userId}`, { limit: TEAMS_A_DAY, windowMs: DAY_MS })
  const id = newId('team')
  await db().transaction(async (tx) => {
    await tx.insert(teams).values({ id, name, kind: 'shared' })
    await tx.insert(memberships).values({ teamId: id, userId, role: 'owner' })
    await workIn(tx, actor, id)
    await auditTeam(tx, actor, { teamId: id, action: 'team.created', after: { name } })
    await notifyMembership(tx, userId)
  })
  return { id }
}

/** @throws AppError `not_found`. */
export async function renameTeam(actor: Actor, { teamId, name }: { teamId: string; name: string }): Promise<void> {
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.update')
    await tx.update(teams).set({ name }).where(eq(teams.id, teamId))
    await auditTeam(tx, actor, { teamId, action: 'team.renamed', before: { name: team.name }, after: { name } })
  })
}

/** Who may change a team's picture, asked before a file is read. @throws AppError `not_found`, `forbidden` in a suspended team, `rate_limited`. */
export async function assertMaySetPicture(actor: Actor, teamId: string): Promise<void> {
  const userId = requireUserId(actor)
  await requireTeam(actor, teamId, 'team.update')
  await consume(`team-picture:${userId}`, { limit: PICTURES_AN_HOUR, windowMs: DAY_MS / 24 })
}

/** Gives a team a picture that was stored as one of its assets, or takes it away. @throws AppError `not_found`. */
export async function setTeamPicture(actor: Actor, { teamId, assetId }: { teamId: string; assetId: string | null }): Promise<void> {
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.update')
    await tx.update(teams).set({ pictureAssetId: assetId }).where(eq(teams.id, teamId))
    const before = { pictureAssetId: team.pictureAssetId }
    await auditTeam(tx, actor, { teamId, action: 'team.picture-changed', before, after: { pictureAssetId: assetId } })
  })
}

/**
 * Deletes a team: from now on nobody finds anything of it, and after 14 days it is gone for good. Until then
 * {@link bringBackTeam} undoes it.
 * @throws AppError `invalid` when the typed name is another one, `conflict` for a personal team, `not_found`.
 */
export async function deleteTeam(actor: Actor, { teamId, typedName }: { teamId: string; typedName: string }): Promise<void> {
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.delete')
    if (team.kind === 'personal') throw new AppError('conflict', 'Your personal team stays as long as your account does.')
    if (typedName.trim() !== team.name) {
      throw new AppError('invalid', 'The name does not match.', { fields: { name: `Type ${team.name} to confirm.` } })
    }
    await tx.update(teams).set({ deletedAt: new Date() }).where(eq(teams.id, teamId))
    await auditTeam(tx, actor, { teamId, action: 'team.deleted' })
    await notifyMembers(tx, teamId)
  })
}

/** Undoes {@link deleteTeam}, with everything and everybody in it. @throws AppError `not_found` also once the 14 days are over. */
export async function bringBackTeam(actor: Actor, teamId: string): Promise<void> {
  const userId = requireUserId(actor)
  await db().transaction(async (tx) => {
    await lockDeletedTeam(tx, userId, teamId)
    await tx.update(teams).set({ deletedAt: null }).where(eq(teams.id, teamId))
    await workIn(tx, actor, teamId)
    await auditTeam(tx, actor, { teamId, action: 'team.brought-back' })
    await notifyMembers(tx, teamId)
  })
}

async function lockDeletedTeam(tx: Transaction, userId: string, teamId: string): Promise<void> {
  const [team] = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.id, teamId), isNotNull(teams.deletedAt), stillKept))
    .for('update')
  const role = team ? await roleIn(tx, teamId, userId) : null
  if (!role || !can(role, 'team.delete')) throw notFound('This team')
}
