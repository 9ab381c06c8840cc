import postgres from 'postgres'
import { expect, test } from 'vitest'
import { createTestDatabase } from '@/e2e/fixtures/database'

test('indexes that stand for an order can give it: nulls first, as `order by … desc` asks', async () => {
  const database = await createTestDatabase()
  const sql = postgres(database.url, { max: 1, onnotice: () => {} })
  try {
    const rows = await sql<{ indexdef: string }[]>`select indexdef from pg_indexes where schemaname = 'public' and indexdef like '% DESC%'`
    const definitions = rows.map(({ indexdef }) => indexdef)
    expect(definitions.length).toBeGreaterThan(0)
    expect(definitions.filter((definition) => definition.includes('DESC NULLS LAST'))).toEqual([])
  } finally {
    await sql.end()
    await database.drop()
  }
})
