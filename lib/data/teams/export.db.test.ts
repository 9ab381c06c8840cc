import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { respondZip } from '@/app/_server/zip'
import { auditLog, scenes, shareLinks, users } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { unzip } from '@/e2e/fixtures/unzip'
import { blobStore, bodyBytes } from '@/lib/platform/blob'
import { assetKey } from '../assets/dto'
import { assetInfo } from '../assets/queries'
import { db } from '../db'
import { requestGeneration } from '../generations/request-generation'
import { eraseUser } from '../users/erase-user'
import { exportOwnData } from '../users/own-data'
import { exportTeam } from './export'

let clear: () => Promise<void>
let team: TestTeam
let other: TestTeam
let imageId: string
beforeAll(async () => {
  // What is missing on purpose is also written down.
  vi.stubEnv('LOG_LEVEL', 'error')
  clear = await arrangeTenants([
    { userId: 'usr_admin', teamId: 'team_x', role: 'owner' },
    { userId: 'usr_viewer', teamId: 'team_x', role: 'viewer' },
  ])
  team = await createTestTeam()
  other = await createTestTeam()
  for (const each of [team, other]) await requestGeneration(each.actor, await testRequest(each, { prompt: `Made by ${each.teamId}` }))
  imageId = await storeTestPicture(team.actor, team.teamId, 'output')
  await db().insert(shareLinks).values({
    id: 'shr_1',
    teamId: team.teamId,
    tokenHash: 'hush-token',
    passwordHash: 'hush-password',
    title: 'For a client',
    kind: 'output',
    allowDownload: true,
    showDetails: false,
    allowComments: false,
  })
})
afterAll(() => clear())

const zipOf = async (of: TestTeam): Promise<Map<string, Buffer>> => {
  const { files } = await exportTeam(of.actor, of.teamId)
  const response = respondZip('x.zip', files)
  return unzip(Buffer.from(await response.arrayBuffer()))
}

/** As Linux names them. */
async function openFilesBelow(folder: string): Promise<string[]> {
  const descriptors = await readdir('/proc/self/fd')
  const files = await Promise.all(descriptors.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return files.filter((file) => file.startsWith(folder))
}

describe('the export of a team', () => {
  test('holds every file, every scene and all rows of it, and nothing of another team', async () => {
    const zip = await zipOf(team)
    const names = [...zip.keys()]
    expect(names).toContain(`images/${imageId}.png`)
    expect(names).toContain(`scenes/${team.sceneId}.json`)
    const asset = await assetInfo(team.actor, imageId)
    expect(zip.get(`images/${imageId}.png`)).toEqual(Buffer.from(await bodyBytes(await blobStore().read(assetKey(asset)))))
    const [generation] = (zip.get('data/generations.jsonl')?.toString() ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(generation).toMatchObject({ prompt: `Made by ${team.teamId}`, status: 'queued' })
    expect(zip.get('data/members.jsonl')?.toString()).toContain('"role":"owner"')
    expect(zip.get('data/ledger.jsonl')?.toString()).toContain('reserve')
    expect(zip.get('data/audit-log.jsonl')?.toString()).toContain('team.exported')
    const all = Buffer.concat([...zip.values()]).toString('latin1')
    for (const foreign of [other.teamId, other.sceneId, other.actor.userId]) expect(all).not.toContain(foreign)
    expect(all).not.toContain('hush')
  })

  test('is of one moment, whatever is written while it is sent, and holds no transaction open for whoever takes it', async () => {
    const moving = await createTestTeam()
    await requestGeneration(moving.actor, await testRequest(moving))
    const { files } = await exportTeam(moving.actor, moving.teamId)
    for (const first of ['README.txt', 'data/team.jsonl']) expect((await files.next()).value?.name).toBe(first)
    const [later, scene] = [await requestGeneration(moving.actor, await testRequest(moving, { prompt: 'Too late' })), moving.sceneId]
    await db().update(scenes).set({ name: 'Renamed meanwhile' }).where(eq(scenes.id, scene))
    const open = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'`,
    )
    expect(open[0]?.n).toBe(0)
    const zip = await unzip(Buffer.from(await respondZip('x.zip', files).arrayBuffer()))
    expect(zip.has('data/generations.jsonl')).toBe(true)
    const all = Buffer.concat([...zip.values()]).toString()
    for (const text of [later.generationId, 'Too late', 'Renamed meanwhile']) expect(all).not.toContain(text)
    const after = await zipOf(moving)
    expect(after.get('data/generations.jsonl')?.toString()).toContain('Too late')
    expect(JSON.parse(after.get(`scenes/${scene}.json`)?.toString() ?? '')).toMatchObject({ name: 'Renamed meanwhile' })
  })

  test('leaves nothing on this machine, also when it is broken off', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'maquette-test-'))
    vi.stubEnv('TMPDIR', folder)
    const reader = respondZip('x.zip', (await exportTeam(team.actor, team.teamId)).files).body?.getReader()
    for (let sent = ''; !sent.includes('data/team.jsonl'); ) sent += Buffer.from((await reader?.read())?.value ?? []).toString('latin1')
    // What it keeps has no name by which anybody could find it.
    expect(await readdir(folder)).toEqual([])
    await reader?.cancel()
    if (process.platform === 'linux') await vi.waitFor(async () => expect(await openFilesBelow(folder)).toEqual([]))
    vi.stubEnv('TMPDIR', undefined)
    await rm(folder, { recursive: true })
  })

  test('goes on when storage has lost a file, and says which', async () => {
    const lostId = await storeTestPicture(team.actor, team.teamId, 'reference')
    await blobStore().delete(assetKey(await assetInfo(team.actor, lostId)))
    const zip = await zipOf(team)
    expect(zip.has(`images/${imageId}.png`)).toBe(true)
    expect(JSON.parse(zip.get('missing.json')?.toString() ?? '')).toEqual({ lostFromStorage: [`references/${lostId}.png`] })
  })

  test('is not there for members without the right and for strangers', async () => {
    for (const actor of [person('usr_viewer'), other.actor]) await expect(exportTeam(actor, 'team_x')).rejects.toMatchObject({ code: 'not_found' })
    await expect(exportTeam(other.actor, team.teamId)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('stops for whoever loses the right while it is sent', async () => {
    const { files } = await exportTeam(person('usr_admin'), 'team_x')
    await db().execute(sql`update memberships set role = 'viewer' where user_id = 'usr_admin'`)
    const drain = async () => {
      for await (const file of files) if (typeof file.input !== 'string') for await (const _ of file.input);
    }
    await expect(drain()).rejects.toMatchObject({ code: 'not_found' })
    await db().execute(sql`update memberships set role = 'owner' where user_id = 'usr_admin'`)
  })
})

describe('the data of a person', () => {
  test('is one JSON document with what is theirs, and no secret of it', async () => {
    let text = ''
    for await (const piece of await exportOwnData(team.actor)) text += piece
    const data = JSON.parse(text)
    expect(data).toMatchObject({
      account: [{ id: team.actor.userId }],
      teams: [{ id: team.teamId, role: 'owner' }],
      generations: [{ prompt: `Made by ${team.teamId}` }],
    })
    expect(text).not.toContain(other.actor.userId)
    expect(text).not.toMatch(/hash|password/i)
  })

  test('is erased by an instance admin alone, who types the address, and leaves an id that leads to nobody', async () => {
    const gone = await createTestTeam()
    await requestGeneration(gone.actor, await testRequest(gone))
    const [{ email = '' } = {}] = await db().select({ email: users.email }).from(users).where(eq(users.id, gone.actor.userId))
    await db().update(users).set({ isInstanceAdmin: true }).where(eq(users.id, 'usr_admin'))
    const admin = { ...person('usr_admin'), isInstanceAdmin: true }
    await expect(eraseUser(other.actor, gone.actor.userId, email)).rejects.toMatchObject({ code: 'not_found' })
    await expect(eraseUser(admin, gone.actor.userId, 'other@example.com')).rejects.toMatchObject({ code: 'invalid' })
    await expect(eraseUser(admin, 'usr_admin', 'usr_admin@example.org')).rejects.toMatchObject({ code: 'conflict' })
    await eraseUser(admin, gone.actor.userId, ` ${email.toUpperCase()} `)
    expect(await db().select().from(users).where(eq(users.id, gone.actor.userId))).toEqual([])
    const rows = await db().select().from(auditLog).where(eq(auditLog.targetId, gone.actor.userId))
    expect(rows.map(({ action }) => action)).toContain('user.erased')
    expect(JSON.stringify(rows)).not.toContain(email)
    const everything = await db().execute<{ found: number }>(sql`select count(*)::int as found from generations where author_id = ${gone.actor.userId}`)
    expect(everything[0]?.found).toBe(0)
  })
})
