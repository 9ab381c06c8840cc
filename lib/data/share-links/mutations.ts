import 'server-only'
import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm'
import { collections, generationOutputs, generations, shareLinkOutputs, shareLinks, teams } from '@/db/schema'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { AppError, notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import type { NewShareLink, ShareLinkChanges, ShareTarget } from '@/lib/domain/share-link'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import { hashPassword } from '@/lib/platform/password-hash'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db, type Executor } from '../db'
import { outOfTrash } from '../outputs/visible'
import { consume } from '../rate-limits/consume'
import { refusal, teamOfRow } from '../teams/suspended'
import { mayManage } from './conditions'

const CREATED_AN_HOUR_MAX = 100

const inDays = (days: number | null) => (days === null ? null : sql`now() + make_interval(days => ${days})`)

const forbidden = (): AppError => new AppError('conflict', 'An admin has switched share links off for this team.')

/**
 * Makes a link. Only the hash of its token is kept, so the token is seen here once.
 * @throws AppError `not_found` also for images and collections of another team or in the trash, `conflict` where the team
 * allows no links, `rate_limited`.
 */
export async function createShareLink(actor: Actor, input: NewShareLink & { teamId: string }): Promise<{ id: string; token: string }> {
  const userId = requireUserId(actor)
  const { teamId, target, title, allowDownload, showDetails, allowComments } = input
  await consume(`shareLink:${userId}`, { limit: CREATED_AN_HOUR_MAX, windowMs: 3_600_000 })
  // Before the transaction, which should hold its locks for milliseconds.
  const passwordHash = input.password === null ? null : await hashPassword(input.password)
  const [id, token] = [newId('shr'), randomToken()]
  await db().transaction(async (tx) => {
    await requireSharing(tx, actor, teamId)
    await requireTarget(tx, teamId, target)
    await tx.insert(shareLinks).values({
      id,
      teamId,
      tokenHash: hashToken(token),
      kind: target.kind,
      title,
      collectionId: target.kind === 'collection' ? target.collectionId : null,
      view: target.kind === 'comparison' ? (target.view ?? {}) : {},
      createdBy: userId,
      expiresAt: inDays(input.expiresInDays),
      passwordHash,
      allowDownload,
      showDetails,
      allowComments,
    })
    if (target.kind !== 'collection') {
      const outputIds = [...new Set(target.outputIds)]
      await tx.insert(shareLinkOutputs).values(outputIds.map((outputId, position) => ({ shareLinkId: id, outputId, position })))
    }
    const after = { ...target, title, expiresInDays: input.expiresInDays, hasPassword: passwordHash !== null, allowDownload, showDetails, allowComments }
    await recordAudit(tx, actor, { action: 'share-link.created', teamId, targetKind: 'share_link', targetId: id, after })
  })
  return { id, token }
}

/** The lock on the team's row orders this against an admin who forbids links at the same moment. */
async function requireSharing(tx: Executor, actor: Actor, teamId: string): Promise<void> {
  const [team] = await tx
    .select({ sharingAllowed: teams.sharingAllowed })
    .from(teams)
    .where(and(eq(teams.id, teamId), inTeamsOf(actor, teams.id, 'share.create')))
    .for('share')
  if (!team) throw await refusal(tx, actor, teamId, 'This team')
  if (!team.sharingAllowed) throw forbidden()
}

async function requireTarget(tx: Executor, teamId: string, target: ShareTarget): Promise<void> {
  if (target.kind === 'collection') {
    const [found] = await tx
      .select({ id: collections.id })
      .from(collections)
      .where(and(eq(collections.id, target.collectionId), eq(collections.teamId, teamId), isNull(collections.deletedAt)))
    if (!found) throw notFound('This collection')
    return
  }
  const ids = [...new Set(target.outputIds)]
  const [found] = await tx
    .select({ n: count() })
    .from(generationOutputs)
    .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
    .where(and(inArray(generationOutputs.id, ids), eq(generationOutputs.teamId, teamId), outOfTrash()))
  if (found?.n !== ids.length) throw notFound(ids.length === 1 ? 'This image' : 'One of these images')
}

/** Ends a link at once, its pages and files included. One that has ended stays ended. @throws AppError `not_found`. */
export async function revokeShareLink(actor: Actor, shareLinkId: string): Promise<void> {
  await change(actor, shareLinkId, 'share-link.revoked', async (tx) => {
    await tx
      .update(shareLinks)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(shareLinks.id, shareLinkId), isNull(shareLinks.revokedAt)))
    return {}
  })
}

/**
 * Gives a link a new address: the old one ends at once, and a revoked or expired link works again, for as many days as
 * are asked for. @throws AppError `not_found`, `conflict` where the team allows no links.
 */
export async function renewShareLink(actor: Actor, shareLinkId: string, expiresInDays: number | null): Promise<{ token: string }> {
  const token = randomToken()
  await change(actor, shareLinkId, 'share-link.renewed', async (tx, teamId) => {
    await requireSharing(tx, actor, teamId)
    await tx
      .update(shareLinks)
      .set({ tokenHash: hashToken(token), revokedAt: null, expiresAt: inDays(expiresInDays) })
      .where(eq(shareLinks.id, shareLinkId))
    return { expiresInDays }
  })
  return { token }
}

/** Changes what a link allows. A new password ends the visits that began with the old one. @throws AppError `not_found`. */
export async function updateShareLink(actor: Actor, shareLinkId: string, changes: ShareLinkChanges): Promise<void> {
  const { password, expiresInDays, ...rest } = changes
  const passwordHash = typeof password === 'string' ? await hashPassword(password) : password
  await change(actor, shareLinkId, 'share-link.changed', async (tx) => {
    const set = {
      ...rest,
      ...(passwordHash === undefined ? {} : { passwordHash }),
      ...(expiresInDays === undefined ? {} : { expiresAt: inDays(expiresInDays) }),
    }
    if (Object.keys(set).length > 0) await tx.update(shareLinks).set(set).where(eq(shareLinks.id, shareLinkId))
    return { ...rest, expiresInDays, ...(password === undefined ? {} : { hasPassword: password !== null }) }
  })
}

async function change(
  actor: Actor,
  shareLinkId: string,
  action: AuditAction,
  work: (tx: Executor, teamId: string) => Promise<Record<string, unknown>>,
): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const [link] = await tx
      .select()
      .from(shareLinks)
      .where(and(eq(shareLinks.id, shareLinkId), mayManage(actor)))
      .for('update')
    if (!link) throw await refusal(tx, actor, teamOfRow(shareLinks, shareLinkId), 'This link', 'share.read')
    const after = await work(tx, link.teamId)
    const { title, allowDownload, showDetails, allowComments, expiresAt, revokedAt } = link
    const was = { title, allowDownload, showDetails, allowComments, expiresAt, revokedAt, hasPassword: link.passwordHash !== null }
    const before = Object.fromEntries(Object.entries(was).filter(([name]) => name in after || (name === 'expiresAt' && 'expiresInDays' in after)))
    await recordAudit(tx, actor, { action, teamId: link.teamId, targetKind: 'share_link', targetId: shareLinkId, before, after })
  })
}

/** Lets members make links, or stops all of them: those that exist show nothing while links are off. @throws AppError `not_found`. */
export async function setSharingAllowed(actor: Actor, teamId: string, allowed: boolean): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const [team] = await tx
      .update(teams)
      .set({ sharingAllowed: allowed })
      .where(and(eq(teams.id, teamId), inTeamsOf(actor, teams.id, 'team.update')))
      .returning({ id: teams.id })
    if (!team) throw await refusal(tx, actor, teamId, 'This team')
    const action = allowed ? 'sharing.allowed' : 'sharing.forbidden'
    await recordAudit(tx, actor, { action, teamId, targetKind: 'team', targetId: teamId })
  })
}
