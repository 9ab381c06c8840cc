import 'server-only'
import { and, desc, eq, gt, gte, inArray, isNull, sql } from 'drizzle-orm'
import { auditLog, scenes, users } from '@/db/schema'
import type { LiveScene } from '@/lib/domain/live-event'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db } from '../db'

const LIST_LENGTH_MAX = 100

function select() {
  // The audit row of the newest save says who made the present revision. The team's index is read from its end, where what
  // was saved lately lies.
  const save = db()
    .select({ actorUserId: auditLog.actorUserId })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.teamId, scenes.teamId),
        gte(auditLog.createdAt, scenes.createdAt),
        eq(auditLog.targetId, scenes.id),
        inArray(auditLog.action, ['scene.saved', 'scene.state_restored']),
      ),
    )
    .orderBy(desc(auditLog.createdAt))
    .limit(1)
    .as('save')
  return db()
    .select({ id: scenes.id, teamId: scenes.teamId, revision: scenes.revision, savedBy: { id: users.id, name: users.name } })
    .from(scenes)
    .leftJoinLateral(save, sql`true`)
    .leftJoin(users, eq(users.id, save.actorUserId))
}

/** What everybody in the team may learn about a saved scene. For the live hub, which sends it to members of the team alone. */
export async function getLiveScene(id: string): Promise<LiveScene | null> {
  const [row] = await select().where(eq(scenes.id, id))
  return row ? { type: 'scene', ...row } : null
}

/** Scenes that were saved since a moment. */
export async function listLiveScenes(actor: Actor, teamIds: readonly string[], sinceMs: number): Promise<LiveScene[]> {
  if (teamIds.length === 0) return []
  const rows = await select()
    .where(
      and(
        inArray(scenes.teamId, [...teamIds]),
        inTeamsOf(actor, scenes.teamId, 'team.read'),
        isNull(scenes.deletedAt),
        gt(scenes.updatedAt, new Date(sinceMs)),
      ),
    )
    .orderBy(desc(scenes.updatedAt))
    .limit(LIST_LENGTH_MAX)
  return rows.map((row) => ({ type: 'scene', ...row }))
}
