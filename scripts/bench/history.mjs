import path from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { tsImport } from 'tsx/esm/api'
import { timeOf, withDatabase } from '../lib/bench-database.mjs'
import { medianOf, metric } from '../lib/metric.mjs'
import { RARE_TAG, seedHistory } from '../lib/seed-history.mjs'

const root = path.resolve(import.meta.dirname, '../..')
/** `HISTORY_ROWS=100000 npm run bench -- history` takes a minute instead of many. */
const ROWS = Number(process.env.HISTORY_ROWS ?? 1_000_000)
const ROUNDS = 3
const QUERIES_A_ROUND = 20
/** As far down as somebody could scroll: the last page but a few. */
const DEEP_ROW = ROWS - 200

/**
 * Milliseconds of a page of 60 from History, and of a share link to 60 images, with all that they show, where one team has a million generations. `_db` is the
 * time that Postgres says it worked, over all queries of the page; `_server` is the whole of it in the server, from the
 * question to the JSON, without HTTP.
 * The longest task of the main thread while 10,000 images are scrolled is what `history-scroll` measures.
 */
export async function run() {
  return withDatabase(root, async ({ url }) => {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    const meter = openMetered(url)
    try {
      const ids = await seedHistory(sql, ROWS)
      const queries = await queriesOf(sql, ids)
      /** @type {Record<string, ReturnType<typeof metric>>} */
      const metrics = {}
      for (const [name, query] of Object.entries(queries)) {
        const { db, server } = await measure(query, meter.take)
        for (const [kind, times] of Object.entries({ db, server })) {
          metrics[`${name}_${kind}_p50`] = metric('ms', times.p50)
          metrics[`${name}_${kind}_p95`] = metric('ms', times.p95)
        }
      }
      return metrics
    } finally {
      await meter.end()
      await sql.end()
    }
  })
}

/**
 * The questions, each as the pages and routes ask it.
 * @param {import('postgres').Sql} sql
 * @param {{ teamId: string, userId: string, sceneId: string, collectionId: string }} ids
 * @returns {Promise<Record<string, () => Promise<unknown>>>}
 */
async function queriesOf(sql, { teamId, userId, sceneId, collectionId }) {
  const { listHistory, countHistory } = await tsImport('../../lib/data/history/queries.ts', import.meta.url)
  const { historyFacets } = await tsImport('../../lib/data/history/facets.ts', import.meta.url)
  const { getGeneration } = await tsImport('../../lib/data/generations/queries.ts', import.meta.url)
  const { encodeCursor } = await tsImport('../../lib/data/history/cursor.ts', import.meta.url)
  const { NO_FILTER } = await tsImport('../../lib/domain/history-filter.ts', import.meta.url)
  const actor = { kind: 'user', userId, sessionId: 'ses_bench', isInstanceAdmin: false }
  const [deep] = await sql`
    select id, (extract(epoch from created_at) * 1000000)::bigint::text as micros, to_char(created_at, 'YYYY-MM-DD') as day from generations
    where team_id = ${teamId} order by created_at desc, id desc offset ${DEEP_ROW} limit 1`
  const [middle] = await sql`
    select to_char(created_at, 'YYYY-MM-DD') as day, prompt, id from generations
    where team_id = ${teamId} order by created_at desc offset ${Math.floor(ROWS / 2)} limit 1`
  const rare = String(middle?.prompt).split(' ').at(-1)
  const cursor = encodeCursor({ createdAtMicros: deep?.micros, id: deep?.id })
  const page =
    (/** @type {object} */ filter, /** @type {string | null} */ from = null) =>
    () =>
      listHistory(actor, { teamId, filter: { ...NO_FILTER, ...filter }, cursor: from })
  return {
    first_page: page({}),
    deep_page: page({}, cursor),
    search_common: page({ q: 'golden vase' }),
    search_rare: page({ q: rare }),
    search_prefix: page({ q: 'terrac' }),
    search_typo: page({ q: 'gloden' }),
    search_four_words: page({ q: 'dusk evening onyx globe' }),
    author_and_date: page({ author: userId, from: middle?.day, to: middle?.day }),
    scene: page({ scene: sceneId }),
    favourite: page({ favourite: true }),
    approved: page({ review: 'approved' }),
    tag_common: page({ tag: 'client' }),
    tag_rare: page({ tag: RARE_TAG }),
    collection: page({ collection: collectionId }),
    by_rating: page({ sort: 'rating' }),
    by_fidelity: page({ sort: 'fidelity' }),
    detail: () => getGeneration(actor, middle?.id),
    facets: () => historyFacets(actor, teamId),
    count: () => countHistory(actor, teamId),
    share_page: await sharePage(actor, teamId, sql),
  }
}

/**
 * What a visitor of a link to 60 images asks of the server: whether the link is open, and what it shows.
 * @param {{ kind: string, userId: string }} actor
 * @param {string} teamId
 * @param {import('postgres').Sql} sql
 * @returns {Promise<() => Promise<unknown>>}
 */
async function sharePage(actor, teamId, sql) {
  const { createShareLink } = await tsImport('../../lib/data/share-links/mutations.ts', import.meta.url)
  const { readShared } = await tsImport('../../lib/data/share-links/visit.ts', import.meta.url)
  const { shareDoor } = await tsImport('../../lib/data/actor.ts', import.meta.url)
  const rows = await sql`select id from generation_outputs where team_id = ${teamId} order by requested_at desc limit 60`
  const { token } = await createShareLink(actor, {
    teamId,
    target: { kind: 'selection', outputIds: rows.map(({ id }) => id) },
    title: 'For a client',
    expiresInDays: 30,
    password: null,
    allowDownload: true,
    showDetails: true,
    allowComments: true,
  })
  return async () => {
    const door = await shareDoor(token)
    if (door.state !== 'open') throw new Error('The link of the bench is closed.')
    return readShared(door.actor)
  }
}

/**
 * Gives the data layer of this process connections on which Postgres says after each statement how long it took.
 * @param {string} url
 */
function openMetered(url) {
  let milliseconds = 0
  const sql = postgres(url, {
    max: 10,
    // Our own cluster, hence a superuser: the times come to us and into no log.
    connection: /** @type {Record<string, string>} */ ({ client_min_messages: 'log', log_min_duration_statement: '0', log_min_messages: 'panic' }),
    onnotice: ({ message = '' }) => {
      milliseconds += Number(/^duration: ([\d.]+) ms/.exec(message)?.[1] ?? 0)
    },
  })
  Object.assign(globalThis, { __maquetteDb: { sql, db: drizzle(sql) } })
  return {
    take: () => {
      const taken = milliseconds
      milliseconds = 0
      return taken
    },
    end: () => sql.end(),
  }
}

/**
 * @param {() => Promise<unknown>} query
 * @param {() => number} takeDatabaseTime
 */
async function measure(query, takeDatabaseTime) {
  const all = { db: emptyTimes(), server: emptyTimes() }
  for (let i = 0; i < QUERIES_A_ROUND; i++) await query()
  for (let round = 0; round < ROUNDS; round++) {
    const [db, server] = [[], []].map(() => /** @type {number[]} */ ([]))
    for (let i = 0; i < QUERIES_A_ROUND; i++) {
      takeDatabaseTime()
      server?.push(await timeOf(async () => JSON.stringify(await query())))
      db?.push(takeDatabaseTime())
    }
    add(all.db, db ?? [])
    add(all.server, server ?? [])
  }
  return all
}

/** @returns {{ p50: number[], p95: number[] }} One number a round. */
const emptyTimes = () => ({ p50: [], p95: [] })

/**
 * @param {{ p50: number[], p95: number[] }} times
 * @param {number[]} round
 */
function add(times, round) {
  const sorted = round.toSorted((a, b) => a - b)
  times.p50.push(medianOf(sorted))
  times.p95.push(sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN)
}
