import 'server-only'
import { and, eq, exists, inArray, isNull, type SQL } from 'drizzle-orm'
import { memberships, notifications, teams, users } from '@/db/schema'
import { newId } from '@/lib/domain/ids'
import type { NotificationKind } from '@/lib/domain/inbox'
import type { Executor } from '../db'
import { notifyInbox } from '../notify'

export type Happening = {
  /** Whom it concerns. Names may come twice, and may include whoever did it: they are told nothing. */
  userIds: readonly string[]
  /** The team where it happened; null where no team is concerned. Only its present members are told. */
  teamId: string | null
  kind: NotificationKind
  /** Who did it; null for the product itself. */
  actorUserId: string | null
  /** Names the happening, such as `comment:cmt_…`: a person is told of each subject of a kind once, however often this runs. */
  subject: string
  /** The path of this site where it can be seen. */
  href: string
  /** Short words for the list. See lib/domain/inbox-words.ts for those that each kind shows. */
  data?: Record<string, string>
}

/**
 * Puts a line into the inbox of each person concerned, inside the caller's transaction. When that commits, their open pages
 * learn of it, and mail goes to those who ask for it by a background function.
 */
export async function tell(tx: Executor, happening: Happening): Promise<void> {
  const { teamId, kind, actorUserId, subject, href, data = {} } = happening
  const asked = [...new Set(happening.userIds)].filter((userId) => userId !== actorUserId)
  if (asked.length === 0) return
  const present = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(inArray(users.id, asked), concerns(tx, teamId, kind)))
  if (present.length === 0) return
  const told = await tx
    .insert(notifications)
    .values(present.map(({ id }) => ({ id: newId('ntf'), userId: id, teamId, kind, actorUserId, subject, href, data })))
    .onConflictDoNothing()
    .returning({ userId: notifications.userId })
  for (const { userId } of told) await notifyInbox(tx, userId)
}

/** Who is invited is not a member yet; everybody else must be one now. */
function concerns(tx: Executor, teamId: string | null, kind: NotificationKind): SQL | undefined {
  if (teamId === null || kind === 'invitation') return undefined
  return exists(
    tx
      .select({ id: memberships.userId })
      .from(memberships)
      .innerJoin(teams, eq(teams.id, memberships.teamId))
      .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, users.id), isNull(teams.deletedAt))),
  )
}
