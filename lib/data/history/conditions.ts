import 'server-only'
import { and, arrayContains, eq, exists, gte, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { collectionOutputs, collections, generationOutputs, generations, outputFavourites } from '@/db/schema'
import { dayStartMs } from '@/lib/domain/day-start'
import { GENERATION_STATUSES } from '@/lib/domain/generation'
import { type HistoryFilter, NONE } from '@/lib/domain/history-filter'
import type { Actor } from '../actor'
import { db } from '../db'

/** What a filter asks of the generation itself. */
export function generationConditions(filter: HistoryFilter, timeZone: string): SQL[] {
  const status = GENERATION_STATUSES.find((known) => known === filter.status)
  return present([
    is(generations.authorId, filter.author),
    is(generations.sceneId, filter.scene),
    filter.shot === null ? undefined : eq(generations.shotName, filter.shot),
    filter.engine === null ? undefined : eq(generations.engine, filter.engine),
    is(generations.model, filter.model),
    filter.ratio === null ? undefined : eq(generations.ratio, filter.ratio),
    status === undefined ? undefined : eq(generations.status, status),
    filter.reason === null ? undefined : sql`${generations.status} = 'failed' and ${generations.error} ->> 'code' = ${filter.reason}`,
    filter.from === null ? undefined : gte(generations.createdAt, new Date(dayStartMs(filter.from, timeZone))),
    filter.to === null ? undefined : lt(generations.createdAt, new Date(dayStartMs(filter.to, timeZone, 1))),
    filter.hasReference ? sql`${generations.hasReference}` : undefined,
  ])
}

/**
 * What a filter asks of an image, or undefined where it asks nothing. One image has to meet all of it, and History shows
 * only those that do.
 */
export function outputConditions(actor: Actor, teamId: string, filter: HistoryFilter): SQL | undefined {
  const readerId = actor.kind === 'user' ? actor.userId : ''
  const all = present([
    filter.tag === null ? undefined : arrayContains(generationOutputs.tags, [filter.tag]),
    filter.review === null ? undefined : eq(generationOutputs.review, filter.review),
    filter.stars === null
      ? undefined
      : sql`(${generationOutputs.starsCount} > 0 and ${generationOutputs.starsSum} >= ${filter.stars}::int * ${generationOutputs.starsCount})`,
    filter.favourite
      ? exists(
          db()
            .select({ one: sql`1` })
            .from(outputFavourites)
            .where(and(eq(outputFavourites.outputId, generationOutputs.id), eq(outputFavourites.userId, readerId))),
        )
      : undefined,
    filter.collection === null
      ? undefined
      : exists(
          db()
            .select({ one: sql`1` })
            .from(collectionOutputs)
            .innerJoin(collections, eq(collections.id, collectionOutputs.collectionId))
            .where(
              and(
                eq(collectionOutputs.outputId, generationOutputs.id),
                eq(collectionOutputs.collectionId, filter.collection),
                eq(collections.teamId, teamId),
                isNull(collections.deletedAt),
              ),
            ),
        ),
  ])
  return all.length === 0 ? undefined : and(...all)
}

const is = (column: AnyPgColumn, value: string | null): SQL | undefined => (value === null ? undefined : value === NONE ? isNull(column) : eq(column, value))

const present = (conditions: (SQL | undefined)[]): SQL[] => conditions.filter((condition) => condition !== undefined)
