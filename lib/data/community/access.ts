import 'server-only'
import { and, eq, exists, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { generationOutputs, generations, instanceSettings, publications, teams, users } from '@/db/schema'
import type { GalleryAccess } from '@/lib/domain/community/publication'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor, UserActor } from '../actor'
import { db, type Executor } from '../db'

/** Who may look at the gallery of this installation; `public` until an instance admin decides otherwise. */
export async function galleryAccess(executor: Executor = db()): Promise<GalleryAccess> {
  const [row] = await executor.select({ gallery: instanceSettings.gallery }).from(instanceSettings)
  return row?.gallery ?? 'public'
}

/** The condition that the gallery is open to this actor at all. Instance admins see it also while it is off, to moderate it. */
export function galleryOpenTo(actor: Actor): SQL {
  if (actor.kind === 'system' || (actor.kind === 'user' && actor.isInstanceAdmin)) return sql`true`
  const chosen = sql`coalesce((select ${instanceSettings.gallery} from ${instanceSettings}), 'public')`
  return actor.kind === 'user' ? sql`${chosen} in ('public', 'internal')` : sql`${chosen} = 'public'`
}

/**
 * The condition that a publication is in the gallery now: nobody took it out, its author is neither banned nor suspended,
 * and its image and team still stand where they came from. Examples come from no team.
 */
export function isOnShow(): SQL | undefined {
  const fromLiveTeam = exists(
    db()
      .select({ one: sql`1` })
      .from(generationOutputs)
      .innerJoin(generations, eq(generations.id, generationOutputs.generationId))
      .innerJoin(teams, eq(teams.id, generationOutputs.teamId))
      .where(
        and(
          eq(generationOutputs.id, publications.outputId),
          isNull(generationOutputs.deletedAt),
          isNull(generations.deletedAt),
          isNull(teams.deletedAt),
          isNull(teams.suspendedAt),
        ),
      ),
  )
  const banned = exists(
    db()
      .select({ one: sql`1` })
      .from(users)
      .where(and(eq(users.id, publications.authorId), or(isNotNull(users.galleryBannedAt), isNotNull(users.suspendedAt)))),
  )
  return and(eq(publications.status, 'published'), or(isNotNull(publications.sampleKey), and(fromLiveTeam, sql`not ${banned}`)))
}

/** What this actor may look at in the gallery. */
export const mayLookAt = (actor: Actor): SQL | undefined => and(galleryOpenTo(actor), isOnShow())

/** For moderation. To everybody else it does not exist. @throws AppError `not_found`. */
export function requireInstanceAdmin(actor: Actor): UserActor {
  if (actor.kind === 'user' && actor.isInstanceAdmin) return actor
  throw notFound('This page')
}

/** @throws AppError `unavailable` when the gallery is closed to this actor. */
export async function requireOpenGallery(actor: Actor, executor: Executor = db()): Promise<void> {
  const [row] = await executor.select({ open: sql<boolean>`${galleryOpenTo(actor)}` }).from(sql`(select 1) as one`)
  if (!row?.open) throw new AppError('not_found', 'The gallery of this installation is switched off.')
}
