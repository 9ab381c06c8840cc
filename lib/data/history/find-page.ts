import 'server-only'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { generationOutputs, generationSearch, generations } from '@/db/schema'
import type { HistorySort } from '@/lib/domain/history-filter'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { MANY, type Search } from './search'

/** Rows that are looked through for what is common; where that finds too few, it was rarer than it seemed. */
const WALK_MAX = 20_000

export type PageQuery = {
  teamId: string
  sort: HistorySort
  limit: number
  /** On the generation itself. */
  where: SQL[]
  /** On an image of it, see {@link outputConditions}. */
  fits: SQL | undefined
  search: Search | undefined
  /** Where the page before ended. */
  after: { stars: string | undefined; time: SQL; id: string } | null
}

/** One row of a page: its id and its place in the order. */
export type Place = { id: string; micros: string; stars: string }

/**
 * Which generations stand on a page. What is rare is collected by its own index and then put in order; what is common is met
 * soon by walking through History in its order. Postgres cannot know which of the two a word or a tag is, and the wrong
 * way reads a million rows, so it is decided here.
 */
export async function findPage(actor: Actor, page: PageQuery): Promise<Place[]> {
  const { search, fits, teamId } = page
  if (search && search.atMost <= MANY) {
    const found = await collect(actor, page, wordsOf(actor, teamId, search.rarest))
    if (found) return found
  }
  if (fits) {
    const images = sql`select generation_id from ${generationOutputs} where ${eq(generationOutputs.teamId, teamId)} and ${isNull(generationOutputs.deletedAt)} and ${fits}`
    // What was collected by it need not be asked again.
    const found = await collect(actor, { ...page, fits: undefined }, images)
    if (found) return found
  }
  if (search || fits) {
    const found = search && !fits && page.where.length === 0 && page.sort !== 'rating' ? await walkWords(actor, page, search) : await walk(actor, page)
    if (found.length === page.limit) return found
  }
  if (search) {
    // Each word is common, and yet few rows have them all.
    const found = await collect(actor, { ...page, search: undefined }, wordsOf(actor, teamId, search.query))
    if (found) return found
  }
  return rowsOf(sql`select ${PLACE} from ${generations} where ${and(...conditions(actor, page), ...meets(page))} ${orderOf(page)}`)
}

const wordsOf = (actor: Actor, teamId: string, query: SQL): SQL =>
  sql`select generation_id from ${generationSearch} where ${inSearchOf(actor, teamId)} and words @@ ${query}`

const PLACE = sql`${generations.id}, (extract(epoch from ${generations.createdAt}) * 1000000)::bigint::text as micros, coalesce(${generations.bestStars}, 0)::text as stars`

/** Explicitly typed, so that the rows are what the query selects. */
async function rowsOf(query: SQL): Promise<Place[]> {
  return [...(await db().execute<Place>(query))]
}

/** @returns null when there are too many to be collected. */
async function collect(actor: Actor, page: PageQuery, from: SQL): Promise<Place[] | null> {
  const found = await db().execute<Place & { many: boolean }>(sql`
    with c as materialized (${from} limit ${MANY + 1}::int),
      n as (select count(*) > ${MANY}::int as many from c)
    select n.many, r.id, r.micros, r.stars from n
    left join lateral (
      select ${PLACE} from ${generations}
      where ${generations.id} in (select generation_id from c) and not n.many and ${and(...conditions(actor, page), ...meets(page))}
      ${orderOf(page)}
    ) r on true`)
  if (found[0]?.many) return null
  return found.filter((row) => row.id !== null).map(({ id, micros, stars }) => ({ id, micros, stars }))
}

/** Through the newest rows that meet all but the words and the images. The limit inside keeps Postgres from doing it the other way round. */
const walk = (actor: Actor, page: PageQuery): Promise<Place[]> =>
  rowsOf(sql`
    select ${PLACE} from (
      select * from ${generations} where ${and(...conditions(actor, page))} ${orderOf(page, WALK_MAX)}
    ) ${generations} where ${and(...meets(page))} ${orderOf(page)}`)

/** As {@link walk} where words are all that is asked for: their own table has them in the order of History. */
function walkWords(actor: Actor, page: PageQuery, search: Search): Promise<Place[]> {
  const direction = page.sort === 'oldest' ? sql`asc` : sql`desc`
  const order = sql`order by created_at ${direction}, generation_id ${direction}`
  const after = page.after ? sql`and (created_at, generation_id) ${beyond(page)} (${page.after.time}, ${page.after.id})` : sql``
  return rowsOf(sql`
    select generation_id as id, (extract(epoch from created_at) * 1000000)::bigint::text as micros, '0' as stars from (
      select generation_id, created_at, words from ${generationSearch} where ${inSearchOf(actor, page.teamId)} ${after} ${order} limit ${WALK_MAX}::int
    ) newest where words @@ ${search.query} ${order} limit ${page.limit}::int`)
}

const inSearchOf = (actor: Actor, teamId: string): SQL | undefined =>
  and(eq(generationSearch.teamId, teamId), inTeamsOf(actor, generationSearch.teamId, 'team.read'))

function conditions(actor: Actor, page: PageQuery): (SQL | undefined)[] {
  return [
    eq(generations.teamId, page.teamId),
    inTeamsOf(actor, generations.teamId, 'team.read'),
    isNull(generations.deletedAt),
    ...page.where,
    page.after ? afterOf(page, page.after) : undefined,
  ]
}

/** What stands in other tables: the words, and the images. */
function meets({ search, fits }: PageQuery): SQL[] {
  const conditions: SQL[] = []
  if (search) {
    conditions.push(sql`exists (select 1 from ${generationSearch} where ${generationSearch.generationId} = ${generations.id} and words @@ ${search.query})`)
  }
  if (fits) {
    conditions.push(
      sql`exists (select 1 from ${generationOutputs} where ${generationOutputs.generationId} = ${generations.id} and ${isNull(generationOutputs.deletedAt)} and ${fits})`,
    )
  }
  return conditions
}

const starsOf = sql`coalesce(${generations.bestStars}, 0)`
const beyond = ({ sort }: PageQuery): SQL => (sort === 'oldest' ? sql`>` : sql`<`)

function orderOf({ sort, limit }: PageQuery, most = limit): SQL {
  if (sort === 'oldest') return sql`order by ${generations.createdAt}, ${generations.id} limit ${most}::int`
  const newest = sql`${generations.createdAt} desc, ${generations.id} desc limit ${most}::int`
  return sort === 'rating' ? sql`order by ${starsOf} desc, ${newest}` : sql`order by ${newest}`
}

function afterOf(page: PageQuery, { stars, time, id }: NonNullable<PageQuery['after']>): SQL {
  if (page.sort === 'rating') return sql`(${starsOf}, ${generations.createdAt}, ${generations.id}) < (${stars ?? '0'}::real, ${time}, ${id})`
  return sql`(${generations.createdAt}, ${generations.id}) ${beyond(page)} (${time}, ${id})`
}
