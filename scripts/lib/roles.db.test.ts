import { randomBytes } from 'node:crypto'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CLUSTER_URL, withDatabase } from '../../e2e/fixtures/cluster'
import { createDatabase } from '../../inngest/embedded/database'
import { installEventTrigger, migrateExecutor } from '../../inngest/embedded/migrate'
import { storeEvents } from '../../inngest/embedded/store-events'
import { openTestPool } from '../../inngest/embedded/testing/marks'
import { migrateDatabase } from './database.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const unique = randomBytes(4).toString('hex')
const [OWNER, APP] = [`owner_${unique}`, `app_${unique}`]
const PASSWORD = 'a pass/word @ 1'

let admin: postgres.Sql
let name = ''
beforeAll(async () => {
  admin = postgres(process.env[CLUSTER_URL] ?? '', { max: 1, onnotice: () => {} })
  for (const role of [OWNER, APP]) await admin.unsafe(`create role ${role} login password '${PASSWORD}'`)
  await admin.unsafe(`grant ${APP} to ${OWNER}`)
})
afterEach(() => admin`drop database if exists ${admin(name)} with (force)`)
afterAll(async () => {
  for (const role of [OWNER, APP]) await admin.unsafe(`drop role ${role}`)
  await admin.end()
})

/** An empty database of a role that is no superuser, and its address for a role. */
async function makeDatabase(): Promise<(role: string) => string> {
  name = `maquette_roles_${randomBytes(6).toString('hex')}`
  await admin`create database ${admin(name)} owner ${admin(OWNER)}`
  return (role) => {
    const url = new URL(withDatabase(process.env[CLUSTER_URL] ?? '', name))
    url.username = role
    url.password = encodeURIComponent(PASSWORD)
    return url.toString()
  }
}

async function as<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** What a worker does at its start and with work, as the role of an address. */
async function workAs(url: string): Promise<number> {
  const pool = openTestPool(url)
  const { query, transaction } = createDatabase(pool)
  try {
    await migrateExecutor(transaction)
    await installEventTrigger(transaction)
    await storeEvents(query, [{ name: 'test/happened' }])
    const [row] = await query<{ n: number }>('select count(*)::int as n from graphile_worker.jobs')
    return row?.n ?? 0
  } finally {
    await pool.end()
  }
}

const REFUSED = { code: '42501' }

test('two roles of a Postgres of one’s own: the one migrates, the other serves and cannot change the audit log', async () => {
  const address = await makeDatabase()
  const served = await migrateDatabase(root, { url: address(OWNER), appUrl: address(APP) })
  expect(new URL(served).username).toBe(APP)
  await as(served, async (sql) => {
    await sql`insert into teams (id, name, kind) values ('team_a', 'A', 'shared')`
    await sql`insert into audit_log (id, action) values ('aud_a', 'team.created')`
    for (const statement of [
      'delete from audit_log',
      'update audit_log set action = null',
      'truncate audit_log',
      'drop table audit_log',
      'create schema s',
      'create table t ()',
    ]) {
      await expect(sql.unsafe(statement), statement).rejects.toMatchObject(REFUSED)
    }
    expect(await sql`select removed from audit_prune(10)`).toEqual([])
  })
  expect(await workAs(served)).toBe(1)
  // Again, as at every start.
  await migrateDatabase(root, { url: address(OWNER), appUrl: address(APP) })
  expect(await workAs(served)).toBe(2)
})

test('an installation that had one role goes over to two, and nothing that it held is lost', async () => {
  const address = await makeDatabase()
  expect(await migrateDatabase(root, { url: address(OWNER) })).toBe(address(OWNER))
  const { runMigrations } = await import('graphile-worker')
  await runMigrations({ connectionString: address(OWNER) })
  expect(await workAs(address(OWNER))).toBe(1)
  await as(address(OWNER), (sql) => sql`insert into audit_log (id, action) values ('aud_b', 'team.created')`)

  const served = await migrateDatabase(root, { url: address(OWNER), appUrl: address(APP) })
  expect(await workAs(served)).toBe(2)
  expect(await as(served, (sql) => sql`select id from audit_log`)).toEqual([{ id: 'aud_b' }])
  await expect(as(served, (sql) => sql`delete from audit_log`)).rejects.toMatchObject(REFUSED)
})

test('tables that a later migration makes can be used by the role that serves, also before that role is seen to again', async () => {
  const address = await makeDatabase()
  const served = await migrateDatabase(root, { url: address(OWNER), appUrl: address(APP) })
  await as(address(OWNER), (sql) => sql`create table later (id int generated always as identity, name text)`)
  expect(await as(served, (sql) => sql`insert into later (name) values ('x') returning id`)).toEqual([{ id: 1 }])
})

test('one role for everything still cannot change the log by an ordinary statement', async () => {
  const address = await makeDatabase()
  const served = await migrateDatabase(root, { url: address(OWNER) })
  await as(served, async (sql) => {
    await sql`insert into audit_log (id, action) values ('aud_c', 'team.created')`
    for (const statement of ['delete from audit_log', `update audit_log set action = 'x'`, 'truncate audit_log']) {
      await expect(sql.unsafe(statement), statement).rejects.toThrow('append-only')
    }
  })
})

test('a role that may not act for the other is named in a sentence', async () => {
  const address = await makeDatabase()
  await admin.unsafe(`revoke ${APP} from ${OWNER}`)
  await expect(migrateDatabase(root, { url: address(OWNER), appUrl: address(APP) })).rejects.toThrow(/does not let this user/)
  await admin.unsafe(`grant ${APP} to ${OWNER}`)
})
