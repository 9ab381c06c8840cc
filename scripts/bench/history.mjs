import path from 'node:path'
import postgres from 'postgres'
import { tsImport } from 'tsx/esm/api'
import { timeOf, withDatabase } from '../lib/bench-database.mjs'
import { medianOf, metric } from '../lib/metric.mjs'
import { seedHistory } from '../lib/seed-history.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const ROWS = 100_000
const ROUNDS = 5
const QUERIES_A_ROUND = 60
/** As far down as somebody could scroll: the last page but a few. */
const DEEP_ROW = ROWS - 200

/**
 * Milliseconds of a page of 60 from History, with all that it shows, where one team has 100,000 generations: the newest
 * page, one at the very end, and the newest of one scene; and of the number of images above it.
 */
export async function run() {
  return withDatabase(root, async ({ url }) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    const { listHistory, countHistory } = await tsImport('../../lib/data/history/queries.ts', import.meta.url)
    const { encodeCursor } = await tsImport('../../lib/data/history/cursor.ts', import.meta.url)
    const { closeDb } = await tsImport('../../lib/data/db.ts', import.meta.url)
    try {
      const { teamId, userId, sceneId } = await seedHistory(sql, ROWS)
      const actor = { kind: 'user', userId, sessionId: 'ses_bench', isInstanceAdmin: false }
      const [deep] = await sql`
        select id, (extract(epoch from created_at) * 1000000)::bigint::text as micros from generations
        where team_id = ${teamId} order by created_at desc, id desc offset ${DEEP_ROW} limit 1`
      const cursor = encodeCursor({ createdAtMicros: deep?.micros, id: deep?.id })

      const queries = {
        first_page: () => listHistory(actor, { teamId }),
        deep_page: () => listHistory(actor, { teamId, cursor }),
        scene_page: () => listHistory(actor, { teamId, sceneId }),
        count: () => countHistory(actor, teamId),
      }
      /** @type {Record<string, ReturnType<typeof metric>>} */
      const metrics = {}
      for (const [name, query] of Object.entries(queries)) {
        const { p50, p95 } = await measure(query)
        metrics[`${name}_p50`] = metric('ms', p50)
        metrics[`${name}_p95`] = metric('ms', p95)
      }
      const first = metrics.first_page_p50?.runs ?? []
      metrics.deep_over_first = metric(
        'x',
        (metrics.deep_page_p50?.runs ?? []).map((ms, round) => ms / (first[round] ?? Number.NaN)),
      )
      return metrics
    } finally {
      await closeDb()
      await sql.end()
    }
  })
}

/**
 * @param {() => Promise<unknown>} query
 * @returns {Promise<{ p50: number[], p95: number[] }>} One number a round.
 */
async function measure(query) {
  for (let i = 0; i < QUERIES_A_ROUND / 2; i++) await query()
  const [p50, p95] = [[], []].map(() => /** @type {number[]} */ ([]))
  for (let round = 0; round < ROUNDS; round++) {
    const times = []
    for (let i = 0; i < QUERIES_A_ROUND; i++) times.push(await timeOf(query))
    times.sort((a, b) => a - b)
    p50?.push(medianOf(times))
    p95?.push(times[Math.ceil(0.95 * times.length) - 1] ?? Number.NaN)
  }
  return { p50: p50 ?? [], p95: p95 ?? [] }
}
