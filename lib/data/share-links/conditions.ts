import 'server-only'
import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { collectionOutputs, collections, generationOutputs, shareLinkOutputs, shareLinks } from '@/db/schema'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'

/** Links that the actor may revoke, renew and change: admins all of the team's, members their own. */
export function mayManage(actor: Actor): SQL {
  if (actor.kind !== 'user') return sql`false`
  const own = and(eq(shareLinks.createdBy, actor.userId), inTeamsOf(actor, shareLinks.teamId, 'share.create'))
  return or(inTeamsOf(actor, shareLinks.teamId, 'share.manage_all'), own) ?? sql`false`
}

/**
 * The outputs of a link, `(output_id, place)`: those that it names in their order, or what its collection holds now in the
 * order in which it was added. A subquery to join laterally; it says nothing about the trash.
 */
export const namedBy = (shareLinkId: string | PgColumn): SQL => sql`lateral (
  select ${shareLinkOutputs.outputId} as output_id, ${shareLinkOutputs.position}::float8 as place
  from ${shareLinkOutputs} where ${shareLinkOutputs.shareLinkId} = ${shareLinkId}
  union all
  select ${collectionOutputs.outputId}, extract(epoch from ${collectionOutputs.addedAt})::float8
  from share_links of_collection
  join ${collections} on ${collections.id} = of_collection.collection_id and ${collections.teamId} = of_collection.team_id and ${collections.deletedAt} is null
  join ${collectionOutputs} on ${collectionOutputs.collectionId} = ${collections.id}
  where of_collection.id = ${shareLinkId}
) as named`

/** Joins what {@link namedBy} gives with the outputs, those of the link's own team alone. */
export const isNamed = (teamId: string | PgColumn): SQL | undefined => and(sql`named.output_id = ${generationOutputs.id}`, eq(generationOutputs.teamId, teamId))
