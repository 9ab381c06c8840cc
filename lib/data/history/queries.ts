import 'server-only'
import { and, asc, count, desc, eq, exists, ilike, isNull, or, type SQL, sql } from 'drizzle-orm'
import { generationOutputs, generations, scenes, users } from '@/db/schema'
import { COUNT_MAX } from '@/lib/domain/count-words'
import { AppError } from '@/lib/domain/errors'
import type { GenerationPage } from '@/lib/domain/generation-view'
import { type HistoryFilter, type HistorySort, NO_FILTER } from '@/lib/domain/history-filter'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { madeBy, toView, viewColumns } from '../generations/dto'
import { generationConditions, outputConditions } from './conditions'
import { decodeCursor, encodeCursor } from './cursor'

export const HISTORY_PAGE_MAX = 60

export type HistoryQuery = {
  teamId: string
  /** Narrows it to one scene, as the filter of that name does. */
  sceneId?: string
  filter?: HistoryFilter
  /** The reader's, for the days of the filter; UTC otherwise. */
  timeZone?: string
  /** `nextCursor` of the page before, under the same filter. */
  cursor?: string | null
  limit?: number
}

const starsOf = sql`coalesce(${generations.bestStars}, 0)`

/**
 * A page of History in the order of its filter. A generation of which a filter asks something about images shows those
 * images alone that meet it; images in the trash never show.
 * @throws AppError `invalid` for a cursor that no page of this order gave.
 */
export async function listHistory(actor: Actor, query: HistoryQuery): Promise<GenerationPage> {
  const limit = Math.min(Math.max(1, query.limit ?? HISTORY_PAGE_MAX), HISTORY_PAGE_MAX)
  const filter = { ...(query.filter ?? NO_FILTER), ...(query.sceneId ? { scene: query.sceneId } : {}) }
  const fits = outputConditions(actor, query.teamId, filter)
  const rows = await db()
    .select({
      ...viewColumns,
      micros: sql<string>`(extract(epoch from ${generations.createdAt}) * 1000000)::bigint::text`,
      best: sql<string>`${starsOf}::text`,
    })
    .from(generations)
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .leftJoin(users, eq(users.id, generations.authorId))
    .where(
      and(
        eq(generations.teamId, query.teamId),
        inTeamsOf(actor, generations.teamId, 'team.read'),
        isNull(generations.deletedAt),
        ...generationConditions(filter, query.timeZone ?? 'UTC'),
        fits ? withOutput(fits) : undefined,
        matches(filter.q),
        after(query.cursor ?? null, filter.sort),
      ),
    )
    .orderBy(...orderOf(filter.sort))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const made = await madeBy(
    actor,
    page.map((row) => row.id),
    fits,
  )
  const last = page.at(-1)
  const next = last && { createdAtMicros: last.micros, id: last.id, ...(filter.sort === 'rating' ? { stars: last.best } : {}) }
  return {
    items: page.map(({ micros: _, best: __, ...row }) => toView(row, made)),
    nextCursor: rows.length > limit && next ? encodeCursor(next) : null,
  }
}

function withOutput(fits: SQL): SQL {
  return exists(
    db()
      .select({ one: sql`1` })
      .from(generationOutputs)
      .where(and(eq(generationOutputs.generationId, generations.id), isNull(generationOutputs.deletedAt), fits)),
  )
}

function matches(q: string): SQL | undefined {
  const like = `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
  return q === '' ? undefined : or(ilike(generations.prompt, like), ilike(scenes.name, like))
}

function orderOf(sort: HistorySort): SQL[] {
  if (sort === 'oldest') return [asc(generations.createdAt), asc(generations.id)]
  const newest = [desc(generations.createdAt), desc(generations.id)]
  return sort === 'rating' ? [desc(starsOf), ...newest] : newest
}

function after(text: string | null, sort: HistorySort): SQL | undefined {
  if (text === null) return undefined
  const cursor = decodeCursor(text)
  if (!cursor || (sort === 'rating') !== (cursor.stars !== undefined)) {
    throw new AppError('invalid', 'This page of History does not exist. Open History again.')
  }
  const time = sql`timestamptz 'epoch' + ${cursor.createdAtMicros}::bigint * interval '1 microsecond'`
  if (sort === 'rating') return sql`(${starsOf}, ${generations.createdAt}, ${generations.id}) < (${cursor.stars}::real, ${time}, ${cursor.id})`
  return sort === 'oldest'
    ? sql`(${generations.createdAt}, ${generations.id}) > (${time}, ${cursor.id})`
    : sql`(${generations.createdAt}, ${generations.id}) < (${time}, ${cursor.id})`
}

/** How many images the team's History holds; `COUNT_MAX + 1` stands for any number above the maximum. */
export async function countHistory(actor: Actor, teamId: string): Promise<number> {
  const some = db()
    .select({ one: sql`1`.as('one') })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .where(
      and(
        eq(generationOutputs.teamId, teamId),
        inTeamsOf(actor, generationOutputs.teamId, 'team.read'),
        isNull(generationOutputs.deletedAt),
        isNull(generations.deletedAt),
      ),
    )
    .limit(COUNT_MAX + 1)
    .as('some')
  const [row] = await db().select({ n: count() }).from(some)
  return row?.n ?? 0
}
