import 'server-only'
import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { generations, scenes, teamTags, users } from '@/db/schema'
import type { HistoryFacets } from '@/lib/domain/curation'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

/** More than this nobody reads in a menu; the search finds the rest. */
const MENU_MAX = 200

/** What the menus of the filter bar offer. Another team's id gives empty ones. */
export async function historyFacets(actor: Actor, teamId: string): Promise<HistoryFacets> {
  const [authorIds, shots, engines, models, sceneRows, tagRows] = await Promise.all([
    distinct(actor, teamId, generations.authorId),
    distinct(actor, teamId, generations.shotName),
    distinct(actor, teamId, generations.engine),
    distinct(actor, teamId, generations.model),
    db()
      .select({ id: scenes.id, name: scenes.name })
      .from(scenes)
      .where(and(eq(scenes.teamId, teamId), isNull(scenes.deletedAt), inTeamsOf(actor, scenes.teamId, 'team.read')))
      .orderBy(desc(scenes.updatedAt), desc(scenes.id))
      .limit(MENU_MAX),
    db()
      .select({ tag: teamTags.tag })
      .from(teamTags)
      .where(and(eq(teamTags.teamId, teamId), inTeamsOf(actor, teamTags.teamId, 'team.read')))
      .orderBy(asc(teamTags.tag))
      .limit(MENU_MAX),
  ])
  const authors = authorIds.length === 0 ? [] : await db().select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, authorIds))
  const byName = (a: { name: string }, b: { name: string }): number => a.name.localeCompare(b.name, 'en')
  return { authors: authors.sort(byName), scenes: sceneRows.sort(byName), shots, engines, models, tags: tagRows.map(({ tag }) => tag) }
}

/**
 * The different values of a column that leads an index behind the team: each step jumps to the next one there, so a million
 * rows of one value cost as much as one.
 */
async function distinct(actor: Actor, teamId: string, column: AnyPgColumn): Promise<string[]> {
  const next = (beyond: SQL): SQL => sql`
    (select ${column} as value from ${generations}
    where ${and(eq(generations.teamId, teamId), isNull(generations.deletedAt), sql`${column} is not null`, beyond, inTeamsOf(actor, generations.teamId, 'team.read'))}
    order by ${column} limit 1)`
  const rows = await db().execute<{ value: string }>(sql`
    with recursive steps as (
      ${next(sql`true`)}
      union all
      select (select n.value from ${next(sql`${column} > steps.value`)} n) from steps where steps.value is not null
    )
    select value from steps where value is not null limit ${MENU_MAX}`)
  return rows.map(({ value }) => value)
}
