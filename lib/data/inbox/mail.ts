import 'server-only'
import { and, asc, eq, exists, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { notificationPreferences, notifications, teams, users } from '@/db/schema'
import { MAILED_BY_DEFAULT, NOTIFICATION_KINDS, type NotificationKind } from '@/lib/domain/inbox'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { stillConcerns } from './queries'

/** Whoever sees it in an open page within a minute needs no mail about it. */
const WAIT_SECONDS = 60
/** What could not be mailed for a day is no news any more. */
const NEWS_HOURS = 24

const mailedKinds = NOTIFICATION_KINDS.filter((kind) => MAILED_BY_DEFAULT[kind])
const wanted = sql`coalesce(${notificationPreferences.byMail}, ${inArray(notifications.kind, mailedKinds)})`

const waiting = (): SQL | undefined =>
  and(
    isNull(notifications.readAt),
    isNull(notifications.mailedAt),
    lt(notifications.createdAt, sql`now() - make_interval(secs => ${WAIT_SECONDS})`),
    gt(notifications.createdAt, sql`now() - make_interval(hours => ${NEWS_HOURS})`),
    // Nothing is mailed to a suspended person. Restored within the day, they get what waited.
    exists(
      db()
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.id, notifications.userId), isNull(users.suspendedAt))),
    ),
    stillConcerns(),
  )

/** People with unread lines that they want by mail. */
export async function listMailRecipients(actor: Actor, limit: number): Promise<string[]> {
  requireSystem(actor)
  const rows = await db()
    .selectDistinct({ userId: notifications.userId })
    .from(notifications)
    .leftJoin(notificationPreferences, and(eq(notificationPreferences.userId, notifications.userId), eq(notificationPreferences.kind, notifications.kind)))
    .where(and(waiting(), wanted))
    .limit(limit)
  return rows.map(({ userId }) => userId)
}

export type MailedLine = {
  id: string
  kind: NotificationKind
  actorName: string | null
  teamName: string | null
  data: Record<string, string>
  href: string
}

/**
 * Takes what a person should get by mail, at most 20 lines, and marks it as sent, so that no second run sends it again.
 * Whoever cannot send it gives it back with {@link giveBack}.
 */
export async function takeMail(actor: Actor, userId: string): Promise<{ to: string; lines: MailedLine[] }> {
  requireSystem(actor)
  return db().transaction(async (tx) => {
    const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId)).for('key share')
    if (!user) return { to: '', lines: [] }
    const due = await tx
      .select({ id: notifications.id })
      .from(notifications)
      .leftJoin(notificationPreferences, and(eq(notificationPreferences.userId, notifications.userId), eq(notificationPreferences.kind, notifications.kind)))
      .where(and(eq(notifications.userId, userId), waiting(), wanted))
      .orderBy(asc(notifications.createdAt))
      .limit(20)
      .for('update', { of: notifications, skipLocked: true })
    if (due.length === 0) return { to: user.email, lines: [] }
    const ids = due.map(({ id }) => id)
    await tx.update(notifications).set({ mailedAt: sql`now()` }).where(inArray(notifications.id, ids))
    const lines = await tx
      .select({
        id: notifications.id,
        kind: notifications.kind,
        actorName: sql<string | null>`(select a.name from ${users} a where a.id = ${notifications.actorUserId})`,
        teamName: teams.name,
        data: notifications.data,
        href: notifications.href,
      })
      .from(notifications)
      .leftJoin(teams, eq(teams.id, notifications.teamId))
      .where(inArray(notifications.id, ids))
      .orderBy(asc(notifications.createdAt))
    return { to: user.email, lines }
  })
}

/** What could not be sent waits for the next run. */
export async function giveBack(actor: Actor, ids: readonly string[]): Promise<void> {
  requireSystem(actor)
  if (ids.length === 0) return
  await db()
    .update(notifications)
    .set({ mailedAt: null })
    .where(inArray(notifications.id, [...ids]))
}
