import 'server-only'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { invitations, memberships, teams, users } from '@/db/schema'
import { isId } from '@/lib/domain/ids'
import type { Role } from '@/lib/domain/roles'
import { hashToken } from '@/lib/platform/crypto'
import type { Actor } from '../actor'
import { inTeamsSeenBy } from '../authorize'
import { db } from '../db'

export const INVITATION_DAYS = 14
export const isExpired = sql<boolean>`${invitations.expiresAt} <= now()`
/** Neither taken up nor withdrawn. It may have expired. */
export const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt))

export type InvitationDto = {
  id: string
  /** Null for a link that anybody may use who has it. */
  email: string | null
  role: Role
  invitedBy: string | null
  createdAt: Date
  /** When mail last went out; null for a link, and where mail goes to the terminal. */
  sentAt: Date | null
  expiresAt: Date
  expired: boolean
}

/** The invitations of a team that can be used or renewed, the newest first. For those who may invite; others see none. */
export async function listInvitations(actor: Actor, teamId: string): Promise<InvitationDto[]> {
  return db()
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      invitedBy: users.name,
      createdAt: invitations.createdAt,
      sentAt: invitations.sentAt,
      expiresAt: invitations.expiresAt,
      expired: isExpired,
    })
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(eq(invitations.teamId, teamId), isOpen, inTeamsSeenBy(actor, invitations.teamId, 'member.invite')))
    .orderBy(desc(invitations.createdAt), desc(invitations.id))
    .limit(200)
}

/**
 * The condition that a row is the one that an address names: by its token, or by its id for a person whose own, verified
 * address it is for. The inbox uses the second, since a token is kept nowhere.
 */
export function namedBy(actor: Actor, token: string) {
  if (!isId('inv', token)) return eq(invitations.tokenHash, hashToken(token))
  if (actor.kind !== 'user') return sql`false`
  const own = db()
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, actor.userId), sql`${users.emailVerifiedAt} is not null`))
  return and(eq(invitations.id, token), eq(invitations.email, own))
}

export type InvitationView =
  /** Unknown, expired, withdrawn or used up: nobody is told which, nor of which team it was. */
  | { state: 'gone' }
  | {
      state: 'open'
      teamName: string
      role: Role
      invitedBy: string | null
      /**
       * Whether the actor may take it up; `signed_out` for a visitor. `other_address` comes with a hint at the address to use,
       * such as `a…@example.com`: enough for who it is for, too little for somebody else.
       */
      you: 'may_accept' | 'signed_out' | 'member' | { otherAddress: string }
    }

/** What the page of an invitation shows to whoever opened it. */
export async function describeInvitation(actor: Actor, token: string): Promise<InvitationView> {
  const userId = actor.kind === 'user' ? actor.userId : ''
  const [row] = await db()
    .select({
      teamId: teams.id,
      teamName: teams.name,
      role: invitations.role,
      email: invitations.email,
      invitedBy: users.name,
      acceptedAt: invitations.acceptedAt,
      usable: sql<boolean>`${invitations.acceptedAt} is null and not ${isExpired}`,
      isMember: sql<boolean>`exists (select 1 from ${memberships} where ${memberships.teamId} = ${teams.id} and ${memberships.userId} = ${userId})`,
    })
    .from(invitations)
    .innerJoin(teams, eq(teams.id, invitations.teamId))
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(namedBy(actor, token), isNull(invitations.revokedAt), isNull(teams.deletedAt)))
  if (!row || (!row.usable && !row.isMember)) return { state: 'gone' }
  const { teamName, role, invitedBy } = row
  return { state: 'open', teamName, role, invitedBy, you: row.isMember ? 'member' : await standing(actor, row.email) }
}

async function standing(actor: Actor, email: string | null): Promise<'may_accept' | 'signed_out' | { otherAddress: string }> {
  if (actor.kind !== 'user') return 'signed_out'
  if (email === null) return 'may_accept'
  const [self] = await db().select({ email: users.email }).from(users).where(eq(users.id, actor.userId))
  return self?.email === email ? 'may_accept' : { otherAddress: hintAt(email) }
}

/** `anna@example.com` as `a…@example.com`. */
export const hintAt = (email: string): string => `${[...email][0] ?? ''}…${email.slice(email.lastIndexOf('@'))}`
