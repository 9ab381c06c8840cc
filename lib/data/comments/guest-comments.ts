import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import { comments, generationOutputs, generations, scenes, shareLinks } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import type { GuestComment, SharedComment } from '@/lib/domain/share-link'
import { hashToken } from '@/lib/platform/crypto'
import type { ShareActor } from '../actor'
import { recordAudit } from '../audit/record'
import { db } from '../db'
import { tell } from '../inbox/tell'
import { notifyLive } from '../notify'
import { outOfTrash } from '../outputs/visible'
import { consume } from '../rate-limits/consume'
import { isNamed, namedBy } from '../share-links/conditions'

/** By link and address, and by link alone, so that many addresses together cannot flood a team. */
const BY_ADDRESS = { limit: 10, windowMs: 15 * 60_000 }
const BY_LINK = { limit: 200, windowMs: 24 * 3_600_000 }
const EXCERPT_LENGTH = 140

/**
 * What somebody without an account says about an image of a share link. The person who made the link and the one who made
 * the image are told.
 * @throws AppError `not_found` for an image that the link does not show and where it takes no comments, `rate_limited`.
 */
export async function addGuestComment(actor: ShareActor, input: GuestComment & { address: string | null }): Promise<SharedComment> {
  const { shareLinkId, teamId } = actor
  await consume(`guestComment:${hashToken(`${shareLinkId} ${input.address ?? ''}`)}`, BY_ADDRESS)
  await consume(`guestComments:${shareLinkId}`, BY_LINK)
  return db().transaction(async (tx) => {
    const [shown] = await tx
      .select({
        title: generationOutputs.title,
        sceneName: scenes.name,
        generationId: generations.id,
        index: generationOutputs.index,
        authorId: generations.authorId,
        linkOwnerId: shareLinks.createdBy,
      })
      .from(generationOutputs)
      .innerJoin(namedBy(shareLinkId), isNamed(teamId) ?? sql`false`)
      .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
      .leftJoin(scenes, eq(scenes.id, generations.sceneId))
      .innerJoin(shareLinks, and(eq(shareLinks.id, shareLinkId), eq(shareLinks.allowComments, true)))
      .where(and(eq(generationOutputs.id, input.outputId), outOfTrash()))
    if (!shown) throw notFound('This image')
    const { generationId, index, authorId, linkOwnerId } = shown
    const about = shown.title ?? shown.sceneName
    const id = newId('cmt')
    const [row] = await tx
      .insert(comments)
      .values({ id, teamId, generationId, outputId: input.outputId, guestName: input.name, shareLinkId, body: input.body })
      .returning({ createdAt: comments.createdAt })
    await recordAudit(tx, actor, { action: 'comment.by-guest', teamId, targetKind: 'comment', targetId: id, after: { shareLinkId, outputId: input.outputId } })
    await tell(tx, {
      userIds: [linkOwnerId, authorId].filter((userId) => userId !== null),
      teamId,
      kind: 'comment',
      actorUserId: null,
      subject: `comment:${id}`,
      href: `/history/${generationId}${index > 0 ? `?image=${index + 1}` : ''}#${id}`,
      data: { guest: input.name, text: input.body.slice(0, EXCERPT_LENGTH), ...(about ? { about } : {}) },
    })
    await notifyLive(tx, { teamId, kind: 'comment', id: generationId })
    return { id, outputId: input.outputId, guestName: input.name, body: input.body, createdAtMs: row?.createdAt.getTime() ?? Date.now() }
  })
}
