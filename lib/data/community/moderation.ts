import 'server-only'
import { and, desc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { instanceSettings, publicationReports, publications, users } from '@/db/schema'
import type { AuditAction } from '@/lib/domain/audit-actions'
import { type GalleryAccess, hideReasonSchema, type PublicationCard, type ReportReason } from '@/lib/domain/community/publication'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor, UserActor } from '../actor'
import { recordAudit } from '../audit/record'
import { db } from '../db'
import { requireInstanceAdmin } from './access'
import { cardColumns, toCard } from './dto'

const QUEUE_MAX = 100

export type Report = { reason: ReportReason; note: string | null; reporter: string; createdAtMs: number }

/** An image as moderators see it. */
export type ModeratedPublication = PublicationCard & {
  status: 'published' | 'unpublished' | 'hidden'
  hiddenReason: string | null
  authorId: string | null
  authorName: string | null
  authorEmail: string | null
  isAuthorBanned: boolean
  reports: Report[]
}

export type BannedAuthor = { userId: string; name: string; email: string; bannedAtMs: number }

/** What waits for a moderator, most reported first; what is hidden; who is banned. At most 100 each. @throws AppError `not_found`. */
export async function listModeration(actor: Actor): Promise<{ reported: ModeratedPublication[]; hidden: ModeratedPublication[]; banned: BannedAuthor[] }> {
  const admin = requireInstanceAdmin(actor)
  const [reported, hidden, banned] = await Promise.all([
    listPublications(admin, 'reported'),
    listPublications(admin, 'hidden'),
    db()
      .select({ userId: users.id, name: users.name, email: users.email, bannedAt: users.galleryBannedAt })
      .from(users)
      .where(isNotNull(users.galleryBannedAt))
      .orderBy(desc(users.galleryBannedAt))
      .limit(QUEUE_MAX),
  ])
  return { reported, hidden, banned: banned.flatMap(({ bannedAt, ...user }) => (bannedAt ? [{ ...user, bannedAtMs: bannedAt.getTime() }] : [])) }
}

async function listPublications(admin: UserActor, which: 'reported' | 'hidden'): Promise<ModeratedPublication[]> {
  const rows = await db()
    .select({
      card: cardColumns(admin),
      status: publications.status,
      hiddenReason: publications.hiddenReason,
      authorId: publications.authorId,
      authorName: users.name,
      authorEmail: users.email,
      bannedAt: users.galleryBannedAt,
    })
    .from(publications)
    .leftJoin(users, eq(users.id, publications.authorId))
    .where(which === 'hidden' ? eq(publications.status, 'hidden') : and(gt(publications.reportCount, 0), eq(publications.status, 'published')))
    .orderBy(desc(publications.reportCount), desc(publications.updatedAt), desc(publications.id))
    .limit(QUEUE_MAX)
  const reports = await reportsOf(rows.map((row) => row.card.id))
  return rows.map(({ card, bannedAt, ...row }) => ({ ...toCard(card), ...row, isAuthorBanned: bannedAt !== null, reports: reports.get(card.id) ?? [] }))
}

async function reportsOf(ids: readonly string[]): Promise<Map<string, Report[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db()
    .select({
      publicationId: publicationReports.publicationId,
      reason: publicationReports.reason,
      note: publicationReports.note,
      reporter: users.name,
      createdAt: publicationReports.createdAt,
    })
    .from(publicationReports)
    .innerJoin(users, eq(users.id, publicationReports.userId))
    .where(and(inArray(publicationReports.publicationId, [...ids]), isNull(publicationReports.resolvedAt)))
    .orderBy(desc(publicationReports.createdAt))
  const grouped = new Map<string, Report[]>()
  for (const { publicationId, createdAt, ...report } of rows) {
    const of = grouped.get(publicationId) ?? []
    of.push({ ...report, createdAtMs: createdAt.getTime() })
    grouped.set(publicationId, of)
  }
  return grouped
}

/** Takes an image out of everybody's sight, with a reason that its author can read. @throws AppError `not_found`, `invalid`. */
export async function hidePublication(actor: Actor, publicationId: string, reason: string): Promise<void> {
  const parsed = hideReasonSchema.safeParse(reason)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'Say why.', { fields: { reason: 'Say why.' } })
  await decide(actor, publicationId, 'publication.hidden', { status: 'hidden', hiddenReason: parsed.data }, ['published', 'unpublished'])
}

/** Puts a hidden image back. @throws AppError `not_found`. */
export async function restorePublication(actor: Actor, publicationId: string): Promise<void> {
  await decide(actor, publicationId, 'publication.restored', { status: 'published', hiddenReason: null }, ['hidden'])
}

/** Leaves a reported image where it is and closes its reports. @throws AppError `not_found`. */
export async function dismissReports(actor: Actor, publicationId: string): Promise<void> {
  await decide(actor, publicationId, 'publication.kept', {}, ['published', 'unpublished'])
}

type Status = 'published' | 'unpublished' | 'hidden'

async function decide(
  actor: Actor,
  publicationId: string,
  action: AuditAction,
  change: { status?: Status; hiddenReason?: string | null },
  from: readonly Status[],
): Promise<void> {
  const admin = requireInstanceAdmin(actor)
  await db().transaction(async (tx) => {
    const [row] = await tx
      .update(publications)
      .set({ ...change, reportCount: 0, updatedAt: new Date() })
      .where(and(eq(publications.id, publicationId), inArray(publications.status, [...from])))
      .returning({ teamId: publications.teamId, status: publications.status })
    if (!row) throw notFound('This image')
    await tx
      .update(publicationReports)
      .set({ resolvedAt: new Date() })
      .where(and(eq(publicationReports.publicationId, publicationId), isNull(publicationReports.resolvedAt)))
    await recordAudit(tx, admin, { action, teamId: row.teamId, targetKind: 'publication', targetId: publicationId, after: change })
  })
}

/**
 * Takes everything of a person out of the gallery and lets them publish nothing more, or lifts that. What they published
 * comes back when the ban is lifted.
 * @throws AppError `not_found`, `invalid` for the instance admin's own account.
 */
export async function setGalleryBan(actor: Actor, userId: string, banned: boolean): Promise<void> {
  const admin = requireInstanceAdmin(actor)
  if (userId === admin.userId) throw new AppError('invalid', 'You cannot ban yourself.')
  await db().transaction(async (tx) => {
    const [row] = await tx
      .update(users)
      .set({ galleryBannedAt: banned ? sql`coalesce(${users.galleryBannedAt}, now())` : null })
      .where(eq(users.id, userId))
      .returning({ id: users.id })
    if (!row) throw notFound('This person')
    await recordAudit(tx, admin, { action: banned ? 'gallery.banned' : 'gallery.unbanned', teamId: null, targetKind: 'user', targetId: userId })
  })
}

/** Who may look at the gallery from now on. @throws AppError `not_found`. */
export async function setGalleryAccess(actor: Actor, gallery: GalleryAccess): Promise<void> {
  const admin = requireInstanceAdmin(actor)
  await db().transaction(async (tx) => {
    const values = { gallery, updatedBy: admin.userId, updatedAt: new Date() }
    const [before] = await tx.select({ gallery: instanceSettings.gallery }).from(instanceSettings).for('update')
    await tx
      .insert(instanceSettings)
      .values({ id: 1, ...values })
      .onConflictDoUpdate({ target: instanceSettings.id, set: values })
    await recordAudit(tx, admin, { action: 'gallery.access_changed', teamId: null, targetKind: 'instance', targetId: null, before, after: { gallery } })
  })
}
