import 'server-only'
import { and, count, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { generationOutputs, generations, scenes, users } from '@/db/schema'
import { COUNT_MAX } from '@/lib/domain/count-words'
import { AppError } from '@/lib/domain/errors'
import type { GenerationPage, GenerationView } from '@/lib/domain/generation-view'
import { type HistoryFilter, type HistorySort, isRanked, NO_FILTER } from '@/lib/domain/history-filter'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { madeBy, toView, viewColumns } from '../generations/dto'
import { generationConditions, outputConditions } from './conditions'
import { decodeCursor, encodeCursor } from './cursor'
import { findPage, type PageQuery } from './find-page'
import { readSearch } from './search'

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

/**
 * A page of History in the order of its filter. A generation of which a filter asks something about images shows those
 * images alone that meet it; images in the trash never show.
 * @throws AppError `invalid` for a cursor that no page of this order gave.
 */
export async function listHistory(actor: Actor, query: HistoryQuery): Promise<GenerationPage> {
  const limit = Math.min(Math.max(1, query.limit ?? HISTORY_PAGE_MAX), HISTORY_PAGE_MAX)
  const filter = { ...(query.filter ?? NO_FILTER), ...(query.sceneId ? { scene: query.sceneId } : {}) }
  const { teamId } = query
  const after = afterOf(query.cursor ?? null, filter.sort)
  const search = filter.q === '' ? undefined : await readSearch(teamId, filter.q)
  if (search === null) return { items: [], nextCursor: null }
  const fits = outputConditions(actor, teamId, filter)
  const where = generationConditions(filter, query.timeZone ?? 'UTC')
  const places = await findPage(actor, {
    teamId,
    sort: filter.sort,
    limit: limit + 1,
    where,
    fits,
    picked: filter.favourite || filter.collection !== null,
    search,
    after,
  })
  const page = places.slice(0, limit)
  const last = places.length > limit ? page.at(-1) : undefined
  return {
    items: await viewsOf(
      actor,
      page.map(({ id }) => id),
      fits,
    ),
    nextCursor: last
      ? encodeCursor({ createdAtMicros: last.micros, id: last.id, ...(isRanked(filter.sort) ? { rank: { by: filter.sort, value: last.rank } } : {}) })
      : null,
  }
}

/** Rows that the caller was allowed to read, in the order of the ids. */
async function viewsOf(actor: Actor, ids: readonly string[], fits: SQL | undefined): Promise<GenerationView[]> {
  if (ids.length === 0) return []
  const [rows, made] = await Promise.all([
    db()
      .select(viewColumns)
      .from(generations)
      .leftJoin(scenes, eq(scenes.id, generations.sceneId))
      .leftJoin(users, eq(users.id, generations.authorId))
      .where(inArray(generations.id, [...ids])),
    madeBy(actor, ids, fits),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [toView(row, made)] : []
  })
}

function afterOf(text: string | null, sort: HistorySort): PageQuery['after'] {
  if (text === null) return null
  const cursor = decodeCursor(text)
  if (!cursor || cursor.rank?.by !== (isRanked(sort) ? sort : undefined)) {
    throw new AppError('invalid', 'This page of History does not exist. Open History again.')
  }
  return { id: cursor.id, rank: cursor.rank?.value, time: sql`timestamptz 'epoch' + ${cursor.createdAtMicros}::bigint * interval '1 microsecond'` }
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
