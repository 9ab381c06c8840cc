import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { generations, memberships, sessions, teams, users } from '@/db/schema'
import { storeTestPicture } from '@/e2e/fixtures/generations'
import { newId } from '@/lib/domain/ids'
import { system, type UserActor } from '../actor'
import { db } from '../db'
import { addOutput, fail, requestCancel, succeed } from '../generations/mutations'
import { output, queued, running, useTeams } from '../generations/testing/generations'
import { storedBytes } from '../usage/storage'
import { readEngineHealth } from './engines'
import { readOverview } from './overview'
import { listAllTeams } from './teams'
import { listAllUsers } from './users'

const { team, stranger } = useTeams()
const admin: UserActor = { kind: 'user', userId: 'usr_operator', sessionId: 'ses_operator', isInstanceAdmin: true }
beforeAll(async () => {
  await db().insert(users).values({ id: admin.userId, email: 'operator@example.org', name: 'Operator', isInstanceAdmin: true })
})

const hoursAgo = (hours: number) => sql<Date>`now() - make_interval(hours => ${hours})`

async function finished(hours: number): Promise<string> {
  const id = await running(team)
  await addOutput(system, await output(team, id, 0))
  await succeed(system, id)
  await db()
    .update(generations)
    .set({ finishedAt: hoursAgo(hours) })
    .where(eq(generations.id, id))
  return id
}

async function failed(hours: number): Promise<string> {
  const id = await running(team)
  await fail(system, id, { code: 'rejected', message: 'No.' })
  await db()
    .update(generations)
    .set({ finishedAt: hoursAgo(hours) })
    .where(eq(generations.id, id))
  return id
}

describe('the overview', () => {
  test('counts as active who used a session in the last day, week and month, each person once', async () => {
    const used = async (userId: string, hours: number, revoked = false) => {
      const row = { id: newId('ses'), userId, expiresAt: new Date(Date.now() + 86_400_000), revokedAt: revoked ? new Date() : null }
      await db()
        .insert(sessions)
        .values({ ...row, lastSeenAt: hoursAgo(hours) })
    }
    const extra = newId('usr')
    await db()
      .insert(users)
      .values({ id: extra, email: `${extra}@example.com`, name: 'Long away', suspendedAt: new Date(), suspendedReason: 'Left' })
    await used(team.actor.userId, 1)
    // Who signed out was there all the same.
    await used(team.actor.userId, 2, true)
    await used(stranger.actor.userId, 24 * 3)
    await used(admin.userId, 24 * 20)
    await used(extra, 24 * 31)
    expect((await readOverview(admin)).people).toEqual({ all: 4, suspended: 1, day: 1, week: 2, month: 3 })
  })

  test('tells what waits, what runs, and since when the oldest waits', async () => {
    const asked = (id: string, hours: number) =>
      db()
        .update(generations)
        .set({ createdAt: hoursAgo(hours) })
        .where(eq(generations.id, id))
    const [first, second, atWork] = [await queued(team), await queued(stranger), await running(team)]
    await asked(first, 1)
    await asked(second, 2)
    // What runs does not wait, however long ago it was asked for.
    await asked(atWork, 3)
    const { queue } = await readOverview(admin)
    expect(queue).toMatchObject({ queued: 2, running: 1 })
    expect(Math.round((Date.now() - (queue.oldestQueuedAt?.getTime() ?? 0)) / 60_000)).toBe(120)
    for (const id of [first, second, atWork]) await asked(id, 0)
    for (const [who, id] of [
      [team, first],
      [stranger, second],
      [team, atWork],
    ] as const)
      await requestCancel(who.actor, id)
    expect((await readOverview(admin)).queue).toEqual({ queued: 0, running: 0, oldestQueuedAt: null })
  })

  test('says how many failed of what ended in 24 hours, and of each engine when it last worked and why it last failed', async () => {
    for (const hours of [1, 2, 30]) await finished(hours)
    for (const hours of [3, 25]) await failed(hours)
    expect((await readOverview(admin)).lastDay).toEqual({ succeeded: 2, failed: 1 })
    const health = await readEngineHealth(admin)
    const hoursSince = (time: Date | null | undefined) => Math.round((Date.now() - (time?.getTime() ?? 0)) / 3_600_000)
    const studio = health.find(({ id }) => id === 'studio')
    expect(studio).toMatchObject({ ready: true, lastFailure: 'rejected', lastDay: { succeeded: 2, failed: 1 } })
    expect([hoursSince(studio?.lastSucceededAt), hoursSince(studio?.lastFailedAt)]).toEqual([1, 3])
    expect(health.find(({ id }) => id === 'openai-compatible')).toMatchObject({
      lastSucceededAt: null,
      lastFailedAt: null,
      lastDay: { succeeded: 0, failed: 0 },
    })
  })

  test('names the teams with the most files, and what the files and the database take', async () => {
    for (let n = 0; n < 3; n++) await storeTestPicture(stranger.actor, stranger.teamId, 'reference')
    for (let n = 0; n < 9; n++) await storeTestPicture(team.actor, team.teamId, 'reference')
    const { storage, databaseBytes } = await readOverview(admin)
    const [more, less] = [await storedBytes(system, team.teamId), await storedBytes(system, stranger.teamId)]
    expect(storage.byTeam.map(({ teamId, bytes }) => [teamId, bytes])).toEqual([
      [team.teamId, more],
      [stranger.teamId, less],
    ])
    expect(storage.bytes).toBe(more + less)
    const [size] = await db().execute<{ bytes: string }>(sql`select pg_database_size(current_database())::text as bytes`)
    expect(databaseBytes).toBeGreaterThan(Number(size?.bytes) / 2)
    expect(databaseBytes).toBeLessThan(Number(size?.bytes) * 2)
  })
})

describe('searching', () => {
  test('finds a team by a part of its name, and by the name or the address of somebody in it', async () => {
    const found = async (q: string) => (await listAllTeams(admin, { q })).teams.map(({ id }) => id)
    await db().update(teams).set({ name: 'Studio North 100%' }).where(eq(teams.id, team.teamId))
    const guest = newId('usr')
    await db().insert(users).values({ id: guest, email: 'grace.hopper@navy.example', name: 'Grace Hopper' })
    await db().insert(memberships).values({ teamId: stranger.teamId, userId: guest, role: 'member' })
    expect(await found('north')).toEqual([team.teamId])
    expect(await found('hopper')).toEqual([stranger.teamId])
    expect(await found('@NAVY.')).toEqual([stranger.teamId])
    // Signs that mean something to a pattern are taken as they are.
    expect(await found('100%')).toEqual([team.teamId])
    expect(await found('100_')).toEqual([])
    expect(await found('nobody at all')).toEqual([])
  })

  test('finds a person by a part of the name or of the address', async () => {
    const found = async (q: string) => (await listAllUsers(admin, { q })).users.map(({ name }) => name)
    expect(await found('OPERATOR@')).toEqual(['Operator'])
    expect(await found('long aw')).toEqual(['Long away'])
  })
})
