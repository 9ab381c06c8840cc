import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLUSTER_URL, withDatabase } from '@/e2e/fixtures/cluster'
import { migrateDatabase } from './database.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const name = `maquette_two_starts_${process.pid}`
let admin: postgres.Sql

beforeAll(async () => {
  admin = postgres(process.env[CLUSTER_URL] ?? '', { max: 1, onnotice: () => {} })
  await admin`create database ${admin(name)}`
})
afterAll(async () => {
  await admin`drop database ${admin(name)} with (force)`
  await admin.end()
})

test('starts at the same time bring a database up to date once, and all of them go on', async () => {
  const url = withDatabase(process.env[CLUSTER_URL] ?? '', name)
  const served = await Promise.all([1, 2, 3].map(() => migrateDatabase(root, { url })))
  expect(served).toEqual([url, url, url])
  const sql = postgres(url, { max: 1 })
  const applied = await sql`select hash from drizzle.__drizzle_migrations`
  expect(new Set(applied.map(({ hash }) => hash)).size).toBe(applied.length)
  expect(applied.length).toBeGreaterThan(13)
  expect(
    await sql`select count(*)::int as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = ${name})`,
  ).toEqual([{ n: 0 }])
  await sql.end()
})
