import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assets, auditLog, memberships, sessions, teams, users } from '@/db/schema'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { newId } from '@/lib/domain/ids'
import type { LiveEvent } from '@/lib/domain/live-event'
import type { Role } from '@/lib/domain/roles'
import { blobStore } from '@/lib/platform/blob'
import { anonymous, system, type UserActor } from '../actor'
import { assetKey } from '../assets/dto'
import { storeAsset } from '../assets/mutations'
import { db } from '../db'
import { subscribeLive } from '../live'
import { notifyLive, notifyMembership } from '../notify'
import { createBlankScene } from '../scenes/mutations'
import { deleteAccount } from '../users/mutations'
import { changeRole, leaveTeam, removeMember } from './members'
import { bringBackTeam, createTeam, deleteTeam, renameTeam, setTeamPicture } from './mutations'
import { listOverdueTeams, purgeTeam } from './purge'
import { currentTeamOf, listDeletedTeams, listMembers, listTeams } from './queries'
import { switchTeam } from './switch-team'

let tearDown: () => Promise<void>
beforeAll(async () => {
  tearDown = await arrangeTenants([{ userId: 'usr_outsider', teamId: 'team_elsewhere', role: 'owner' }])
})
afterAll(() => tearDown())

const outsider = person('usr_outsider')

/** A person with a personal team and a session. */
async function somebody(name = 'Somebody'): Promise<UserActor> {
  const [userId, sessionId, teamId] = [newId('usr'), newId('ses'), newId('team')]
  await db()
    .insert(users)
    .values({ id: userId, email: `${userId}@example.org`, name })
  await db()
    .insert(sessions)
    .values({ id: sessionId, userId, expiresAt: new Date(Date.now() + 3_600_000) })
  await db().insert(teams).values({ id: teamId, name: 'Personal', kind: 'personal' })
  await db().insert(memberships).values({ teamId, userId, role: 'owner' })
  return { kind: 'user', userId, sessionId, isInstanceAdmin: false }
}

/** A shared team, with one person in each of the given roles. */
async function teamWith<R extends readonly Role[]>(...roles: R): Promise<{ teamId: string; people: UserActor[] }> {
  const people: UserActor[] = []
  for (const _ of roles) people.push(await somebody())
  const teamId = newId('team')
  await db().insert(teams).values({ id: teamId, name: 'Studio North', kind: 'shared' })
  await db()
    .insert(memberships)
    .values(people.map(({ userId }, i) => ({ teamId, userId, role: roles[i] ?? 'viewer' })))
  return { teamId, people }
}
const at = (people: readonly UserActor[], i: number): UserActor => people[i] ?? outsider
const rolesIn = async (teamId: string): Promise<string[]> =>
  (await db().select({ role: memberships.role }).from(memberships).where(eq(memberships.teamId, teamId))).map(({ role }) => role).sort()
const codes = (settled: readonly PromiseSettledResult<unknown>[]): string[] =>
  settled.map((result) => (result.status === 'fulfilled' ? 'ok' : String(result.reason.code))).sort()
const age = (teamId: string, days: number) =>
  db()
    .update(teams)
    .set({ deletedAt: sql`now() - make_interval(days => ${days})` })
    .where(eq(teams.id, teamId))

describe('the team that a session works in', () => {
  test('is the personal one until another is chosen, and again once that is gone', async () => {
    const me = await somebody()
    expect(await currentTeamOf(me)).toMatchObject({ kind: 'personal' })
    const { id } = await createTeam(me, { name: 'Studio North' })
    expect(await currentTeamOf(me)).toMatchObject({ id, kind: 'shared', role: 'owner' })
    await deleteTeam(me, { teamId: id, typedName: 'Studio North' })
    expect(await currentTeamOf(me)).toMatchObject({ kind: 'personal' })
    await bringBackTeam(me, id)
    expect(await currentTeamOf(me)).toMatchObject({ id })
  })

  test('cannot be a team of others', async () => {
    const me = await somebody()
    await expect(switchTeam(me, 'team_elsewhere')).rejects.toMatchObject({ code: 'not_found' })
    await expect(switchTeam(anonymous, 'team_elsewhere')).rejects.toMatchObject({ code: 'unauthenticated' })
    // Even a session that names one, by whatever mistake, does not open it.
    await db().update(sessions).set({ teamId: 'team_elsewhere' }).where(eq(sessions.id, me.sessionId))
    expect(await currentTeamOf(me)).toMatchObject({ kind: 'personal' })
  })
})

describe('who may manage a team', () => {
  test.each([
    ['member', 'not_found'],
    ['viewer', 'not_found'],
  ] as const)('a %s changes neither its name nor its people', async (role, code) => {
    const { teamId, people } = await teamWith('owner', role)
    const [owner, me] = [at(people, 0), at(people, 1)]
    await expect(renameTeam(me, { teamId, name: 'Mine' })).rejects.toMatchObject({ code })
    await expect(setTeamPicture(me, { teamId, assetId: null })).rejects.toMatchObject({ code })
    await expect(changeRole(me, { teamId, userId: me.userId, role: 'owner' })).rejects.toMatchObject({ code })
    await expect(removeMember(me, { teamId, userId: owner.userId })).rejects.toMatchObject({ code })
    await expect(deleteTeam(me, { teamId, typedName: 'Studio North' })).rejects.toMatchObject({ code })
  })

  test('an outsider finds no team, no members and no deleted teams', async () => {
    const { teamId, people } = await teamWith('owner', 'member')
    const owner = at(people, 0)
    await expect(renameTeam(outsider, { teamId, name: 'Mine' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(removeMember(outsider, { teamId, userId: owner.userId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(leaveTeam(outsider, teamId)).rejects.toMatchObject({ code: 'not_found' })
    expect(await listMembers(outsider, teamId)).toEqual([])
    await deleteTeam(owner, { teamId, typedName: 'Studio North' })
    expect(await listDeletedTeams(outsider)).toEqual([])
    expect(await listDeletedTeams(at(people, 1))).toEqual([])
    await expect(bringBackTeam(outsider, teamId)).rejects.toMatchObject({ code: 'not_found' })
    await expect(bringBackTeam(at(people, 1), teamId)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an admin neither touches an owner nor makes one', async () => {
    const { teamId, people } = await teamWith('owner', 'owner', 'admin', 'member')
    const [owner, admin, member] = [at(people, 0), at(people, 2), at(people, 3)]
    await expect(changeRole(admin, { teamId, userId: owner.userId, role: 'viewer' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeMember(admin, { teamId, userId: owner.userId })).rejects.toMatchObject({ code: 'conflict' })
    await expect(changeRole(admin, { teamId, userId: member.userId, role: 'owner' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(changeRole(admin, { teamId, userId: admin.userId, role: 'owner' })).rejects.toMatchObject({ code: 'conflict' })
    await changeRole(admin, { teamId, userId: member.userId, role: 'admin' })
    expect(await rolesIn(teamId)).toEqual(['admin', 'admin', 'owner', 'owner'])
    const entries = await db().select({ action: auditLog.action, after: auditLog.after }).from(auditLog).where(eq(auditLog.teamId, teamId))
    expect(entries).toEqual([{ action: 'member.role-changed', after: { role: 'admin' } }])
  })

  test('a change of role or a removal counts at once', async () => {
    const { teamId, people } = await teamWith('owner', 'member')
    const [owner, member] = [at(people, 0), at(people, 1)]
    await changeRole(owner, { teamId, userId: member.userId, role: 'viewer' })
    expect(await listTeams(member)).toContainEqual(expect.objectContaining({ id: teamId, role: 'viewer' }))
    await removeMember(owner, { teamId, userId: member.userId })
    expect((await listTeams(member)).map(({ id }) => id)).not.toContain(teamId)
  })
})

describe('open pages', () => {
  test('of a person hear at once that they joined or left, and from then on what they may see', async () => {
    const { teamId, people } = await teamWith('owner', 'member')
    const [owner, member] = [at(people, 0), at(people, 1)]
    const events: LiveEvent[] = []
    const stop = await subscribeLive(member, (event) => events.push(event))
    const moves = (): number => events.filter(({ type }) => type === 'membership').length
    const scenes = (): string[] => events.flatMap((event) => (event.type === 'scene' ? [event.id] : []))
    const saved = async (): Promise<string> => {
      const { id } = await createBlankScene(owner, { teamId })
      await db().transaction((tx) => notifyLive(tx, { teamId, kind: 'scene', id }))
      return id
    }
    const before = await saved()
    await vi.waitFor(() => expect(scenes()).toContain(before))
    await removeMember(owner, { teamId, userId: member.userId })
    await vi.waitFor(() => expect(moves()).toBe(1))
    const after = await saved()
    // Somebody who is still in the team hears of it, so the one who is not would have by now.
    const still: LiveEvent[] = []
    const stopStill = await subscribeLive(owner, (event) => still.push(event))
    await vi.waitFor(() => expect(still.some((event) => event.id === after)).toBe(true))
    await db().transaction((tx) => notifyMembership(tx, member.userId))
    await vi.waitFor(() => expect(moves()).toBe(2))
    expect(scenes()).not.toContain(after)
    stopStill()
    stop()
  })
})

describe('the last owner', () => {
  test('can neither leave, be demoted, be removed nor delete the account', async () => {
    const { teamId, people } = await teamWith('owner', 'admin')
    const owner = at(people, 0)
    await expect(leaveTeam(owner, teamId)).rejects.toMatchObject({ code: 'conflict' })
    await expect(changeRole(owner, { teamId, userId: owner.userId, role: 'admin' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(removeMember(owner, { teamId, userId: owner.userId })).rejects.toMatchObject({ code: 'conflict' })
    await expect(deleteAccount(owner, { typedEmail: `${owner.userId}@example.org` })).rejects.toMatchObject({ code: 'conflict' })
    expect(await rolesIn(teamId)).toEqual(['admin', 'owner'])
  })

  test('stays when two owners leave at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { teamId, people } = await teamWith('owner', 'owner')
      const left = await Promise.allSettled(people.map((owner) => leaveTeam(owner, teamId)))
      expect(codes(left)).toEqual(['conflict', 'ok'])
      expect(await rolesIn(teamId)).toEqual(['owner'])
    }
  })

  test('stays whichever ways out are taken at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { teamId, people } = await teamWith('owner', 'owner', 'owner', 'owner')
      const [a, b, c, d] = [at(people, 0), at(people, 1), at(people, 2), at(people, 3)]
      const ended = await Promise.allSettled([
        leaveTeam(a, teamId),
        changeRole(b, { teamId, userId: b.userId, role: 'member' }),
        removeMember(c, { teamId, userId: c.userId }),
        deleteAccount(d, { typedEmail: `${d.userId}@example.org` }),
      ])
      expect(codes(ended)).toEqual(['conflict', 'ok', 'ok', 'ok'])
      expect((await rolesIn(teamId)).filter((role) => role === 'owner')).toHaveLength(1)
    }
  })

  test('two owners who demote each other leave one', async () => {
    const { teamId, people } = await teamWith('owner', 'owner')
    const [a, b] = [at(people, 0), at(people, 1)]
    const ended = await Promise.allSettled([
      changeRole(a, { teamId, userId: b.userId, role: 'viewer' }),
      changeRole(b, { teamId, userId: a.userId, role: 'viewer' }),
    ])
    // The second is a viewer by the time it holds the lock.
    expect(codes(ended)).toEqual(['not_found', 'ok'])
    expect(await rolesIn(teamId)).toEqual(['owner', 'viewer'])
  })
})

describe('deleting a team', () => {
  test('asks for its name, and is not for a personal one', async () => {
    const { teamId, people } = await teamWith('owner')
    const owner = at(people, 0)
    await expect(deleteTeam(owner, { teamId, typedName: 'Studio South' })).rejects.toMatchObject({ code: 'invalid' })
    const personal = await currentTeamOf(owner)
    await expect(deleteTeam(owner, { teamId: personal.id, typedName: 'Personal' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(leaveTeam(owner, personal.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('can be undone for 14 days and not a moment longer', async () => {
    const { teamId, people } = await teamWith('owner', 'member')
    const [owner, member] = [at(people, 0), at(people, 1)]
    await deleteTeam(owner, { teamId, typedName: ' Studio North ' })
    expect((await listTeams(member)).map(({ id }) => id)).not.toContain(teamId)
    await age(teamId, 13)
    expect(await listDeletedTeams(owner)).toMatchObject([{ id: teamId, name: 'Studio North' }])
    expect(await listOverdueTeams(system, 10)).toEqual([])
    expect(await purgeTeam(system, teamId)).toBe(false)
    await bringBackTeam(owner, teamId)
    expect((await listTeams(member)).map(({ id }) => id)).toContain(teamId)

    await deleteTeam(owner, { teamId, typedName: 'Studio North' })
    await age(teamId, 14)
    expect(await listDeletedTeams(owner)).toEqual([])
    await expect(bringBackTeam(owner, teamId)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('ends with its rows and its files gone, also when that runs twice', async () => {
    const { teamId, people } = await teamWith('owner')
    const owner = at(people, 0)
    const file = await storeAsset(owner, { teamId, kind: 'thumbnail', bytes: Buffer.from(teamId), mime: 'image/webp' })
    await setTeamPicture(owner, { teamId, assetId: file.id })
    await deleteTeam(owner, { teamId, typedName: 'Studio North' })
    await age(teamId, 15)
    expect(await listOverdueTeams(system, 10)).toContain(teamId)
    const runs = await Promise.all([purgeTeam(system, teamId), purgeTeam(system, teamId)])
    expect(runs.sort()).toEqual([false, true])
    expect(await purgeTeam(system, teamId)).toBe(false)
    expect(await db().select().from(assets).where(eq(assets.teamId, teamId))).toEqual([])
    expect(await blobStore().exists(assetKey(file))).toBe(false)
    await expect(purgeTeam(owner, teamId)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
