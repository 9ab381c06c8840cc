import path from 'node:path'
import postgres from 'postgres'
import { tsImport } from 'tsx/esm/api'
import { timeOf, withDatabase } from '../lib/bench-database.mjs'
import { medianOf, metric } from '../lib/metric.mjs'
import { say } from '../lib/say.mjs'
import { seedUsage } from '../lib/seed-usage.mjs'

const root = path.resolve(import.meta.dirname, '../..')
/** Of one team; each has two rows in the ledger. `USAGE_ROWS=50000 npm run bench -- usage` takes half a minute instead of minutes. */
const ROWS = Number(process.env.USAGE_ROWS ?? 500_000)
const ROUNDS = 3
const QUERIES_A_ROUND = 20
/** Of which no day is a day in UTC: the dearest to count. */
const ZONE = 'Asia/Kathmandu'

/**
 * Milliseconds of the dashboards where a team has a million rows in the ledger from a year, and fifty others a fifth as many
 * together: everything that the page needs, from the question to the JSON, without HTTP. `days_30_utc` is the range that opens
 * first, for a viewer in UTC; all others have days that are none in UTC. The consistency check is timed once.
 */
export async function run() {
  return withDatabase(root, async ({ url }) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    try {
      const ids = await seedUsage(sql, { rows: ROWS, others: Math.round(ROWS / 250) })
      const { system } = await tsImport('../../lib/data/actor.ts', import.meta.url)
      const { recountUsage } = await tsImport('../../lib/data/usage/recount.ts', import.meta.url)
      const { closeDb } = await tsImport('../../lib/data/db.ts', import.meta.url)
      const recounted = await timeOf(() => recountUsage(system))
      await sql`vacuum analyze`
      say(`  seeded and counted`)
      /** @type {Record<string, ReturnType<typeof metric>>} */
      const metrics = { count_everything_anew: metric('s', [recounted / 1000]) }
      for (const [name, query] of Object.entries(await queriesOf(ids))) {
        const { p50, p95 } = await measure(query)
        metrics[`${name}_p50`] = metric('ms', p50)
        metrics[`${name}_p95`] = metric('ms', p95)
      }
      const { checkUsage } = await tsImport('../../lib/data/usage/check.ts', import.meta.url)
      metrics.check = metric('s', [
        (await timeOf(async () => {
          const found = await checkUsage(system)
          if (found.length > 0) throw new Error(`The counts differ from the rows: ${JSON.stringify(found[0])}`)
        })) / 1000,
      ])
      await closeDb()
      return metrics
    } finally {
      await sql.end()
    }
  })
}

/**
 * @param {{ teamId: string, ownerId: string, memberId: string }} ids
 * @returns {Promise<Record<string, () => Promise<unknown>>>}
 */
async function queriesOf({ teamId, ownerId, memberId }) {
  const { teamUsage, instanceUsage } = await tsImport('../../lib/data/usage/queries.ts', import.meta.url)
  const { readUsageRange } = await tsImport('../../lib/domain/usage-range.ts', import.meta.url)
  const actor = (/** @type {string} */ userId) => ({ kind: 'user', userId, sessionId: 'ses_bench', isInstanceAdmin: userId === ownerId })
  const range = (/** @type {string} */ name, zone = ZONE) => readUsageRange({ range: name }, zone, Date.now())
  return {
    team_30_days_utc: () => teamUsage(actor(ownerId), teamId, range('30d', 'UTC')),
    team_7_days: () => teamUsage(actor(ownerId), teamId, range('7d')),
    team_30_days: () => teamUsage(actor(ownerId), teamId, range('30d')),
    team_90_days: () => teamUsage(actor(ownerId), teamId, range('90d')),
    team_year: () => teamUsage(actor(ownerId), teamId, range('year')),
    own_30_days: () => teamUsage(actor(memberId), teamId, range('30d')),
    own_year: () => teamUsage(actor(memberId), teamId, range('year')),
    instance_30_days: () => instanceUsage(actor(ownerId), range('30d')),
    instance_90_days: () => instanceUsage(actor(ownerId), range('90d')),
    instance_year: () => instanceUsage(actor(ownerId), range('year')),
  }
}

/** @param {() => Promise<unknown>} query */
async function measure(query) {
  /** @type {{ p50: number[], p95: number[] }} */
  const times = { p50: [], p95: [] }
  for (let i = 0; i < 5; i++) await query()
  for (let round = 0; round < ROUNDS; round++) {
    /** @type {number[]} */
    const all = []
    for (let i = 0; i < QUERIES_A_ROUND; i++) all.push(await timeOf(async () => JSON.stringify(await query())))
    const sorted = all.toSorted((a, b) => a - b)
    times.p50.push(medianOf(sorted))
    times.p95.push(sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN)
  }
  return times
}
