import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { person } from '@/e2e/fixtures/tenants'
import { AUDIT_GROUPS } from '@/lib/domain/audit-actions'
import type { AuditFilter } from '@/lib/domain/audit-filter'
import { newId } from '@/lib/domain/ids'
import { anonymous, type UserActor } from '../actor'
import { closeDb } from '../db'
import { exportAudit } from './export'
import { type AuditPage, listAudit } from './list'
import { readInstanceRetention, readTeamRetention, setInstanceRetention, setTeamRetention } from './retention'

let database: TestDatabase
let owner: postgres.Sql
const [TEAM, OTHER] = ['team_one', 'team_two']
const [ada, grace, member, outsider] = ['usr_ada', 'usr_grace', 'usr_member', 'usr_outsider'].map(person) as [UserActor, UserActor, UserActor, UserActor]
const admin: UserActor = { ...person('usr_root'), isInstanceAdmin: true }

beforeAll(async () => {
  database = await createTestDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  for (const [id, name] of [
    ['usr_ada', 'Ada Lovelace'],
    ['usr_grace', 'Grace Hopper'],
    ['usr_member', 'Mem Ber'],
    ['usr_outsider', 'Out Sider'],
    ['usr_root', 'Root'],
  ]) {
    await owner`insert into users (id, email, name, is_instance_admin) values (${id ?? ''}, ${`${id}@example.org`}, ${name ?? ''}, ${id === 'usr_root'})`
  }
  for (const id of [TEAM, OTHER]) await owner`insert into teams (id, name, kind) values (${id}, ${`Studio ${id}`}, 'shared')`
  for (const [team, user, role] of [
    [TEAM, 'usr_ada', 'owner'],
    [TEAM, 'usr_grace', 'admin'],
    [TEAM, 'usr_member', 'member'],
    [OTHER, 'usr_outsider', 'owner'],
  ]) {
    await owner`insert into memberships (team_id, user_id, role) values (${team ?? ''}, ${user ?? ''}, ${role ?? ''})`
  }
  await owner`insert into scenes (id, team_id, name, document) values ('scn_blue', ${TEAM}, 'Blue hall', '{}')`
  await row({ at: '2026-01-01 10:00', actorUserId: 'usr_ada', action: 'scene.created', targetKind: 'scene', targetId: 'scn_blue' })
  await row({
    at: '2026-01-02 10:00',
    actorUserId: 'usr_ada',
    action: 'member.role-changed',
    targetId: 'usr_grace',
    before: { role: 'member' },
    after: { role: 'admin' },
    address: '203.0.113.7',
  })
  await row({ at: '2026-01-03 23:30', actorUserId: 'usr_grace', action: 'share-link.created', targetId: 'shr_x', after: { title: '=cmd()' } })
  await row({ at: '2026-01-04 10:00', actorUserId: null, action: 'output.purged', targetId: 'out_x' })
  await row({
    at: '2026-01-05 10:00',
    teamId: OTHER,
    actorUserId: 'usr_outsider',
    action: 'team.renamed',
    targetId: OTHER,
    before: { name: 'A' },
    after: { name: 'B' },
  })
  await row({ at: '2026-01-06 10:00', teamId: null, actorUserId: 'usr_ada', action: 'session.started', targetId: 'ses_1', after: { method: 'password' } })
})
afterAll(async () => {
  await Promise.all([closeDb(), owner.end()])
  await database.drop()
  vi.unstubAllEnvs()
})

type Given = {
  at: string
  action: string
  actorUserId: string | null
  teamId?: string | null
  targetKind?: string
  targetId?: string
  before?: unknown
  after?: unknown
  address?: string
}
async function row({ at, action, actorUserId, teamId = TEAM, targetKind, targetId, before, after, address }: Given): Promise<void> {
  await owner`
    insert into audit_log (id, team_id, actor_user_id, action, target_kind, target_id, before, after, address, created_at)
    values (${newId('aud')}, ${teamId}, ${actorUserId}, ${action}, ${targetKind ?? null}, ${targetId ?? null},
      ${before ? owner.json(before as never) : null}, ${after ? owner.json(after as never) : null}, ${address ?? null}, ${`${at}:00+00`}::timestamptz)`
}

const ofTeam = (
  filter: AuditFilter = {},
  actor: Parameters<typeof listAudit>[0] = ada,
  more: { cursor?: string | null; limit?: number; timeZone?: string } = {},
) => listAudit(actor, { scope: { teamId: TEAM }, filter, timeZone: 'UTC', ...more })
const sentences = (page: AuditPage): string[] => page.rows.map(({ who, did }) => `${who} ${did}`)

describe('the log of a team', () => {
  test('tells what happened in it, newest first, in sentences with the present names', async () => {
    expect(sentences(await ofTeam())).toEqual([
      'Maquette removed an image for good',
      'Grace Hopper made a share link for =cmd()',
      'Ada Lovelace changed the role of Grace Hopper from member to admin',
      'Ada Lovelace created the scene Blue hall',
    ])
  })

  test.each([
    ['a member', () => member],
    ['somebody of another team', () => outsider],
    ['a visitor', () => anonymous],
  ])('is empty for %s', async (_who, actor) => {
    expect((await ofTeam({}, actor())).rows).toEqual([])
    await expect(readTeamRetention(actor(), TEAM)).rejects.toMatchObject({ code: 'not_found' })
  })

  test.each<[string, AuditFilter, string[]]>([
    ['who, by a part of the name', { who: 'love' }, ['member.role-changed', 'scene.created']],
    ['who, by the address', { who: 'usr_grace@' }, ['share-link.created']],
    ['Maquette itself', { who: 'maquette' }, ['output.purged']],
    ['somebody who has nothing to do with the team', { who: 'Out Sider' }, []],
    ['a group', { group: 'member' }, ['member.role-changed']],
    ['who and a group', { who: 'ada', group: 'scene' }, ['scene.created']],
    ['a thing', { target: 'scn_blue' }, ['scene.created']],
    ['days', { from: '2026-01-02', to: '2026-01-03' }, ['share-link.created', 'member.role-changed']],
    ['a word of the sentence', { words: 'role' }, ['member.role-changed']],
    ['the name of a thing', { words: 'blue' }, ['scene.created']],
    ['what changed', { words: 'cmd()' }, ['share-link.created']],
    ['an address', { words: '203.0.113' }, ['member.role-changed']],
    ['several words that all fit', { words: 'grace role' }, ['member.role-changed']],
    ['several words of which one does not fit', { words: 'grace purple' }, []],
    ['signs that mean something to a search', { words: '%_' }, []],
  ])('is narrowed by %s', async (_what, filter, actions) => {
    expect((await ofTeam(filter)).rows.map(({ action }) => action)).toEqual(actions)
  })

  test('begins and ends days where the reader is', async () => {
    const days = { from: '2026-01-04', to: '2026-01-04' }
    expect((await ofTeam(days, ada, { timeZone: 'Asia/Tokyo' })).rows.map(({ action }) => action)).toEqual(['output.purged', 'share-link.created'])
    expect((await ofTeam(days, ada, { timeZone: 'UTC' })).rows.map(({ action }) => action)).toEqual(['output.purged'])
  })

  test.each<[string, AuditFilter]>([
    ['everything', {}],
    ['one person', { who: 'ada' }],
    ['words', { words: 'a' }],
    ['a group', { group: 'image' }],
  ])('comes in pages without gaps and repeats: %s', async (_what, filter) => {
    const whole = (await ofTeam(filter)).rows.map(({ id }) => id)
    const paged: string[] = []
    let cursor: string | null = null
    do {
      const page: AuditPage = await ofTeam(filter, ada, { cursor, limit: 1 })
      paged.push(...page.rows.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    expect(paged).toEqual(whole)
  })
})

describe('the log of the installation', () => {
  const whole = (actor: UserActor, filter: AuditFilter = {}) => listAudit(actor, { scope: 'instance', filter, timeZone: 'UTC' })

  test('holds every team and what belongs to none, for its admins', async () => {
    const rows = (await whole(admin)).rows
    expect(rows.slice(0, 2).map(({ action, team }) => [action, team?.name ?? null])).toEqual([
      ['session.started', null],
      ['team.renamed', `Studio ${OTHER}`],
    ])
    expect((await whole(admin, { team: OTHER })).rows).toHaveLength(1)
    expect((await whole(admin, { words: 'Studio' })).rows.map(({ action }) => action)).toEqual(['team.renamed'])
  })

  test('does not exist for owners of teams, nor for a session of somebody who is no admin any more', async () => {
    await expect(whole(ada)).rejects.toMatchObject({ code: 'not_found' })
    expect((await whole({ ...ada, isInstanceAdmin: true })).rows).toEqual([])
    await expect(setInstanceRetention(ada, null)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the log as a file', () => {
  const file = async (format: 'csv' | 'jsonl', filter: AuditFilter = {}, actor = ada): Promise<string> => {
    let text = ''
    for await (const piece of await exportAudit(actor, { scope: { teamId: TEAM }, filter, timeZone: 'UTC', format })) text += piece
    return text
  }

  test('is a table that no spreadsheet carries out', async () => {
    const lines = (await file('csv', { to: '2026-02-01' })).split('\r\n')
    expect(lines[0]).toContain('time,who,did')
    expect(lines).toHaveLength(6)
    expect(lines[2]).toContain('2026-01-03T23:30:00.000Z,Grace Hopper,made a share link for =cmd()')
    expect(lines.some((line) => /(^|,)=/.test(line))).toBe(false)
  })

  test('is one object a line, and that it was taken is written down', async () => {
    const objects = (await file('jsonl', { group: 'member' }))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(objects).toMatchObject([{ action: 'member.role-changed', changes: [{ name: 'role', before: 'member', after: 'admin' }] }])
    expect(sentences(await ofTeam({ group: 'team' }))[0]).toBe('Ada Lovelace exported the audit log')
  })

  test('is refused to those who may not read it', async () => {
    await expect(file('csv', {}, member)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('how long it is kept', () => {
  test('is said by owners and admins of the team, and written down', async () => {
    await setTeamRetention(grace, TEAM, { kind: 'days', days: 90 })
    expect(await readTeamRetention(ada, TEAM)).toEqual({ retention: { kind: 'days', days: 90 }, installationDays: null })
    expect(sentences(await ofTeam({ group: 'team' }))[0]).toBe(
      'Grace Hopper changed how long the audit log is kept from as the installation says to for 90 days',
    )
    await expect(setTeamRetention(member, TEAM, { kind: 'for_ever' })).rejects.toMatchObject({ code: 'not_found' })
    await setTeamRetention(ada, TEAM, { kind: 'for_ever' })
    expect((await readTeamRetention(ada, TEAM)).retention).toEqual({ kind: 'for_ever' })
  })

  test.each([29, 0, -1, 1.5, 36_501, Number.NaN])('is not %d days', async (days) => {
    await expect(setTeamRetention(ada, TEAM, { kind: 'days', days })).rejects.toMatchObject({ code: 'invalid' })
    await expect(setInstanceRetention(admin, days)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is said for all others by an instance admin', async () => {
    await setInstanceRetention(admin, 365)
    expect(await readInstanceRetention(admin)).toBe(365)
    await setInstanceRetention(admin, null)
    expect(await readInstanceRetention(admin)).toBe(null)
  })
})

test('a page of a large log is found by an index, whatever it is narrowed by', async () => {
  await owner`
    insert into audit_log (id, team_id, actor_kind, actor_user_id, action, target_id, created_at)
    select 'aud_' || n, ${TEAM}, 'user', 'usr_ada', 'scene.saved', 'scn_blue', timestamptz '2025-01-01' + n * interval '1 minute' from generate_series(1, 60000) n`
  await owner`analyze audit_log`
  const groups = Object.keys(AUDIT_GROUPS) as (keyof typeof AUDIT_GROUPS)[]
  const filters: AuditFilter[] = [{}, { who: 'ada' }, { who: 'grace' }, { target: 'scn_blue' }, ...groups.map((group) => ({ group }))]
  for (const filter of filters) {
    const began = performance.now()
    await ofTeam(filter)
    expect(performance.now() - began, JSON.stringify(filter)).toBeLessThan(400)
  }
  const walked = await ofTeam({ words: 'nothing-like-it' })
  expect(walked).toMatchObject({ rows: [], next: expect.any(String), searchedToMs: expect.any(Number) })
})
