import 'server-only'
import { desc, eq } from 'drizzle-orm'
import { generationOutputs, generations, outputReviews, scenes } from '@/db/schema'
import { type ReviewInput, reviewSchema } from '@/lib/domain/comment'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { tell } from '../inbox/tell'
import { notifyLive } from '../notify'
import { lockGenerations } from '../outputs/choose'
import { isVisible } from '../outputs/visible'
import { refusal, teamOfRow } from '../teams/suspended'
import { recordUsage } from '../usage/record'
import { enqueueWebhooks } from '../webhooks/outbox'

const EXCERPT_LENGTH = 140

/**
 * Approves exactly this image, asks for changes to it, or takes back what was said last. Every verdict is kept; the latest
 * one stands on the image. Whoever made the image is told. Pressing twice counts once.
 * @throws AppError `not_found`, `invalid` where changes are asked for without saying which, `conflict` when there is no
 * verdict to take back.
 */
export async function reviewOutput(actor: Actor, outputId: string, input: ReviewInput): Promise<void> {
  const userId = requireUserId(actor)
  const parsed = reviewSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'This verdict cannot be kept.', { fields: { note: 'Not a note.' } })
  const { verdict } = parsed.data
  const note = parsed.data.note === '' ? null : parsed.data.note
  await db().transaction(async (tx) => {
    await lockGenerations(tx, [outputId])
    const [image] = await tx
      .select({ output: generationOutputs, makerId: generations.authorId, sceneName: scenes.name })
      .from(generationOutputs)
      .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
      .leftJoin(scenes, eq(scenes.id, generations.sceneId))
      .where(isVisible(actor, outputId, 'output.review'))
      .for('update', { of: generationOutputs })
    if (!image) throw await refusal(tx, actor, teamOfRow(generationOutputs, outputId), 'This image')
    const { teamId, generationId, index, assetId, review: before } = image.output
    if (verdict === 'withdrawn' && before === null) throw new AppError('conflict', 'There is no verdict to withdraw. Somebody may have withdrawn it already.')
    const [latest] = await tx
      .select({ verdict: outputReviews.verdict, userId: outputReviews.userId, note: outputReviews.note })
      .from(outputReviews)
      .where(eq(outputReviews.outputId, outputId))
      .orderBy(desc(outputReviews.createdAt), desc(outputReviews.id))
      .limit(1)
    if (latest && latest.verdict === verdict && latest.userId === userId && latest.note === note) return
    const id = newId('rvw')
    const now = new Date()
    await tx.insert(outputReviews).values({ id, teamId, outputId, userId, verdict, note, createdAt: now })
    const standing = verdict === 'withdrawn' ? { review: null, reviewedBy: null, reviewedAt: null } : { review: verdict, reviewedBy: userId, reviewedAt: now }
    await tx.update(generationOutputs).set(standing).where(eq(generationOutputs.id, outputId))
    // The bytes are named too: an approval stands for this picture and for no other.
    await recordAudit(tx, actor, {
      action: `output.${verdict === 'withdrawn' ? 'review_withdrawn' : verdict}`,
      teamId,
      targetKind: 'output',
      targetId: outputId,
      before: { review: before },
      after: { review: standing.review, generationId, index, assetId, note },
    })
    if (verdict === 'approved') await enqueueWebhooks(tx, teamId, 'output.approved', { generationId, outputId, review: 'approved' })
    if (verdict !== 'withdrawn' && image.makerId) {
      await tell(tx, {
        userIds: [image.makerId],
        teamId,
        kind: 'approval',
        actorUserId: userId,
        subject: `review:${id}`,
        href: `/history/${generationId}${index > 0 ? `?image=${index + 1}` : ''}`,
        data: { about: image.output.title ?? image.sceneName ?? 'an image', verdict, ...(note ? { text: note.slice(0, EXCERPT_LENGTH) } : {}) },
      })
    }
    await notifyLive(tx, { teamId, kind: 'comment', id: generationId })
    await recordUsage(tx, [generationId])
  })
}
