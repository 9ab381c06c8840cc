import 'server-only'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { generationOutputs, generations, shareLinks, teams, users } from '@/db/schema'
import type { ShareLinkView, ShareState } from '@/lib/domain/share-link'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'
import { outOfTrash } from '../outputs/visible'
import { decodeCursor, encodeCursor } from '../scenes/cursor'
import { isNamed, mayManage, namedBy } from './conditions'

export const SHARE_LINKS_PAGE_MAX = 50

const state = sql<ShareState>`case
  when ${shareLinks.revokedAt} is not null then 'revoked'
  when ${shareLinks.expiresAt} <= now() then 'expired'
  when not ${teams.sharingAllowed} then 'forbidden'
  else 'open' end`

const time = sql<string>`${shareLinks.createdAt}::text`

/**
 * A page of a team's links, newest first.
 * @throws AppError `invalid` for a cursor that no page gave.
 */
export async function listShareLinks(
  actor: Actor,
  options: { teamId: string; cursor?: string | null },
): Promise<{ links: ShareLinkView[]; nextCursor: string | null }> {
  const rows = await db()
    .select({
      id: shareLinks.id,
      kind: shareLinks.kind,
      title: shareLinks.title,
      state,
      createdByName: users.name,
      createdAt: shareLinks.createdAt,
      expiresAt: shareLinks.expiresAt,
      hasPassword: sql<boolean>`${shareLinks.passwordHash} is not null`,
      allowDownload: shareLinks.allowDownload,
      showDetails: shareLinks.showDetails,
      allowComments: shareLinks.allowComments,
      viewCount: shareLinks.viewCount,
      lastViewedAt: shareLinks.lastViewedAt,
      mayManage: sql<boolean>`${mayManage(actor)}`,
      time,
    })
    .from(shareLinks)
    .innerJoin(teams, eq(teams.id, shareLinks.teamId))
    .leftJoin(users, eq(users.id, shareLinks.createdBy))
    .where(and(eq(shareLinks.teamId, options.teamId), inTeamsOf(actor, shareLinks.teamId, 'share.read'), after(options.cursor ?? null)))
    .orderBy(desc(shareLinks.createdAt), desc(shareLinks.id))
    .limit(SHARE_LINKS_PAGE_MAX + 1)
  const page = rows.slice(0, SHARE_LINKS_PAGE_MAX)
  const shown = await shownBy(page.map(({ id }) => id))
  const last = page.at(-1)
  return {
    links: page.map(({ time: _, createdAt, expiresAt, lastViewedAt, ...link }) => ({
      ...link,
      createdAtMs: createdAt.getTime(),
      expiresAtMs: expiresAt?.getTime() ?? null,
      lastViewedAtMs: lastViewedAt?.getTime() ?? null,
      imageCount: shown.get(link.id)?.count ?? 0,
      thumbnailAssetId: shown.get(link.id)?.thumbnailAssetId ?? null,
    })),
    nextCursor: rows.length > SHARE_LINKS_PAGE_MAX && last ? encodeCursor(last.time, last.id) : null,
  }
}

function after(text: string | null) {
  if (text === null) return undefined
  const cursor = decodeCursor(text)
  return sql`(${shareLinks.createdAt}, ${shareLinks.id}) < (${cursor.time}::timestamptz, ${cursor.id})`
}

/** How many images each link shows, and a small picture of its first. */
async function shownBy(shareLinkIds: readonly string[]): Promise<Map<string, { count: number; thumbnailAssetId: string | null }>> {
  if (shareLinkIds.length === 0) return new Map()
  const rows = await db()
    .select({
      id: shareLinks.id,
      count: sql<number>`count(*)::int`,
      thumbnailAssetId: sql<string | null>`(array_agg(${generationOutputs.thumbnailAssetId} order by named.place, ${generationOutputs.id}))[1]`,
    })
    .from(shareLinks)
    .innerJoin(namedBy(shareLinks.id), sql`true`)
    .innerJoin(generationOutputs, isNamed(shareLinks.teamId))
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .where(and(inArray(shareLinks.id, [...shareLinkIds]), outOfTrash()))
    .groupBy(shareLinks.id)
  return new Map(rows.map(({ id, ...shown }) => [id, shown]))
}

/** Whether links may be made in this team at the moment. False also for a team of others. */
export async function isSharingAllowed(actor: Actor, teamId: string): Promise<boolean> {
  const [team] = await db()
    .select({ allowed: teams.sharingAllowed })
    .from(teams)
    .where(and(eq(teams.id, teamId), inTeamsOf(actor, teams.id, 'team.read')))
  return team?.allowed ?? false
}
