import 'server-only'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { assets, comments, generationOutputs, generations, scenes, shareLinks, teams, users } from '@/db/schema'
import { AppError, notFound } from '@/lib/domain/errors'
import { SHARED_IMAGES_MAX, type SharedComment, type SharedImage, type SharedView } from '@/lib/domain/share-link'
import { blobStore, bodyBytes } from '@/lib/platform/blob'
import { hashToken } from '@/lib/platform/crypto'
import { verifyPassword } from '@/lib/platform/password-hash'
import { signed } from '@/lib/platform/signature'
import { type Actor, SHARE_PASS, type ShareActor, shareDoor, sharePassBinding } from '../actor'
import { assetKey } from '../assets/dto'
import { db } from '../db'
import { outOfTrash } from '../outputs/visible'
import { consume, forget } from '../rate-limits/consume'
import { isNamed, namedBy } from './conditions'

const PASSWORD_TRIES = { limit: 5, windowMs: 15 * 60_000 }
/** How long a password that was said holds. */
export const SHARE_PASS_HOURS = 12

const ended = (): AppError => notFound('This link')

/** What a link shows. @throws AppError `not_found` when it ended a moment ago. */
export async function readShared(actor: ShareActor): Promise<SharedView> {
  const [link] = await db()
    .select({
      kind: shareLinks.kind,
      title: shareLinks.title,
      // A personal team has no name that says anything to others.
      teamName: sql<string>`case when ${teams.kind} = 'personal' then coalesce(${users.name}, ${teams.name}) else ${teams.name} end`,
      expiresAt: shareLinks.expiresAt,
      allowDownload: shareLinks.allowDownload,
      showDetails: shareLinks.showDetails,
      allowComments: shareLinks.allowComments,
      view: shareLinks.view,
      isProtected: sql<boolean>`${shareLinks.passwordHash} is not null`,
    })
    .from(shareLinks)
    .innerJoin(teams, eq(teams.id, shareLinks.teamId))
    .leftJoin(users, eq(users.id, shareLinks.createdBy))
    .where(eq(shareLinks.id, actor.shareLinkId))
  if (!link) throw ended()
  const { expiresAt, ...rest } = link
  const [images, said] = await Promise.all([sharedImages(actor, link.showDetails), link.allowComments ? sharedComments(actor) : []])
  return { ...rest, expiresAtMs: expiresAt?.getTime() ?? null, images, comments: said }
}

async function sharedImages(actor: ShareActor, showDetails: boolean): Promise<SharedImage[]> {
  const rows = await db()
    .select({
      outputId: generationOutputs.id,
      width: generationOutputs.width,
      height: generationOutputs.height,
      thumbhash: generationOutputs.thumbhash,
      title: generationOutputs.title,
      review: generationOutputs.review,
      createdAt: generationOutputs.createdAt,
      seed: generationOutputs.seed,
      prompt: generations.prompt,
      engine: generations.engine,
      settings: generations.settings,
    })
    .from(generationOutputs)
    .innerJoin(namedBy(actor.shareLinkId), isNamed(actor.teamId) ?? sql`false`)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .where(outOfTrash())
    .orderBy(sql`named.place`, asc(generationOutputs.id))
    .limit(SHARED_IMAGES_MAX)
  return rows.map(({ review, createdAt, seed, prompt, engine, settings, ...image }) => ({
    ...image,
    approved: review === 'approved',
    createdAtMs: createdAt.getTime(),
    details: showDetails ? { prompt, engine, quality: settings.quality, ratio: settings.ratio, seed } : null,
  }))
}

async function sharedComments(actor: ShareActor): Promise<SharedComment[]> {
  const rows = await db()
    .select({ id: comments.id, outputId: comments.outputId, guestName: comments.guestName, body: comments.body, createdAt: comments.createdAt })
    .from(comments)
    .where(and(eq(comments.shareLinkId, actor.shareLinkId), isNull(comments.deletedAt)))
    .orderBy(asc(comments.createdAt), asc(comments.id))
    .limit(SHARED_IMAGES_MAX)
  return rows.map(({ guestName, createdAt, ...comment }) => ({ ...comment, guestName: guestName ?? 'A guest', createdAtMs: createdAt.getTime() }))
}

export type SharedFile = {
  outputId: string
  generationId: string
  mime: string
  sha256: string
  index: number
  images: number
  sceneName: string | null
  title: string | null
  prompt: string
  engine: string
  engineVersion: string | null
  ratio: string
  usesCanvas: boolean
  seed: number | null
  linkTitle: string
  allowDownload: boolean
  showDetails: boolean
  /** The file's bytes, or those of its stored thumbnail. */
  read: (what: 'image' | 'thumbnail') => Promise<Uint8Array>
}

/** A file that a link shows. @throws AppError `not_found` for every other file. */
export async function sharedFile(actor: ShareActor, outputId: string): Promise<SharedFile> {
  return firstFile(actor, outputId)
}

/** The first image of a link without a password, for the preview in messengers. @throws AppError `not_found`. */
export async function previewFile(actor: ShareActor): Promise<SharedFile> {
  const file = await firstFile(actor)
  if (file.isProtected) throw ended()
  return file
}

async function firstFile(actor: ShareActor, outputId?: string): Promise<SharedFile & { isProtected: boolean }> {
  const [row] = await db()
    .select({
      outputId: generationOutputs.id,
      generationId: generations.id,
      mime: assets.mime,
      sha256: assets.sha256,
      thumbnailAssetId: generationOutputs.thumbnailAssetId,
      index: generationOutputs.index,
      settings: generations.settings,
      sceneName: scenes.name,
      title: generationOutputs.title,
      prompt: generations.prompt,
      engine: generations.engine,
      engineVersion: generations.engineVersion,
      seed: generationOutputs.seed,
      linkTitle: shareLinks.title,
      allowDownload: shareLinks.allowDownload,
      showDetails: shareLinks.showDetails,
      isProtected: sql<boolean>`${shareLinks.passwordHash} is not null`,
    })
    .from(generationOutputs)
    .innerJoin(namedBy(actor.shareLinkId), isNamed(actor.teamId) ?? sql`false`)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .innerJoin(assets, eq(assets.id, generationOutputs.assetId))
    .innerJoin(shareLinks, eq(shareLinks.id, actor.shareLinkId))
    .leftJoin(scenes, eq(scenes.id, generations.sceneId))
    .where(and(outputId === undefined ? undefined : eq(generationOutputs.id, outputId), outOfTrash()))
    .orderBy(sql`named.place`, asc(generationOutputs.id))
    .limit(1)
  if (!row) throw notFound('This image')
  const { settings, thumbnailAssetId, ...file } = row
  const { teamId } = actor
  const read = async (what: 'image' | 'thumbnail'): Promise<Uint8Array> => {
    const sha256 = what === 'image' ? file.sha256 : await sha256Of(thumbnailAssetId)
    return bodyBytes(await blobStore().read(assetKey({ teamId, sha256 })))
  }
  return { ...file, images: settings.images, ratio: settings.ratio, usesCanvas: settings.canvas, read }
}

async function sha256Of(assetId: string): Promise<string> {
  const [asset] = await db().select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, assetId))
  if (!asset) throw notFound('This image')
  return asset.sha256
}

/** Counts one visit; visits at the same moment are all counted. */
export async function countView(actor: ShareActor): Promise<void> {
  await db()
    .update(shareLinks)
    .set({ viewCount: sql`${shareLinks.viewCount} + 1`, lastViewedAt: sql`now()` })
    .where(eq(shareLinks.id, actor.shareLinkId))
}

/**
 * Opens a link by its password. The limiter is asked before the password is looked at and before it is known whether the
 * link exists, so neither the answer nor its time tells anything to somebody who guesses.
 * @param input.address Where the visitor comes from; those that name none share one limit by link.
 * @returns What a cookie is to hold for {@link SHARE_PASS_HOURS}; null where the link asks for no password.
 * @throws AppError `invalid` for a wrong password, `not_found` for a link that does not work, `rate_limited`.
 */
export async function sayPassword(_actor: Actor, input: { token: string; password: string; address: string | null }): Promise<{ pass: string } | null> {
  const key = `sharePassword:${hashToken(`${input.token} ${input.address ?? ''}`)}`
  await consume(key, PASSWORD_TRIES)
  const door = await shareDoor(input.token)
  if (door.state === 'open') return null
  const matches = await verifyPassword(input.password, door.state === 'locked' ? door.passwordHash : undefined)
  if (door.state === 'closed') throw ended()
  if (!matches)
    throw new AppError('invalid', 'This is not the password.', { fields: { password: 'This is not the password. Ask the person who sent the link.' } })
  await forget(key)
  const endsAtSeconds = Math.floor(Date.now() / 1000) + SHARE_PASS_HOURS * 3600
  return { pass: signed(SHARE_PASS, String(endsAtSeconds), sharePassBinding(door.shareLinkId, door.passwordHash)) }
}
