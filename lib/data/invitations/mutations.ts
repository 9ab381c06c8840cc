import 'server-only'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { invitations, memberships, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { mayGrant, type Role, rolesWith } from '@/lib/domain/roles'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { tell } from '../inbox/tell'
import { consume } from '../rate-limits/consume'
import { type LockedTeam, lockTeam } from '../teams/lock-team'
import { refusal, teamOfRow } from '../teams/suspended'
import { INVITATION_DAYS, isOpen } from './queries'

const HOUR_MS = 3_600_000
const INVITATIONS_AN_HOUR = 40
const TO_ONE_ADDRESS_AN_HOUR = 5

export type IssuedInvitation = {
  id: string
  /** Shown and sent now; only its hash is kept. */
  token: string
  email: string | null
  role: Role
  teamName: string
  invitedBy: string
}

const expiry = sql`now() + make_interval(days => ${INVITATION_DAYS})`

/** Every token that is made counts, since every one may become a mail. */
async function limit(userId: string, teamId: string, email: string | null): Promise<void> {
  await consume(`invite:${userId}`, { limit: INVITATIONS_AN_HOUR, windowMs: HOUR_MS })
  if (email) await consume(`invite-to:${teamId}:${hashToken(email)}`, { limit: TO_ONE_ADDRESS_AN_HOUR, windowMs: HOUR_MS })
}

/**
 * Invites an address, or makes a link that anybody may use who has it. An address that is invited already gets a new token
 * and the old one stops working.
 * @throws AppError `conflict` for a personal team, a role above the actor's own, a member, or a link that would make admins;
 * `not_found`, `rate_limited`.
 */
export async function invite(actor: Actor, { teamId, email, role }: { teamId: string; email: string | null; role: Role }): Promise<IssuedInvitation> {
  await assertMayInvite(actor, teamId)
  await limit(requireUserId(actor), teamId, email)
  return db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'member.invite')
    if (team.kind === 'personal') throw new AppError('conflict', 'Your personal team is for you alone. Create a team to work with others.')
    if (!mayGrant(team.role, role)) throw aboveOwn()
    if (email === null && role !== 'member' && role !== 'viewer') {
      throw new AppError('conflict', 'A link that anybody can use makes members or viewers. Invite an admin by their address.')
    }
    if (email !== null) await assertNoMember(tx, teamId, email)
    const token = randomToken()
    const fresh = { tokenHash: hashToken(token), role, invitedBy: team.userId, expiresAt: expiry }
    // The team's lock makes two invitations of one address take turns.
    const [renewed] =
      email === null
        ? []
        : await tx
            .update(invitations)
            .set({ ...fresh, sentAt: null })
            .where(and(eq(invitations.teamId, teamId), eq(invitations.email, email), isOpen))
            .returning({ id: invitations.id })
    const id = renewed?.id ?? newId('inv')
    if (!renewed) await tx.insert(invitations).values({ id, teamId, email, ...fresh })
    await recordAudit(tx, actor, { action: 'invitation.made', teamId, targetKind: 'invitation', targetId: id, after: { role, byLink: email === null } })
    return issued(tx, team, { id, token, email, role })
  })
}

/**
 * Makes a new token for an invitation, good for 14 days from now. The old one stops working.
 * @throws AppError `conflict` when its role is above the actor's own, `not_found`, `rate_limited`.
 */
export async function renewInvitation(actor: Actor, invitationId: string): Promise<IssuedInvitation> {
  const { teamId, email } = await managed(actor, invitationId)
  await limit(requireUserId(actor), teamId, email)
  return db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'member.invite')
    const token = randomToken()
    const [row] = await tx
      .update(invitations)
      .set({ tokenHash: hashToken(token), expiresAt: expiry, sentAt: null, invitedBy: team.userId })
      .where(and(eq(invitations.id, invitationId), isOpen))
      .returning({ role: invitations.role })
    if (!row) throw notFound('This invitation')
    if (!mayGrant(team.role, row.role)) throw aboveOwn()
    if (email !== null) await assertNoMember(tx, teamId, email)
    await recordAudit(tx, actor, { action: 'invitation.renewed', teamId, targetKind: 'invitation', targetId: invitationId })
    return issued(tx, team, { id: invitationId, token, email, role: row.role })
  })
}

/** Withdraws an invitation: its address stops working at once. @throws AppError `not_found`. */
export async function revokeInvitation(actor: Actor, invitationId: string): Promise<void> {
  const { teamId } = await managed(actor, invitationId)
  await db().transaction(async (tx) => {
    await lockTeam(tx, actor, teamId, 'member.invite')
    const [row] = await tx
      .update(invitations)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(invitations.id, invitationId), isOpen))
      .returning({ id: invitations.id })
    if (!row) throw notFound('This invitation')
    await recordAudit(tx, actor, { action: 'invitation.revoked', teamId, targetKind: 'invitation', targetId: invitationId })
  })
}

/** Notes that the mail of an invitation went out. @throws AppError `not_found`. */
export async function markInvitationSent(actor: Actor, invitationId: string): Promise<void> {
  const { teamId } = await managed(actor, invitationId)
  await db()
    .update(invitations)
    .set({ sentAt: sql`now()` })
    .where(and(eq(invitations.id, invitationId), eq(invitations.teamId, teamId)))
}

const aboveOwn = (): AppError => new AppError('conflict', 'Nobody gives a role above their own. Ask an owner of the team.')

async function managed(actor: Actor, invitationId: string): Promise<{ teamId: string; email: string | null }> {
  const [row] = await db()
    .select({ teamId: invitations.teamId, email: invitations.email })
    .from(invitations)
    .where(and(eq(invitations.id, invitationId), isOpen, inTeamsOf(actor, invitations.teamId, 'member.invite')))
  if (!row) throw await refusal(db(), actor, teamOfRow(invitations, invitationId), 'This invitation', 'member.invite')
  return row
}

/** Asked before anything is counted, so that nobody uses up the tries of a team they are not in. */
async function assertMayInvite(actor: Actor, teamId: string): Promise<void> {
  const [row] = await db()
    .select({ teamId: memberships.teamId })
    .from(memberships)
    .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, requireUserId(actor)), inArray(memberships.role, [...rolesWith('member.invite')])))
  if (!row) throw notFound('This team')
}

async function assertNoMember(tx: Transaction, teamId: string, email: string): Promise<void> {
  const [member] = await tx
    .select({ name: users.name })
    .from(users)
    .innerJoin(memberships, and(eq(memberships.userId, users.id), eq(memberships.teamId, teamId)))
    .where(eq(users.email, email))
  if (member) throw new AppError('conflict', `${member.name} is in this team already.`, { fields: { email: 'This person is in the team already.' } })
}

/** Also tells the person, where the address is known to be theirs. */
async function issued(tx: Transaction, team: LockedTeam, given: { id: string; token: string; email: string | null; role: Role }): Promise<IssuedInvitation> {
  const [inviter] = await tx.select({ name: users.name }).from(users).where(eq(users.id, team.userId))
  if (given.email !== null) {
    const invited = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, given.email), sql`${users.emailVerifiedAt} is not null`))
    await tell(tx, {
      userIds: invited.map(({ id }) => id),
      teamId: team.id,
      kind: 'invitation',
      actorUserId: team.userId,
      subject: `invited:${given.id}`,
      href: `/invite/${given.id}`,
      data: { team: team.name },
    })
  }
  return { ...given, teamName: team.name, invitedBy: inviter?.name ?? '' }
}
