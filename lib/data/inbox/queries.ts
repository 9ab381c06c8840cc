import 'server-only'
import { and, eq, exists, isNull, or, type SQL, sql } from 'drizzle-orm'
import { memberships, notificationPreferences, notifications, teams, users } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { isId } from '@/lib/domain/ids'
import { MAILED_BY_DEFAULT, NOTIFICATION_KINDS, type NotificationKind, UNREAD_MAX } from '@/lib/domain/inbox'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'

const PAGE_LENGTH = 40

/** Whether the person it was told to may still know: what happens in a team is for its present members. */
export const stillConcerns = (): SQL | undefined =>
  or(
    isNull(notifications.teamId),
    eq(notifications.kind, 'invitation'),
    exists(
      db()
        .select({ id: memberships.teamId })
        .from(memberships)
        .innerJoin(teams, eq(teams.id, memberships.teamId))
        .where(and(eq(memberships.teamId, notifications.teamId), eq(memberships.userId, notifications.userId), isNull(teams.deletedAt))),
    ),
  )

/** How many unread lines a person has; `UNREAD_MAX + 1` stands for any higher number. For the live stream of that person. */
export async function countUnreadOf(userId: string): Promise<number> {
  const some = db()
    .select({ one: sql`1`.as('one') })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt), stillConcerns()))
    .limit(UNREAD_MAX + 1)
    .as('some')
  const [row] = await db().select({ n: sql<number>`count(*)::int` }).from(some)
  return row?.n ?? 0
}

/** As {@link countUnreadOf}, for the actor. @throws AppError `unauthenticated`. */
export const countUnread = async (actor: Actor): Promise<number> => countUnreadOf(requireUserId(actor))

export type InboxItemDto = {
  id: string
  kind: NotificationKind
  /** Null for the product itself and for those who left. */
  actorName: string | null
  teamName: string | null
  data: Record<string, string>
  href: string
  createdAt: Date
  isRead: boolean
}
export type InboxPage = { items: InboxItemDto[]; nextCursor: string | null }

/**
 * A page of the actor's inbox, newest first. The cursor is the id of the last line of the page before.
 * @throws AppError `unauthenticated`, `invalid` for a cursor that no page gave.
 */
export async function listInbox(actor: Actor, { cursor }: { cursor?: string } = {}): Promise<InboxPage> {
  const userId = requireUserId(actor)
  if (cursor !== undefined && !isId('ntf', cursor)) throw new AppError('invalid', 'This page of the inbox does not exist. Open the inbox again.')
  const rows = await db()
    .select({
      id: notifications.id,
      kind: notifications.kind,
      actorName: users.name,
      teamName: teams.name,
      data: notifications.data,
      href: notifications.href,
      createdAt: notifications.createdAt,
      readAt: notifications.readAt,
    })
    .from(notifications)
    .leftJoin(users, eq(users.id, notifications.actorUserId))
    .leftJoin(teams, eq(teams.id, notifications.teamId))
    .where(and(eq(notifications.userId, userId), cursor ? after(cursor, userId) : undefined, stillConcerns()))
    // As the index has it.
    .orderBy(sql`${notifications.createdAt} desc nulls first`, sql`${notifications.id} desc nulls first`)
    .limit(PAGE_LENGTH + 1)
  const page = rows.slice(0, PAGE_LENGTH)
  return {
    items: page.map(({ readAt, ...row }) => ({ ...row, isRead: readAt !== null })),
    nextCursor: rows.length > PAGE_LENGTH ? (page.at(-1)?.id ?? null) : null,
  }
}

/** The place of a line of the person's own; that of another's line is nowhere. */
const after = (cursor: string, userId: string): SQL =>
  sql`(${notifications.createdAt}, ${notifications.id}) < (select c.created_at, c.id from ${notifications} c where c.id = ${cursor} and c.user_id = ${userId})`

export type MailPreferences = Record<NotificationKind, boolean>

/** Which kinds the actor gets by mail. @throws AppError `unauthenticated`. */
export async function readMailPreferences(actor: Actor): Promise<MailPreferences> {
  const rows = await db()
    .select({ kind: notificationPreferences.kind, byMail: notificationPreferences.byMail })
    .from(notificationPreferences)
    .where(eq(notificationPreferences.userId, requireUserId(actor)))
  const chosen = new Map(rows.map(({ kind, byMail }) => [kind, byMail]))
  const wanted: MailPreferences = { ...MAILED_BY_DEFAULT }
  for (const kind of NOTIFICATION_KINDS) wanted[kind] = chosen.get(kind) ?? MAILED_BY_DEFAULT[kind]
  return wanted
}
