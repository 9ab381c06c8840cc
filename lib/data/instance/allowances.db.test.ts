import { desc, eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { auditLog, teamQuotas, users } from '@/db/schema'
import { storeTestPicture } from '@/e2e/fixtures/generations'
import { NO_QUOTAS, OWN_WORKFLOWS } from '@/lib/domain/instance/quotas'
import { anonymous, system, type UserActor } from '../actor'
import { storeAsset } from '../assets/mutations'
import { db } from '../db'
import { listEnginesOf } from '../engines/queries'
import { engineSettings } from '../engines/settings'
import { hosted, queued, refusal, useTeams } from '../generations/testing/generations'
import { storedBytes } from '../usage/storage'
import { listEngineChoices, readEngineHealth } from './engines'
import { readOverview } from './overview'
import { setTeamEngines, setTeamQuotas } from './quotas'
import { listAllTeams, readTeam } from './teams'

const { team, stranger } = useTeams()
const admin: UserActor = { kind: 'user', userId: 'usr_operator', sessionId: 'ses_operator', isInstanceAdmin: true }
beforeAll(async () => {
  await db().insert(users).values({ id: admin.userId, email: 'operator@example.org', name: 'Operator', isInstanceAdmin: true })
})
beforeEach(async () => {
  await db().delete(teamQuotas)
})
const allow = (quotas: Partial<typeof NO_QUOTAS>) => setTeamQuotas(admin, team.teamId, { ...NO_QUOTAS, ...quotas })

describe('how much a team may keep', () => {
  test('refuses what people add beyond it, in plain words, and nothing that the worker stores', async () => {
    await allow({ storageBytesMax: await storedBytes(system, team.teamId) })
    const error = await refusal(storeTestPicture(team.actor, team.teamId, 'reference'))
    expect(error).toMatchObject({ code: 'over_budget' })
    expect(error.userMessage).toMatch(
      /^(The team's storage is full: .+ of .+\. Empty the trash, or ask|This team may keep no files\. Ask) whoever runs this Maquette/,
    )
    expect(await storeTestPicture(system, team.teamId, 'output')).toMatch(/^ast_/)
  })

  test('does not count the same bytes twice', async () => {
    const file = { teamId: team.teamId, kind: 'reference' as const, bytes: new Uint8Array(5000).fill(7), mime: 'image/png' }
    const { id } = await storeAsset(team.actor, file)
    await allow({ storageBytesMax: await storedBytes(system, team.teamId) })
    expect((await storeAsset(team.actor, file)).id).toBe(id)
  })

  test('is not passed by files that come at the same moment', async () => {
    const before = await storedBytes(system, team.teamId)
    await allow({ storageBytesMax: before + 25_000 })
    const files = Array.from({ length: 10 }, (_, i) => new Uint8Array(10_000).fill(i + 10))
    await Promise.allSettled(files.map((bytes) => storeAsset(team.actor, { teamId: team.teamId, kind: 'reference', bytes, mime: 'image/png' })))
    expect(await storedBytes(system, team.teamId)).toBe(before + 20_000)
  })

  test('is nothing to other teams', async () => {
    await allow({ storageBytesMax: 0 })
    expect(await storeTestPicture(stranger.actor, stranger.teamId, 'reference')).toMatch(/^ast_/)
  })
})

test('quotas of images are kept when an image is asked for, and 0 blocks', async () => {
  await allow({ imagesMonthMax: 0 })
  expect(await refusal(queued(team))).toMatchObject({ code: 'over_budget' })
  await allow({ openGenerationsMax: 0 })
  expect(await refusal(queued(team))).toMatchObject({ code: 'over_budget' })
  await allow({})
  expect(await queued(team)).toMatch(/^gen_/)
})

test('a change of quotas is written down with what differs alone', async () => {
  await allow({ imagesMonthMax: 100 })
  await allow({ imagesMonthMax: 100, storageBytesMax: 5 })
  await allow({ imagesMonthMax: 100, storageBytesMax: 5 })
  const rows = await db()
    .select({ before: auditLog.before, after: auditLog.after })
    .from(auditLog)
    .where(eq(auditLog.action, 'team.quotas-changed'))
    .orderBy(desc(auditLog.createdAt))
    .limit(1)
  expect(rows).toEqual([{ before: { storageBytesMax: null }, after: { storageBytesMax: 5 } }])
})

describe('the engines of a team', () => {
  const ready = async (id: string, of = team) => (await listEnginesOf(of.actor, of.teamId)).find(({ capabilities }) => capabilities.id === id)

  test('are limited alike in the panel and on the server', async () => {
    expect(await ready('openai-compatible')).toMatchObject({ ready: true })
    await setTeamEngines(admin, team.teamId, ['studio'])
    expect(await ready('openai-compatible')).toMatchObject({ ready: false, reason: expect.stringContaining('has not opened it to this team') })
    expect(await refusal(queued(team, { settings: hosted, snapshotAssetId: null }))).toMatchObject({ code: 'invalid' })
    expect(await queued(team)).toMatch(/^gen_/)
    expect(await ready('openai-compatible', stranger)).toMatchObject({ ready: true })
    await setTeamEngines(admin, team.teamId, null)
    expect(await queued(team, { settings: hosted, snapshotAssetId: null })).toMatch(/^gen_/)
  })

  test('hold workflows of its own only where these are chosen', async () => {
    await setTeamEngines(admin, team.teamId, ['studio'])
    expect((await engineSettings(team.actor, team.teamId)).allows('comfyui:wfl_01')).toBe(false)
    await setTeamEngines(admin, team.teamId, ['studio', OWN_WORKFLOWS])
    expect((await engineSettings(team.actor, team.teamId)).allows('comfyui:wfl_01')).toBe(true)
  })

  test('are known to the list of engines with how many teams are without', async () => {
    await setTeamEngines(admin, team.teamId, ['studio'])
    const health = await readEngineHealth(admin)
    expect(health.find(({ id }) => id === 'studio')).toMatchObject({ ready: true, teamsWithout: 0 })
    expect(health.find(({ id }) => id === 'openai-compatible')).toMatchObject({ teamsWithout: 1 })
  })
})

describe('what instance admins see', () => {
  test('a team by its name, and by the name or address of somebody in it', async () => {
    const ids = async (q: string) => (await listAllTeams(admin, { q })).teams.map(({ id }) => id)
    expect(await ids(team.actor.userId)).toEqual([team.teamId])
    expect(await ids('nothing has this name')).toEqual([])
    expect(await ids('')).toEqual(expect.arrayContaining([team.teamId, stranger.teamId]))
  })

  test('what a team uses and may, with the month so far', async () => {
    await allow({ imagesMonthMax: 100 })
    await queued(team)
    const seen = await readTeam(admin, team.teamId)
    expect(seen).toMatchObject({ members: 1, people: [{ role: 'owner' }], quotas: { ...NO_QUOTAS, imagesMonthMax: 100 }, engines: null, suspension: null })
    expect(seen.storageBytes).toBe(await storedBytes(system, team.teamId))
    expect(seen.month.images).toBeGreaterThan(0)
    expect(seen.openGenerations).toBeGreaterThan(0)
  })

  test('the state of the installation', async () => {
    const { people, queue, storage, databaseBytes } = await readOverview(admin)
    expect(people.all).toBe(3)
    expect(queue.queued).toBeGreaterThan(0)
    expect(queue.oldestQueuedAt).toBeInstanceOf(Date)
    expect(storage.byTeam.map(({ teamId }) => teamId)).toEqual(expect.arrayContaining([team.teamId]))
    expect(storage.bytes).toBe((await storedBytes(system, team.teamId)) + (await storedBytes(system, stranger.teamId)))
    expect(databaseBytes).toBeGreaterThan(0)
  })

  test('is for nobody else, and ends with the role', async () => {
    const former: UserActor = { ...team.actor, isInstanceAdmin: true }
    for (const actor of [team.actor, anonymous]) {
      for (const work of [listAllTeams(actor, {}), readTeam(actor, team.teamId), readOverview(actor), readEngineHealth(actor), listEngineChoices(actor)]) {
        expect(await refusal(work)).toMatchObject({ code: 'not_found' })
      }
    }
    expect((await listAllTeams(former, {})).teams).toEqual([])
    expect(await refusal(readTeam(former, team.teamId))).toMatchObject({ code: 'not_found' })
    expect(await readOverview(former)).toMatchObject({ people: { all: 0 }, teams: { all: 0 }, storage: { bytes: 0, byTeam: [] }, databaseBytes: 0 })
    expect(await listEngineChoices(former)).toEqual([])
    for (const actor of [team.actor, former, anonymous]) {
      expect(await refusal(setTeamQuotas(actor, team.teamId, NO_QUOTAS))).toMatchObject({ code: 'not_found' })
      expect(await refusal(setTeamEngines(actor, team.teamId, null))).toMatchObject({ code: 'not_found' })
    }
  })
})
