import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { eq, sql as raw } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { connect } from './client'
import { teams } from './schema'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** A line to the database that can be cut and mended. */
async function openLine(to: URL) {
  const sockets = new Set<net.Socket>()
  const keep = (socket: net.Socket): net.Socket => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    return socket
  }
  let server: net.Server
  const listen = async (port: number): Promise<number> => {
    server = net.createServer((from) => {
      const onward = keep(net.connect(Number(to.port), to.hostname))
      keep(from).pipe(onward).pipe(from)
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  return {
    port,
    /** Ends every connection: in an orderly way, or as a machine does that went down. */
    cut: async (how: 'end' | 'reset' = 'end') => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets)
        if (how === 'end') socket.destroy()
        else socket.resetAndDestroy()
      await closed
    },
    mend: () => listen(port),
  }
}

test('a database that was away for a while is asked again at once when it is back, however often it was asked meanwhile', async () => {
  const url = new URL(database.url)
  const line = await openLine(new URL(database.url))
  url.port = String(line.port)
  url.hostname = '127.0.0.1'
  const { sql } = connect(url.href)
  const ask = () => sql`select 1 as one`.then(([row]) => row?.one, String)
  expect(await ask()).toBe(1)
  await line.cut()
  for (let round = 0; round < 3; round++) expect(await Promise.all(Array.from({ length: 10 }, ask))).not.toContain(1)
  await line.mend()
  await expect.poll(ask, { timeout: 10_000 }).toBe(1)
  await sql.end({ timeout: 1 })
  await line.cut()
}, 25_000)

test('connections that break inside transactions fail these, leave nothing of them behind, and serve again', async () => {
  const url = new URL(database.ownerUrl)
  const line = await openLine(new URL(database.url))
  url.port = String(line.port)
  url.hostname = '127.0.0.1'
  const { sql } = connect(url.href, { max: 4 })
  await sql`create table halves (transaction int, half int)`
  let inside = 0
  const halfway = (number: number): Promise<unknown> =>
    sql.begin(async (tx) => {
      await tx`insert into halves values (${number}, 1)`
      inside += 1
      // Longer than this test: they end by the cut alone, one of them under way and one waiting.
      await Promise.all([tx`select pg_sleep(120)`, tx`select pg_sleep(120)`])
      await tx`insert into halves values (${number}, 2)`
    })
  for (const how of ['end', 'reset', 'end', 'reset'] as const) {
    inside = 0
    const ends = [1, 2, 3, 4].map((number) =>
      halfway(number).then(
        () => 'done',
        () => 'failed',
      ),
    )
    await expect.poll(() => inside, { timeout: 10_000 }).toBe(4)
    await line.cut(how)
    expect(await Promise.all(ends)).toEqual(Array(4).fill('failed'))
    await line.mend()
    await expect
      .poll(() => Promise.all(Array.from({ length: 12 }, () => sql`select 1 as one`.then(([row]) => row?.one, String))), { timeout: 10_000 })
      .toEqual(Array(12).fill(1))
  }
  expect(await sql`select * from halves`).toEqual([])
  await sql.end({ timeout: 1 })
  await line.cut()
}, 90_000)

test('what is asked of it is told by name alone, within transactions too, and answers and failures stay what they are', async () => {
  const told: string[] = []
  const { db, sql } = connect(database.url, {
    around: (name, work) => {
      told.push(name)
      return work()
    },
  })
  const team = { id: 'team_told', name: 'Quokka', kind: 'shared' } as const
  await db.transaction(async (tx) => {
    await tx.insert(teams).values(team)
    await tx.transaction((inner) => inner.update(teams).set({ name: 'Numbat' }).where(eq(teams.id, team.id)))
  })
  expect(await db.select({ name: teams.name }).from(teams)).toEqual([{ name: 'Numbat' }])
  expect([...(await db.execute(raw`select ${'hush'} as said`))]).toEqual([{ said: 'hush' }])
  await expect(db.insert(teams).values(team)).rejects.toMatchObject({ cause: { code: '23505' } })
  const failed = db.transaction(async (tx) => {
    await tx.delete(teams)
    throw new Error('halfway')
  })
  await expect(failed).rejects.toThrow('halfway')
  expect(await db.$count(teams)).toBe(1)
  await sql.end({ timeout: 1 })
  const inside = ['transaction', 'insert teams', 'transaction', 'update teams']
  expect(told).toEqual([...inside, 'select teams', 'select', 'insert teams', 'transaction', 'delete teams', 'select'])
})
