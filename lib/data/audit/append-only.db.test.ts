import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { newId } from '@/lib/domain/ids'
import { system } from '../actor'
import { closeDb, db } from '../db'
import { pruneAudit } from './prune'
import { recordAudit } from './record'

let database: TestDatabase
let app: postgres.Sql
let owner: postgres.Sql
beforeAll(async () => {
  database = await createTestDatabase()
  vi.stubEnv('DATABASE_URL', database.url)
  app = postgres(database.url, { max: 1, onnotice: () => {} })
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await Promise.all([closeDb(), app.end(), owner.end()])
  await database.drop()
  vi.unstubAllEnvs()
})

/** A team of its own for each test, since rows of the log stay. */
let team: string
beforeEach(async () => {
  team = newId('team')
  await owner`insert into teams (id, name, kind) values (${team}, 'Shared', 'shared')`
  await owner`update instance_settings set audit_retention_days = null`
})

/** A row as it would be, had it been written so many days ago. Only the owner of the tables can write one. */
async function old(days: number, row: { teamId?: string | null; action?: string; actorUserId?: string; address?: string } = {}): Promise<string> {
  const id = newId('aud')
  const { teamId = team, action = 'scene.saved', actorUserId = null, address = null } = row
  await owner`
    insert into audit_log (id, team_id, action, actor_user_id, address, created_at)
    values (${id}, ${teamId}, ${action}, ${actorUserId}, ${address}, now() - make_interval(days => ${days}))`
  return id
}
const keep = (days: number | null) => owner`update teams set audit_retention_days = ${days} where id = ${team}`
const left = async (ids: readonly string[]) => (await owner`select id from audit_log where id in ${owner(ids)} order by created_at`).map(({ id }) => id)

const REFUSED = { code: '42501' }

describe('the role of the application', () => {
  test('adds rows and reads them', async () => {
    await recordAudit(db(), system, { action: 'team.purged', teamId: team, targetKind: 'team', targetId: team })
    expect(await app`select action, actor_kind from audit_log where team_id = ${team}`).toEqual([{ action: 'team.purged', actor_kind: 'system' }])
  })

  test.each([
    ['change a row', `update audit_log set action = 'x'`],
    ['remove a row', 'delete from audit_log'],
    ['empty the table', 'truncate audit_log'],
    ['empty it together with another', 'truncate teams, audit_log cascade'],
    ['switch the triggers off', 'alter table audit_log disable trigger all'],
    ['remove a trigger', 'drop trigger audit_log_append_only on audit_log'],
    ['put another function under the trigger', 'create or replace function audit_log_guard() returns trigger language plpgsql as $$ begin return old; end $$'],
    ['act as a replica, for which triggers do not fire', 'set session_replication_role = replica'],
    ['become the owner', 'set role postgres'],
    ['take the table', 'alter table audit_log owner to current_user'],
    ['make a table in front of it', 'create table public.audit_log_2 (id int)'],
    ['make a schema in front of it', 'create schema elsewhere'],
    ['hide rows by a rule', 'create rule hidden as on insert to audit_log do instead nothing'],
  ])('cannot %s', async (_what, statement) => {
    const id = await old(4000)
    await expect(app.unsafe(statement)).rejects.toMatchObject(REFUSED)
    expect(await left([id])).toEqual([id])
  })

  test('cannot give itself the right', async () => {
    // Postgres answers with a warning and does nothing.
    await app`grant update, delete, truncate on audit_log to current_user`
    await expect(app`delete from audit_log`).rejects.toMatchObject(REFUSED)
  })

  test('cannot say that something happened at another time', async () => {
    const id = newId('aud')
    await app`insert into audit_log (id, action, created_at) values (${id}, 'scene.saved', now() - interval '90 days')`
    expect(await app`select created_at > now() - interval '1 minute' as recent from audit_log where id = ${id}`).toEqual([{ recent: true }])
  })
})

describe('the owner of the tables, who may be the only role there is', () => {
  test.each(['update audit_log set actor_user_id = null', 'delete from audit_log', 'truncate audit_log'])('is refused "%s"', async (statement) => {
    const id = await old(4000)
    await expect(owner.unsafe(statement)).rejects.toThrow('append-only')
    expect(await left([id])).toEqual([id])
  })
})

describe('old rows', () => {
  test('stay for ever where nobody says otherwise', async () => {
    const id = await old(4000)
    await pruneAudit(system)
    expect(await left([id])).toEqual([id])
  })

  test('go when they are older than their team keeps them, and that is written down', async () => {
    await keep(90)
    const [gone, kept] = [await old(91), await old(89)]
    await pruneAudit(system)
    expect(await left([gone, kept])).toEqual([kept])
    const [note] = await app`select actor_kind, target_id, after from audit_log where team_id = ${team} and action = 'audit.pruned'`
    expect(note).toMatchObject({ actor_kind: 'system', target_id: team, after: { rows: 1 } })
  })

  test('follow the installation where the team says nothing, and what belongs to no team does too', async () => {
    await owner`insert into instance_settings (id, audit_retention_days) values (1, 60) on conflict (id) do update set audit_retention_days = 60`
    const ids = [await old(61), await old(59), await old(61, { teamId: null }), await old(59, { teamId: null })]
    await pruneAudit(system)
    expect((await left(ids)).sort()).toEqual([ids[1], ids[3]].sort())
  })

  test('stay where a team keeps them for ever, whatever the installation says', async () => {
    await owner`insert into instance_settings (id, audit_retention_days) values (1, 60) on conflict (id) do update set audit_retention_days = 60`
    await keep(0)
    const id = await old(4000)
    await pruneAudit(system)
    expect(await left([id])).toEqual([id])
  })

  test.each([1, 29, -5, 40_000])('cannot be made to go sooner: %s days are refused', async (days) => {
    await expect(app`update teams set audit_retention_days = ${days} where id = ${team}`).rejects.toMatchObject({ code: '23514' })
  })

  test('younger than 30 days stay whatever the function is called with', async () => {
    await keep(30)
    const ids = [await old(29), await old(31)]
    for (const rowsMax of [1_000_000, -1, 0, null]) await app`select audit_prune(${rowsMax}::int)`.catch(() => {})
    expect(await left([ids[0] ?? ''])).toEqual([ids[0]])
  })

  test('cannot be swapped for others by tables or operators of the caller', async () => {
    const id = await old(10)
    await app`create temp table audit_log (id text, team_id text, action text, created_at timestamptz)`
    await app`create temp table teams (id text, audit_retention_days int)`
    await app`insert into pg_temp.teams values (${team}, 0)`
    await app`select audit_prune(1000)`
    await app`drop table pg_temp.audit_log, pg_temp.teams`
    expect(await left([id])).toEqual([id])
  })

  test('that somebody was removed stays known while a link from before lets people in', async () => {
    await keep(30)
    await owner`insert into users (id, email, name) values (${`usr_${team}`}, ${`${team}@example.org`}, 'Ada')`
    await owner`
      insert into invitations (id, team_id, role, token_hash, invited_by, created_at, expires_at)
      values (${newId('inv')}, ${team}, 'member', ${team}, ${`usr_${team}`}, now() - interval '80 days', now() + interval '1 day')`
    const [removed, other] = [await old(60, { action: 'member.removed' }), await old(60)]
    await pruneAudit(system)
    expect(await left([removed, other])).toEqual([removed])
  })

  test.each(['user.deleted', 'user.erased'])(
    'say no longer from where somebody acted whose account went 30 days ago (%s), and nothing else of them changes',
    async (farewell) => {
      const [gone, here] = [newId('usr'), newId('usr')]
      await owner`insert into users (id, email, name) values (${here}, ${`${here}@example.org`}, 'Ada')`
      const ids = [
        await old(40, { actorUserId: gone, address: '203.0.113.9' }),
        await old(5, { actorUserId: gone, address: '203.0.113.9' }),
        await old(40, { actorUserId: here, address: '203.0.113.9' }),
      ]
      await owner`insert into audit_log (id, action, actor_user_id, target_id) values (${newId('aud')}, ${farewell}, ${gone}, ${gone})`
      await pruneAudit(system)
      const rows = await app`select id, actor_user_id, address from audit_log where id in ${app(ids)}`
      const byId = new Map(rows.map((row) => [row.id, row]))
      expect(ids.map((id) => byId.get(id)?.address)).toEqual([null, '203.0.113.9', '203.0.113.9'])
      expect(byId.get(ids[0])?.actor_user_id).toBe(gone)
      await expect(owner`update audit_log set address = null where id = ${ids[2] ?? ''}`).rejects.toThrow('append-only')
    },
  )
})
