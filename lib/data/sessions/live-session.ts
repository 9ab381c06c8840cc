import 'server-only'
import { and, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { sessions } from '@/db/schema'

/** A session ends this long after signing in, and so does its cookie; sooner when it was not used for {@link SESSION_IDLE_DAYS}. */
export const SESSION_DAYS = 30
export const SESSION_IDLE_DAYS = 14

/** The condition that a session was not ended, has not expired and was not forgotten. */
export const isLiveSession = (): SQL | undefined =>
  and(isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`), gt(sessions.lastSeenAt, sql`now() - make_interval(days => ${SESSION_IDLE_DAYS})`))
