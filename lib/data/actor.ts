import 'server-only'
import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { apiTokens, memberships, sessions, shareLinks, teams, users } from '@/db/schema'
import { type ApiScope, TOKEN_FORM } from '@/lib/domain/api-token'
import { isShareToken } from '@/lib/domain/share-link'
import { hashToken } from '@/lib/platform/crypto'
import { readSigned } from '@/lib/platform/signature'
import { db } from './db'
import { isLiveSession } from './sessions/live-session'

/** Where a request came from, for the audit log. `address` is the one that can be believed (see lib/platform/forwarded.ts). */
export type RequestOrigin = { address: string | null; userAgent: string | null; requestId: string | null }

/** Who asks. Every function of lib/data takes one first; they are made only here. */
export type UserActor = { kind: 'user'; userId: string; sessionId: string; isInstanceAdmin: boolean; from?: RequestOrigin }
export type AnonymousActor = { kind: 'anonymous'; from?: RequestOrigin }
/** Whoever holds the address of a share link, and knows its password where it has one. It may see what the link shows and no more. */
export type ShareActor = { kind: 'share'; shareLinkId: string; teamId: string; from?: RequestOrigin }
/**
 * A program that holds an API token. It acts as the person who made the token, in one team and within scopes; it is made for
 * requests to /api/v1 alone.
 */
export type TokenActor = { kind: 'token'; tokenId: string; teamId: string; userId: string; scopes: readonly ApiScope[]; from?: RequestOrigin }
export type Actor = UserActor | AnonymousActor | ShareActor | TokenActor | { kind: 'system' }

export const anonymous: AnonymousActor = { kind: 'anonymous' }
/** Somebody without an account who asks from somewhere. */
export const visitor = (from: RequestOrigin | undefined): AnonymousActor => (from ? { kind: 'anonymous', from } : anonymous)
/** For the worker and for sweeps. Whoever uses it re-derives the person from the row it works on. */
export const system: Actor = { kind: 'system' }

const SEEN_EVERY_MINUTES = 5
const TOKEN_SEEN_EVERY_MS = 60_000

/**
 * The person behind a session, or a visitor when the session is unknown, ended or expired or its person suspended. Asked at every request, so a
 * session that was ended somewhere else stops at once; long-lived streams ask again from time to time.
 */
export async function actorForSession(sessionId: string | undefined, from?: RequestOrigin): Promise<UserActor | AnonymousActor> {
  if (!sessionId) return visitor(from)
  const [row] = await db()
    .select({ userId: users.id, isInstanceAdmin: users.isInstanceAdmin, lastSeenAt: sessions.lastSeenAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sessionId), isLiveSession(), isNull(users.suspendedAt)))
  if (!row) return visitor(from)
  if (Date.now() - row.lastSeenAt.getTime() > SEEN_EVERY_MINUTES * 60_000) await markSeen(sessionId)
  return { kind: 'user', userId: row.userId, sessionId, isInstanceAdmin: row.isInstanceAdmin, ...(from ? { from } : {}) }
}

async function markSeen(sessionId: string): Promise<void> {
  await db()
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, sql`now() - make_interval(mins => ${SEEN_EVERY_MINUTES})`)))
}

export const SHARE_PASS = 'share-pass'

/**
 * What a share link says to somebody who holds its address: come in, say the password first, or nothing at all. A link
 * that was revoked, has expired, was never made or belongs to a team that allows none says the same.
 */
export type ShareDoor = { state: 'open'; actor: ShareActor } | { state: 'locked'; shareLinkId: string; passwordHash: string } | { state: 'closed' }

/**
 * Looks a share link up by the token in its address. Asked at every request, so revoking ends pages and files at once.
 * @param pass What a cookie holds since the password was said: when it ends, in seconds, signed and bound to the link and
 * to the hash of its password, so that a changed password ends it.
 */
export async function shareDoor(token: string, pass?: string, from?: RequestOrigin): Promise<ShareDoor> {
  if (!isShareToken(token)) return { state: 'closed' }
  const [link] = await db()
    .select({ id: shareLinks.id, teamId: shareLinks.teamId, passwordHash: shareLinks.passwordHash })
    .from(shareLinks)
    .innerJoin(teams, eq(teams.id, shareLinks.teamId))
    .where(
      and(
        eq(shareLinks.tokenHash, hashToken(token)),
        isNull(shareLinks.revokedAt),
        or(isNull(shareLinks.expiresAt), gt(shareLinks.expiresAt, sql`now()`)),
        eq(teams.sharingAllowed, true),
        isNull(teams.deletedAt),
        isNull(teams.suspendedAt),
      ),
    )
  if (!link) return { state: 'closed' }
  if (link.passwordHash !== null && !isPass(pass, link.id, link.passwordHash)) {
    return { state: 'locked', shareLinkId: link.id, passwordHash: link.passwordHash }
  }
  return { state: 'open', actor: { kind: 'share', shareLinkId: link.id, teamId: link.teamId, ...(from ? { from } : {}) } }
}

export const sharePassBinding = (shareLinkId: string, passwordHash: string): string => `${shareLinkId} ${passwordHash}`

function isPass(pass: string | undefined, shareLinkId: string, passwordHash: string): boolean {
  const endsAtSeconds = pass ? readSigned(SHARE_PASS, pass, sharePassBinding(shareLinkId, passwordHash)) : null
  return endsAtSeconds !== null && Number(endsAtSeconds) * 1000 > Date.now()
}

/**
 * Whom an API token acts for, or null for one that is unknown, expired or revoked, or whose team or maker is gone, suspended
 * or parted. Asked at every request, so revoking ends it at once.
 */
export async function actorForToken(token: string, from?: RequestOrigin): Promise<TokenActor | null> {
  if (!TOKEN_FORM.test(token)) return null
  const [row] = await db()
    .select({ id: apiTokens.id, teamId: apiTokens.teamId, userId: apiTokens.userId, scopes: apiTokens.scopes, lastUsedAt: apiTokens.lastUsedAt })
    .from(apiTokens)
    .innerJoin(teams, and(eq(teams.id, apiTokens.teamId), isNull(teams.deletedAt)))
    .innerJoin(users, and(eq(users.id, apiTokens.userId), isNull(users.suspendedAt)))
    .innerJoin(memberships, and(eq(memberships.teamId, apiTokens.teamId), eq(memberships.userId, apiTokens.userId)))
    .where(and(eq(apiTokens.tokenHash, hashToken(token)), isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`))))
  if (!row) return null
  if (row.lastUsedAt === null || Date.now() - row.lastUsedAt.getTime() > TOKEN_SEEN_EVERY_MS) {
    await db().update(apiTokens).set({ lastUsedAt: sql`now()` }).where(eq(apiTokens.id, row.id))
  }
  const { id: tokenId, teamId, userId, scopes } = row
  return { kind: 'token', tokenId, teamId, userId, scopes, ...(from ? { from } : {}) }
}
