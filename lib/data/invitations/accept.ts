import 'server-only'
import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { auditLog, invitations, memberships, teams, users } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { teamSuspended } from '@/lib/domain/suspension'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { tell } from '../inbox/tell'
import { notifyMembership } from '../notify'
import { consume } from '../rate-limits/consume'
import { roleIn } from '../teams/lock-team'
import { workIn } from '../teams/switch-team'
import { hintAt, isExpired, namedBy } from './queries'

const TRIES = { limit: 30, windowMs: 15 * 60_000 }

const gone = (): AppError => new AppError('not_found', 'This invitation no longer works. Ask the person who sent it for a new one.')

/**
 * Takes up an invitation as the signed-in person, whose session works in the team from then on. Somebody who is in the team
 * already keeps their role. A second press changes nothing.
 * @throws AppError `unauthenticated`, `not_found` when it does not work any more, `conflict` when it is for another address,
 * `rate_limited`.
 */
export async function acceptInvitation(actor: Actor, token: string): Promise<{ teamId: string }> {
  const userId = requireUserId(actor)
  await consume(`invite-accept:${userId}`, TRIES)
  return db().transaction(async (tx) => {
    const [found] = await tx.select({ id: invitations.id, teamId: invitations.teamId }).from(invitations).where(namedBy(actor, token))
    if (!found) throw gone()
    // The team first, as everybody does who changes its people; then the invitation as it is by now.
    const [team] = await tx
      .select({ id: teams.id, name: teams.name, suspendedAt: teams.suspendedAt })
      .from(teams)
      .where(and(eq(teams.id, found.teamId), isNull(teams.deletedAt)))
      .for('update')
    const [invitation] = await tx
      .select({
        email: invitations.email,
        role: invitations.role,
        createdAt: invitations.createdAt,
        invitedBy: invitations.invitedBy,
        closed: sql<boolean>`${invitations.revokedAt} is not null or ${invitations.acceptedAt} is not null or ${isExpired}`,
      })
      .from(invitations)
      .where(and(eq(invitations.id, found.id), namedBy(actor, token)))
    if (!team || !invitation) throw gone()
    if (await roleIn(tx, team.id, userId)) {
      await workIn(tx, actor, team.id)
      return { teamId: team.id }
    }
    if (team.suspendedAt) throw teamSuspended()
    if (invitation.closed || (await wasRemovedSince(tx, team.id, userId, invitation.createdAt))) throw gone()
    if (invitation.email !== null) {
      const [self] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId))
      if (self?.email !== invitation.email) {
        throw new AppError('conflict', `This invitation is for ${hintAt(invitation.email)}. Sign in with that address to accept it.`)
      }
      await tx.update(invitations).set({ acceptedAt: sql`now()`, acceptedBy: userId }).where(eq(invitations.id, found.id))
    }
    await tx.insert(memberships).values({ teamId: team.id, userId, role: invitation.role })
    await workIn(tx, actor, team.id)
    await recordAudit(tx, actor, {
      action: 'member.joined',
      teamId: team.id,
      targetKind: 'user',
      targetId: userId,
      after: { role: invitation.role, invitationId: found.id },
    })
    await notifyMembership(tx, userId)
    await tell(tx, {
      userIds: invitation.invitedBy ? [invitation.invitedBy] : [],
      teamId: team.id,
      kind: 'invitation',
      actorUserId: userId,
      subject: `joined:${found.id}:${userId}`,
      href: `/team/members?team=${team.id}`,
      data: { team: team.name, joined: 'yes' },
    })
    return { teamId: team.id }
  })
}

/** A link stays open for others; whoever was taken out of the team does not come back in by one that they had before. */
async function wasRemovedSince(tx: Executor, teamId: string, userId: string, since: Date): Promise<boolean> {
  const [row] = await tx
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(eq(auditLog.teamId, teamId), eq(auditLog.action, 'member.removed'), eq(auditLog.targetId, userId), gt(auditLog.createdAt, since)))
    .limit(1)
  return row !== undefined
}
