import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditLog, invitations, memberships, notifications, sessions, teams, users } from '@/db/schema'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { newId } from '@/lib/domain/ids'
import type { Role } from '@/lib/domain/roles'
import { anonymous, type UserActor } from '../actor'
import { db } from '../db'
import { removeMember } from '../teams/members'
import { deleteTeam } from '../teams/mutations'
import { currentTeamOf } from '../teams/queries'
import { acceptInvitation } from './accept'
import { invite, renewInvitation, revokeInvitation } from './mutations'
import { describeInvitation, listInvitations } from './queries'

let tearDown: () => Promise<void>
beforeAll(async () => {
  tearDown = await arrangeTenants([{ userId: 'usr_outsider', teamId: 'team_elsewhere', role: 'owner' }])
})
afterAll(() => tearDown())

async function somebody({ verified = false } = {}): Promise<UserActor & { email: string }> {
  const [userId, sessionId] = [newId('usr'), newId('ses')]
  const email = `${userId}@example.org`
  await db()
    .insert(users)
    .values({ id: userId, email, name: 'Somebody', emailVerifiedAt: verified ? new Date() : null })
  await db()
    .insert(sessions)
    .values({ id: sessionId, userId, expiresAt: new Date(Date.now() + 3_600_000) })
  return { kind: 'user', userId, sessionId, isInstanceAdmin: false, email }
}

async function teamOf(role: Role = 'owner', kind: 'shared' | 'personal' = 'shared'): Promise<{ teamId: string; actor: UserActor }> {
  const teamId = newId('team')
  const actor = await somebody()
  await db().insert(teams).values({ id: teamId, name: 'Studio North', kind })
  await db().insert(memberships).values({ teamId, userId: actor.userId, role })
  return { teamId, actor }
}
const expire = (id: string) => db().update(invitations).set({ expiresAt: sql`now()` }).where(eq(invitations.id, id))

describe('inviting', () => {
  test('keeps the hash of the token alone, for fourteen days, and writes it down without the token', async () => {
    const { teamId, actor } = await teamOf()
    const made = await invite(actor, { teamId, email: 'friend@example.org', role: 'member' })
    expect(made.token).toMatch(/^[\w-]{43}$/)
    const [row] = await db().select().from(invitations).where(eq(invitations.id, made.id))
    expect(JSON.stringify(row)).not.toContain(made.token)
    expect(Math.round(((row?.expiresAt.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(14)
    const entries = await db().select().from(auditLog).where(eq(auditLog.targetId, made.id))
    expect(entries.map(({ action }) => action)).toEqual(['invitation.made'])
    expect(JSON.stringify(entries)).not.toContain(made.token)
  })

  test.each(['member', 'viewer'] as const)('is not for a %s, who does not see who was invited either', async (role) => {
    const { teamId, actor } = await teamOf(role)
    await expect(invite(actor, { teamId, email: 'friend@example.org', role: 'viewer' })).rejects.toMatchObject({ code: 'not_found' })
    expect(await listInvitations(actor, teamId)).toEqual([])
  })

  test('is nothing that an outsider or a visitor can do, renew or withdraw', async () => {
    const { teamId, actor } = await teamOf()
    const { id } = await invite(actor, { teamId, email: 'friend@example.org', role: 'member' })
    for (const [who, code] of [
      [person('usr_outsider'), 'not_found'],
      [anonymous, 'unauthenticated'],
    ] as const) {
      await expect(invite(who, { teamId, email: null, role: 'viewer' })).rejects.toMatchObject({ code })
      await expect(renewInvitation(who, id)).rejects.toMatchObject({ code: 'not_found' })
      await expect(revokeInvitation(who, id)).rejects.toMatchObject({ code: 'not_found' })
      expect(await listInvitations(who, teamId)).toEqual([])
    }
  })

  test('gives no role above the own, no admin by link, nobody to a personal team, and no member twice', async () => {
    const { teamId, actor } = await teamOf('admin')
    const conflict = { code: 'conflict' }
    await expect(invite(actor, { teamId, email: 'friend@example.org', role: 'owner' })).rejects.toMatchObject(conflict)
    await expect(invite(actor, { teamId, email: null, role: 'admin' })).rejects.toMatchObject(conflict)
    await expect(invite(actor, { teamId, email: `${actor.userId}@example.org`, role: 'viewer' })).rejects.toMatchObject(conflict)
    const alone = await teamOf('owner', 'personal')
    await expect(invite(alone.actor, { teamId: alone.teamId, email: 'friend@example.org', role: 'viewer' })).rejects.toMatchObject(conflict)
  })

  test('the same address twice, even at once, leaves one invitation whose newest link works', async () => {
    const { teamId, actor } = await teamOf()
    const friend = await somebody()
    const made = await Promise.all([1, 2, 3].map(() => invite(actor, { teamId, email: friend.email, role: 'member' })))
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(await listInvitations(actor, teamId)).toHaveLength(1)
    const states = await Promise.all(made.map(async ({ token }) => (await describeInvitation(friend, token)).state))
    expect(states.sort()).toEqual(['gone', 'gone', 'open'])
  })

  test('one address again and again comes to an end', async () => {
    const { teamId, actor } = await teamOf()
    const again = () => invite(actor, { teamId, email: 'often@example.org', role: 'member' })
    for (let i = 0; i < 5; i++) await again()
    await expect(again()).rejects.toMatchObject({ code: 'rate_limited' })
  })

  test('tells a person whose address is known to be theirs, and nobody who only claims it', async () => {
    const { teamId, actor } = await teamOf()
    const [known, claims] = [await somebody({ verified: true }), await somebody()]
    const { id } = await invite(actor, { teamId, email: known.email, role: 'member' })
    const other = await invite(actor, { teamId, email: claims.email, role: 'member' })
    const told = await db().select({ href: notifications.href }).from(notifications).where(eq(notifications.userId, known.userId))
    expect(told).toEqual([{ href: `/invite/${id}` }])
    expect(await db().select().from(notifications).where(eq(notifications.userId, claims.userId))).toEqual([])
    expect(await describeInvitation(known, id)).toMatchObject({ state: 'open', you: 'may_accept' })
    for (const who of [claims, anonymous]) {
      expect(await describeInvitation(who, id)).toEqual({ state: 'gone' })
      expect(await describeInvitation(who, other.id)).toEqual({ state: 'gone' })
    }
  })
})

describe('accepting', () => {
  test('makes a member with the role, in whose session the team is then open, and tells who invited', async () => {
    const { teamId, actor } = await teamOf()
    const friend = await somebody()
    const { token } = await invite(actor, { teamId, email: friend.email, role: 'viewer' })
    expect(await describeInvitation(anonymous, token)).toMatchObject({ state: 'open', teamName: 'Studio North', you: 'signed_out' })
    await acceptInvitation(friend, token)
    expect(await currentTeamOf(friend)).toMatchObject({ id: teamId, role: 'viewer' })
    // A second press, and a look at the page afterwards, change nothing.
    expect(await acceptInvitation(friend, token)).toEqual({ teamId })
    expect(await describeInvitation(friend, token)).toMatchObject({ you: 'member' })
    expect(await describeInvitation(anonymous, token)).toEqual({ state: 'gone' })
    expect(await listInvitations(actor, teamId)).toEqual([])
    const told = await db()
      .select({ data: notifications.data })
      .from(notifications)
      .where(and(eq(notifications.userId, actor.userId), eq(notifications.kind, 'invitation')))
    expect(told).toEqual([{ data: { team: 'Studio North', joined: 'yes' } }])
  })

  test('is for the address alone, which others learn only a hint of', async () => {
    const { teamId, actor } = await teamOf()
    const other = await somebody()
    const { token } = await invite(actor, { teamId, email: 'friend@example.org', role: 'member' })
    expect(await describeInvitation(other, token)).toMatchObject({ you: { otherAddress: 'f…@example.org' } })
    const refused = await acceptInvitation(other, token).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'conflict' })
    expect(String(Object(refused).userMessage)).not.toContain('friend@')
    await expect(acceptInvitation(anonymous, token)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test.each([
    ['expired', (id: string) => expire(id)],
    ['was withdrawn', (id: string, of: { actor: UserActor }) => revokeInvitation(of.actor, id)],
    ['was renewed', (id: string, of: { actor: UserActor }) => renewInvitation(of.actor, id)],
    ['is of a deleted team', (_: string, of: { actor: UserActor; teamId: string }) => deleteTeam(of.actor, { teamId: of.teamId, typedName: 'Studio North' })],
  ] as const)('fails without a hint when it %s', async (_why, end) => {
    const of = await teamOf()
    const friend = await somebody()
    const { id, token } = await invite(of.actor, { teamId: of.teamId, email: friend.email, role: 'member' })
    await end(id, of)
    expect(await describeInvitation(friend, token)).toEqual({ state: 'gone' })
    await expect(acceptInvitation(friend, token)).rejects.toMatchObject({ code: 'not_found' })
    await expect(acceptInvitation(friend, 'unknown')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an expired one works again once it is renewed', async () => {
    const { teamId, actor } = await teamOf()
    const friend = await somebody()
    const { id } = await invite(actor, { teamId, email: friend.email, role: 'member' })
    await expire(id)
    expect(await listInvitations(actor, teamId)).toMatchObject([{ id, expired: true }])
    const { token } = await renewInvitation(actor, id)
    expect(await acceptInvitation(friend, token)).toEqual({ teamId })
  })

  test('a link lets several people in, and nobody back in who was removed after it was made', async () => {
    const { teamId, actor } = await teamOf()
    const { token } = await invite(actor, { teamId, email: null, role: 'member' })
    const [a, b] = [await somebody(), await somebody()]
    await Promise.all([acceptInvitation(a, token), acceptInvitation(b, token)])
    expect(await db().select().from(memberships).where(eq(memberships.teamId, teamId))).toHaveLength(3)
    await removeMember(actor, { teamId, userId: a.userId })
    await expect(acceptInvitation(a, token)).rejects.toMatchObject({ code: 'not_found' })
    const fresh = await invite(actor, { teamId, email: a.email, role: 'viewer' })
    expect(await acceptInvitation(a, fresh.token)).toEqual({ teamId })
  })

  test('twice at once makes one member and one line in the log', async () => {
    const { teamId, actor } = await teamOf()
    const friend = await somebody()
    const { token } = await invite(actor, { teamId, email: friend.email, role: 'member' })
    await Promise.all([1, 2, 3].map(() => acceptInvitation(friend, token)))
    const joined = await db()
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.teamId, teamId), eq(auditLog.action, 'member.joined')))
    expect(joined).toHaveLength(1)
  })
})
