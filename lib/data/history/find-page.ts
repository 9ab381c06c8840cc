import 'server-only'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { generationOutputs, generationSearch, generations } from '@/db/schema'
import { type HistorySort, isRanked } from '@/lib/domain/history-filter'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { MANY, type Search } from './search'

/** Rows that are looked through for what is common; where that finds too few, it was rarer than it seemed. */
const WALK_MAX = 20_000
/** Rows that are looked through to learn how often something is met. */
const STRIDE = 2000

export type PageQuery = {
  teamId: string
  sort: HistorySort
  limit: number
  /** On the generation itself. */
  where: SQL[]
  /** On an image of it, see {@link outputConditions}. */
  fits: SQL | undefined
  /** Whether the images are ones that somebody picked by hand: few, and listed in a table of their own. */
  picked: boolean
  search: Search | undefined
  /** Where the page before ended. */
  after: { rank: string | undefined; time: SQL; id: string } | null
}

/** One row of a page: its id and its place in the order. */
export type Place = { id: string; micros: string; rank: string }

/**
 * Which generations stand on a page. What is rare is collected by its own index and then put in order; what is common is met
 * soon by walking through History in its order. Postgres cannot know which of the two a word or a tag is, and the wrong
 * way reads a million rows, so it is decided here: a first stride tells how often it is met.
 */
export async function findPage(actor: Actor, page: PageQuery): Promise<Place[]> {
  if (page.search || page.fits) {
    for (const attempt of await attempts(actor, page)) {
      const found = await attempt()
      if (found) return found
    }
  }
  return rowsOf(sql`select ${placeOf(page)} from ${generations} where ${and(...conditions(actor, page), ...meets(page))} ${orderOf(page)}`)
}

type Attempt = () => Promise<Place[] | null>

/** Ways to the page, the one that is likely to be quickest first. Each gives null where it comes to no end. */
async function attempts(actor: Actor, page: PageQuery): Promise<Attempt[]> {
  const { search, limit } = page
  const few: Attempt[] = search && search.atMost <= MANY ? [() => collect(actor, page, wordsOf(actor, page.teamId, search.rarest))] : []
  const collected: Attempt[] = [...few, () => collectImages(actor, page), () => collectWords(actor, page)]
  const walked: Attempt = () => whole(walkBy(actor, page, WALK_MAX), limit)
  if (few.length > 0 || page.picked) return [...collected, walked]
  const met = await walkBy(actor, page, STRIDE)
  if (met.length === limit) return [async () => met]
  return met.length * (WALK_MAX / STRIDE) >= limit ? [walked, ...collected] : [...collected, walked]
}

const whole = async (walk: Promise<Place[]>, limit: number): Promise<Place[] | null> => {
  const found = await walk
  return found.length === limit ? found : null
}

/** What was collected by a condition need not be asked for it again. */
async function collectImages(actor: Actor, page: PageQuery): Promise<Place[] | null> {
  const { fits } = page
  if (!fits) return null
  const images = sql`from ${generationOutputs} where ${imagesOf(actor, page)} and ${fits}`
  if (!isPlain(page) || page.search) return collect(actor, { ...page, fits: undefined }, sql`select generation_id ${images}`)
  // Images know the order themselves.
  return placesOrMany(sql`
    with c as materialized (select generation_id, requested_at ${images} ${beyondPage(page, sql`requested_at`)} limit ${MANY + 1}::int),
      n as (select count(*) > ${MANY}::int as many from c)
    select n.many, r.id, r.micros, r.rank from n
    left join lateral (
      select generation_id as id, ${microsOf(sql`requested_at`)} as micros, '0' as rank from c
      where not n.many group by requested_at, generation_id ${orderBy(page, sql`requested_at`)} limit ${page.limit}::int
    ) r on true`)
}

async function collectWords(actor: Actor, page: PageQuery): Promise<Place[] | null> {
  const { teamId, search } = page
  return search ? collect(actor, { ...page, search: undefined }, wordsOf(actor, teamId, search.query)) : null
}

/** Nothing is asked of the generations themselves, and time is the order. */
const isPlain = ({ where, sort }: PageQuery): boolean => where.length === 0 && !isRanked(sort)

const imagesOf = (actor: Actor, { teamId }: PageQuery): SQL | undefined =>
  and(eq(generationOutputs.teamId, teamId), inTeamsOf(actor, generationOutputs.teamId, 'generation.read'), isNull(generationOutputs.deletedAt))

/** The narrowest table that has all that is asked for in the order of History. */
function walkBy(actor: Actor, page: PageQuery, most: number): Promise<Place[]> {
  const { search, fits } = page
  if (isPlain(page) && search && !fits) return walkWords(actor, page, search, most)
  if (isPlain(page) && fits && !search) return walkImages(actor, page, fits, most)
  return walk(actor, page, most)
}

const wordsOf = (actor: Actor, teamId: string, query: SQL): SQL =>
  sql`select generation_id from ${generationSearch} where ${inSearchOf(actor, teamId)} and words @@ ${query}`

const microsOf = (time: SQL): SQL => sql`(extract(epoch from ${time}) * 1000000)::bigint::text`
const placeOf = (page: PageQuery): SQL => sql`${generations.id}, ${microsOf(sql`${generations.createdAt}`)} as micros, ${rankOf(page)}::text as rank`

/** Explicitly typed, so that the rows are what the query selects. */
async function rowsOf(query: SQL): Promise<Place[]> {
  return [...(await db().execute<Place>(query))]
}

/** @returns null when there are too many to be collected. */
const collect = (actor: Actor, page: PageQuery, from: SQL): Promise<Place[] | null> =>
  placesOrMany(sql`
    with c as materialized (${from} limit ${MANY + 1}::int),
      n as (select count(*) > ${MANY}::int as many from c)
    select n.many, r.id, r.micros, r.rank from n
    left join lateral (
      select ${placeOf(page)} from ${generations}
      where ${generations.id} in (select generation_id from c) and not n.many and ${and(...conditions(actor, page), ...meets(page))}
      ${orderOf(page)}
    ) r on true`)

async function placesOrMany(query: SQL): Promise<Place[] | null> {
  const found = await db().execute<Place & { many: boolean }>(query)
  if (found[0]?.many) return null
  return found.filter((row) => row.id !== null).map(({ id, micros, rank }) => ({ id, micros, rank }))
}

/** Through the newest rows that meet all but the words and the images. The limit inside keeps Postgres from doing it the other way round. */
const walk = (actor: Actor, page: PageQuery, most: number): Promise<Place[]> =>
  rowsOf(sql`
    select ${placeOf(page)} from (
      select * from ${generations} where ${and(...conditions(actor, page))} ${orderOf(page, most)}
    ) ${generations} where ${and(...meets(page))} ${orderOf(page)}`)

/** As {@link walk} where words are all that is asked for: their own table has them in the order of History. */
const walkWords = (actor: Actor, page: PageQuery, search: Search, most: number): Promise<Place[]> =>
  rowsOf(sql`
    select generation_id as id, ${microsOf(sql`created_at`)} as micros, '0' as rank from (
      select generation_id, created_at, words from ${generationSearch}
      where ${inSearchOf(actor, page.teamId)} ${beyondPage(page, sql`created_at`)} ${orderBy(page, sql`created_at`)} limit ${most}::int
    ) newest where words @@ ${search.query} ${orderBy(page, sql`created_at`)} limit ${page.limit}::int`)

/** As {@link walk} where something about images is all that is asked for. */
const walkImages = (actor: Actor, page: PageQuery, fits: SQL, most: number): Promise<Place[]> =>
  rowsOf(sql`
    select generation_id as id, ${microsOf(sql`requested_at`)} as micros, '0' as rank from (
      select * from ${generationOutputs}
      where ${imagesOf(actor, page)} ${beyondPage(page, sql`requested_at`)} ${orderBy(page, sql`requested_at`)} limit ${most}::int
    ) ${generationOutputs} where ${fits} group by requested_at, generation_id ${orderBy(page, sql`requested_at`)} limit ${page.limit}::int`)

const beyondPage = (page: PageQuery, time: SQL): SQL =>
  page.after ? sql`and (${time}, generation_id) ${beyond(page)} (${page.after.time}, ${page.after.id})` : sql``
const orderBy = ({ sort }: PageQuery, time: SQL): SQL =>
  sort === 'oldest' ? sql`order by ${time}, generation_id` : sql`order by ${time} desc, generation_id desc`

const inSearchOf = (actor: Actor, teamId: string): SQL | undefined =>
  and(eq(generationSearch.teamId, teamId), inTeamsOf(actor, generationSearch.teamId, 'generation.read'))

function conditions(actor: Actor, page: PageQuery): (SQL | undefined)[] {
  return [
    eq(generations.teamId, page.teamId),
    inTeamsOf(actor, generations.teamId, 'generation.read'),
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

/** What comes before time, as the index of that order has it. What was never measured comes after what is not faithful at all. */
const rankOf = ({ sort }: PageQuery): SQL => (sort === 'fidelity' ? sql`coalesce(${generations.bestFidelity}, -1)` : sql`coalesce(${generations.bestStars}, 0)`)
const beyond = ({ sort }: PageQuery): SQL => (sort === 'oldest' ? sql`>` : sql`<`)

function orderOf(page: PageQuery, most = page.limit): SQL {
  const { sort } = page
  if (sort === 'oldest') return sql`order by ${generations.createdAt}, ${generations.id} limit ${most}::int`
  const newest = sql`${generations.createdAt} desc, ${generations.id} desc limit ${most}::int`
  return isRanked(sort) ? sql`order by ${rankOf(page)} desc, ${newest}` : sql`order by ${newest}`
}

function afterOf(page: PageQuery, { rank, time, id }: NonNullable<PageQuery['after']>): SQL {
  if (isRanked(page.sort)) return sql`(${rankOf(page)}, ${generations.createdAt}, ${generations.id}) < (${rank ?? '0'}::real, ${time}, ${id})`
  return sql`(${generations.createdAt}, ${generations.id}) ${beyond(page)} (${time}, ${id})`
}
