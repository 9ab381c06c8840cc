import 'server-only'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { notificationPreferences, notifications } from '@/db/schema'
import { notFound } from '@/lib/domain/errors'
import type { NotificationKind } from '@/lib/domain/inbox'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { notifyInbox } from '../notify'

/** Marks one of the actor's lines as read; one that was read stays so. @throws AppError `unauthenticated`, `not_found`. */
export async function markRead(actor: Actor, notificationId: string): Promise<void> {
  const userId = requireUserId(actor)
  await db().transaction(async (tx) => {
    const [row] = await tx
      .update(notifications)
      .set({ readAt: sql`coalesce(${notifications.readAt}, now())` })
      .where(and(eq(notifications.id, notificationId), eq(notifications.userId, userId)))
      .returning({ id: notifications.id })
    if (!row) throw notFound('This line of your inbox')
    await notifyInbox(tx, userId)
  })
}

/** @throws AppError `unauthenticated`. */
export async function markAllRead(actor: Actor): Promise<void> {
  const userId = requireUserId(actor)
  await db().transaction(async (tx) => {
    await tx
      .update(notifications)
      .set({ readAt: sql`now()` })
      .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)))
    await notifyInbox(tx, userId)
  })
}

/** Whether a kind also comes by mail. @throws AppError `unauthenticated`. */
export async function setMailPreference(actor: Actor, kind: NotificationKind, byMail: boolean): Promise<void> {
  await db()
    .insert(notificationPreferences)
    .values({ userId: requireUserId(actor), kind, byMail })
    .onConflictDoUpdate({ target: [notificationPreferences.userId, notificationPreferences.kind], set: { byMail } })
}
