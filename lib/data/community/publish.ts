import 'server-only'
import { and, eq } from 'drizzle-orm'
import { generationOutputs, generations, publications, users } from '@/db/schema'
import { type PublishInput, publishSchema } from '@/lib/domain/community/publication'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { parseFields } from '@/lib/domain/parse-fields'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { isVisible } from '../outputs/visible'
import { consume } from '../rate-limits/consume'
import { refusal, teamOfRow } from '../teams/suspended'
import { requireOpenGallery } from './access'
import { mayTakeDown } from './queries'

const PUBLISH_LIMIT = { limit: 60, windowMs: 3_600_000 }

/**
 * Puts a finished image into the gallery, with a copy of its prompt and settings as they are now. Doing it again changes
 * the title, the credit and whether the scene may be taken as a start; the likes stay.
 * @throws AppError `not_found` for an image that this actor may not publish, `conflict` where a moderator hid it or banned the
 * actor, `invalid` for words that do not fit, `rate_limited`.
 */
export async function publishOutput(actor: Actor, outputId: string, input: PublishInput): Promise<{ id: string }> {
  const userId = requireUserId(actor)
  const wanted = parseFields(publishSchema, input)
  await consume(`publish:${userId}`, PUBLISH_LIMIT)
  return db().transaction(async (tx) => {
    await requireOpenGallery(actor, tx)
    await refuseBanned(tx, userId)
    const source = await readSource(tx, actor, outputId)
    const id = newId('pub')
    const [row] = await tx
      .insert(publications)
      .values({ id, outputId, authorId: userId, ...source, ...wanted, status: 'published' })
      .onConflictDoNothing({ target: publications.outputId })
      .returning({ id: publications.id })
    const published = row ?? (await publishAgain(tx, userId, outputId, wanted))
    const after = { outputId, ...wanted }
    await recordAudit(tx, actor, { action: 'output.published', teamId: source.teamId, targetKind: 'publication', targetId: published.id, after })
    return published
  })
}

async function refuseBanned(tx: Executor, userId: string): Promise<void> {
  // Shared with a ban that happens at this moment: one of the two sees the other.
  const [user] = await tx.select({ bannedAt: users.galleryBannedAt }).from(users).where(eq(users.id, userId)).for('share')
  if (!user || user.bannedAt) throw new AppError('conflict', 'You cannot publish in this gallery. Ask the people who run this installation.')
}

async function readSource(tx: Executor, actor: Actor, outputId: string) {
  const [row] = await tx
    .select({ output: generationOutputs, generation: generations })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .where(isVisible(actor, outputId, 'output.publish'))
    .for('share', { of: generationOutputs })
  if (!row) throw await refusal(tx, actor, teamOfRow(generationOutputs, outputId), 'This image')
  const { output, generation } = row
  const { engine, ratio, size, quality, canvas } = generation.settings
  const settings = { engine, ratio, size, quality, canvas, ...(output.seed === null ? {} : { seed: output.seed }) }
  return {
    teamId: output.teamId,
    assetId: output.assetId,
    thumbnailAssetId: output.thumbnailAssetId,
    thumbhash: output.thumbhash,
    width: output.width,
    height: output.height,
    prompt: generation.prompt,
    settings,
    shotName: generation.shotName,
    sceneRevisionId: generation.sceneRevisionId,
  }
}

async function publishAgain(tx: Executor, userId: string, outputId: string, input: PublishInput): Promise<{ id: string }> {
  const [before] = await tx.select().from(publications).where(eq(publications.outputId, outputId)).for('update')
  if (!before) throw new Error(`The publication of ${outputId} could be neither written nor read.`)
  if (before.status === 'hidden') throw new AppError('conflict', 'A moderator took this image out of the gallery, so it cannot be published again.')
  await tx
    .update(publications)
    .set({ ...input, authorId: userId, status: 'published', updatedAt: new Date() })
    .where(eq(publications.id, before.id))
  return { id: before.id }
}

/**
 * Takes an image out of the gallery. Its likes stay, should it come back.
 * @throws AppError `not_found` for what this actor may not take out or what is not in it.
 */
export async function unpublish(actor: Actor, publicationId: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const [row] = await tx
      .update(publications)
      .set({ status: 'unpublished', updatedAt: new Date() })
      .where(and(eq(publications.id, publicationId), eq(publications.status, 'published'), mayTakeDown(actor)))
      .returning({ teamId: publications.teamId })
    if (!row) throw await refusal(tx, actor, teamOfRow(publications, publicationId), 'This image', 'publication.manage_all')
    await recordAudit(tx, actor, { action: 'output.unpublished', teamId: row.teamId, targetKind: 'publication', targetId: publicationId })
  })
}
