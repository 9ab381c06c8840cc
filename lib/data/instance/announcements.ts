import 'server-only'
import { and, desc, eq, gt, isNull, lte, notExists, or, sql } from 'drizzle-orm'
import { announcementDismissals, announcements, users } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { type AnnouncementLevel, announcementSchema, type NewAnnouncement } from '@/lib/domain/instance/announcement'
import { parseFields } from '@/lib/domain/parse-fields'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { byInstanceAdmin, holdInstanceAdmin } from './admin'

const SHOWN_MAX = 3
const LISTED_MAX = 100

export type AnnouncementView = { id: string; text: string; level: AnnouncementLevel }

const isCurrent = and(lte(announcements.startsAt, sql`now()`), or(isNull(announcements.endsAt), gt(announcements.endsAt, sql`now()`)))

/** What the actor should see now, warnings first, at most three. What they put away does not come back. @throws AppError `unauthenticated`. */
export async function currentAnnouncements(actor: Actor): Promise<AnnouncementView[]> {
  const userId = requireUserId(actor)
  const putAway = db()
    .select({ one: sql`1` })
    .from(announcementDismissals)
    .where(and(eq(announcementDismissals.announcementId, announcements.id), eq(announcementDismissals.userId, userId)))
  return db()
    .select({ id: announcements.id, text: announcements.text, level: announcements.level })
    .from(announcements)
    .where(and(isCurrent, notExists(putAway)))
    .orderBy(desc(announcements.level), desc(announcements.startsAt), desc(announcements.id))
    .limit(SHOWN_MAX)
}

/** Puts an announcement away for the actor. One that is gone needs no putting away. @throws AppError `unauthenticated`. */
export async function dismissAnnouncement(actor: Actor, announcementId: string): Promise<void> {
  const userId = requireUserId(actor)
  await db().execute(sql`
    insert into ${announcementDismissals} (announcement_id, user_id)
    select id, ${userId} from ${announcements} where id = ${announcementId}
    on conflict do nothing`)
}

export type AnnouncementLine = AnnouncementView & {
  startsAt: Date
  endsAt: Date | null
  state: 'coming' | 'shown' | 'over'
  createdByName: string | null
  /** How many people put it away. */
  dismissals: number
}

/** All announcements, the last to begin first, at most 100. @throws AppError `not_found` for everybody but instance admins. */
export async function listAnnouncements(actor: Actor): Promise<AnnouncementLine[]> {
  const admin = byInstanceAdmin(actor)
  const rows = await db()
    .select({
      id: announcements.id,
      text: announcements.text,
      level: announcements.level,
      startsAt: announcements.startsAt,
      endsAt: announcements.endsAt,
      state: sql<
        AnnouncementLine['state']
      >`case when ${announcements.startsAt} > now() then 'coming' when ${announcements.endsAt} <= now() then 'over' else 'shown' end`,
      createdByName: users.name,
      dismissals: sql<number>`(select count(*)::int from announcement_dismissals d where d.announcement_id = announcements.id)`,
    })
    .from(announcements)
    .leftJoin(users, eq(users.id, announcements.createdBy))
    .where(admin)
    .orderBy(desc(announcements.startsAt), desc(announcements.id))
    .limit(LISTED_MAX)
  return rows
}

/** @throws AppError `not_found`, `invalid` with a sentence for each field. */
export async function createAnnouncement(actor: Actor, input: NewAnnouncement): Promise<{ id: string }> {
  return db().transaction(async (tx) => {
    const admin = await holdInstanceAdmin(tx, actor)
    const announcement = parseFields(announcementSchema, input)
    const id = newId('ann')
    await tx.insert(announcements).values({ id, ...announcement, createdBy: admin.userId })
    await recordAudit(tx, actor, { action: 'announcement.made', teamId: null, targetKind: 'announcement', targetId: id, after: announcement })
    return { id }
  })
}

/** Takes an announcement away from everybody from now on, and keeps it in the list. @throws AppError `not_found` also for one that is over. */
export async function endAnnouncement(actor: Actor, announcementId: string): Promise<void> {
  await db().transaction(async (tx) => {
    await holdInstanceAdmin(tx, actor)
    const [ended] = await tx
      .update(announcements)
      .set({ endsAt: sql`now()` })
      .where(and(eq(announcements.id, announcementId), isCurrent))
      .returning({ id: announcements.id })
    if (!ended) throw notFound('This announcement')
    await recordAudit(tx, actor, { action: 'announcement.ended', teamId: null, targetKind: 'announcement', targetId: announcementId })
  })
}

/** Deletes an announcement. @throws AppError `not_found`. */
export async function deleteAnnouncement(actor: Actor, announcementId: string): Promise<void> {
  await db().transaction(async (tx) => {
    await holdInstanceAdmin(tx, actor)
    const [gone] = await tx
      .delete(announcements)
      .where(eq(announcements.id, announcementId))
      .returning({ text: announcements.text, level: announcements.level })
    if (!gone) throw notFound('This announcement')
    await recordAudit(tx, actor, { action: 'announcement.deleted', teamId: null, targetKind: 'announcement', targetId: announcementId, before: gone })
  })
}
