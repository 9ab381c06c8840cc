import 'server-only'
import { and, desc, eq, sql } from 'drizzle-orm'
import { apiTokens, memberships, users } from '@/db/schema'
import type { ApiTokenState, ApiTokenView } from '@/lib/domain/api-token'
import type { Actor } from '../actor'
import { inTeamsSeenBy } from '../authorize'
import { db } from '../db'

const SHOWN_MAX = 200

/** A token whose maker is no longer in the team or is suspended is as good as revoked. */
const state = sql<ApiTokenState>`case
  when ${apiTokens.revokedAt} is not null or ${users.suspendedAt} is not null or ${memberships.userId} is null then 'revoked'
  when ${apiTokens.expiresAt} <= now() then 'expired'
  else 'active' end`

/** The newest tokens of a team. Empty for whoever may not manage them. */
export async function listApiTokens(actor: Actor, teamId: string): Promise<ApiTokenView[]> {
  const rows = await db()
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      lastFour: apiTokens.lastFour,
      scopes: apiTokens.scopes,
      state,
      madeByName: users.name,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      lastUsedAt: apiTokens.lastUsedAt,
    })
    .from(apiTokens)
    .innerJoin(users, eq(users.id, apiTokens.userId))
    .leftJoin(memberships, and(eq(memberships.teamId, apiTokens.teamId), eq(memberships.userId, apiTokens.userId)))
    .where(and(eq(apiTokens.teamId, teamId), inTeamsSeenBy(actor, apiTokens.teamId, 'token.manage')))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(SHOWN_MAX)
  return rows.map(({ createdAt, expiresAt, lastUsedAt, ...row }) => ({
    ...row,
    createdAtMs: createdAt.getTime(),
    expiresAtMs: expiresAt?.getTime() ?? null,
    lastUsedAtMs: lastUsedAt?.getTime() ?? null,
  }))
}
