import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { db } from '@/lib/data/db'
import { errorInfo } from './error-info'

useDatabase()
beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterAll(() => vi.restoreAllMocks())

/** The error of a real driver on a real server, as a data function would throw it. */
async function raised(code: string): Promise<unknown> {
  const statement = `do $$ begin raise exception 'could not extend file' using errcode = '${code}'; end $$`
  return db()
    .execute(sql.raw(statement))
    .then(
      () => undefined,
      (error: unknown) => error,
    )
}

test.each([
  ['a full disk under the database', '53100', /^The disk of this installation is full, so this was not saved\. Free some space and try again\.$/],
  ['a database that is shutting down', '57P01', /^The database does not answer at the moment\. Try again in a few seconds\.$/],
  ['a database without a free connection', '53300', /^The database does not answer at the moment\./],
])('%s is told in a sentence that says what to do, not as a defect', async (_, code, sentence) => {
  const info = errorInfo(await raised(code))
  expect(info.code).toBe('unavailable')
  expect(info.message).toMatch(sentence)
})

test('any other failure of the database is a defect: a code for support, and nothing of its text', async () => {
  const info = errorInfo(await raised('22012'))
  expect(info.code).toBe('internal')
  expect(info.message).toMatch(/give this code to support: [0-9A-Z]{4}-[0-9A-Z]{2}\.$/)
  expect(info.message).not.toContain('extend')
})

test('a browser that goes away in the middle of an upload is no failure of the database, and nothing is written down', () => {
  vi.mocked(process.stderr.write).mockClear()
  const info = errorInfo(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
  expect(info).toMatchObject({ code: 'invalid', message: 'The upload was broken off. Try it again.' })
  expect(process.stderr.write).not.toHaveBeenCalled()
})
