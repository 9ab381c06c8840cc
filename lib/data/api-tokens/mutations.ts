import 'server-only'
import { and, count, eq, isNull, sql } from 'drizzle-orm'
import { apiTokens } from '@/db/schema'
import { type NewApiToken, newApiTokenSchema, TOKEN_PREFIX } from '@/lib/domain/api-token'
import { AppError } from '@/lib/domain/errors'
import { newId } from '@/lib/domain/ids'
import { parseFields } from '@/lib/domain/parse-fields'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, requireUserId } from '../authorize'
import { db } from '../db'
import { consume } from '../rate-limits/consume'
import { lockTeam } from '../teams/lock-team'
import { refusal, teamOfRow } from '../teams/suspended'

const CREATED_AN_HOUR_MAX = 30
/** Tokens of one team that can be used at the same time. */
export const ACTIVE_TOKENS_MAX = 50

/**
 * Makes a token that acts for whoever made it. Only its hash is kept, so it is seen here once.
 * @throws AppError `invalid` with a sentence for each field, `not_found`, `conflict` when the team has too many, `rate_limited`.
 */
export async function createApiToken(actor: Actor, input: { teamId: string; token: NewApiToken }): Promise<{ id: string; token: string }> {
  const userId = requireUserId(actor)
  const { name, scopes, expiresInDays } = parseFields(newApiTokenSchema, input.token)
  await consume(`api-token:${userId}`, { limit: CREATED_AN_HOUR_MAX, windowMs: 3_600_000 })
  const [id, token] = [newId('tok'), `${TOKEN_PREFIX}${randomToken()}`]
  const { teamId } = input
  await db().transaction(async (tx) => {
    await lockTeam(tx, actor, teamId, 'token.manage')
    const [present] = await tx
      .select({ n: count() })
      .from(apiTokens)
      .where(and(eq(apiTokens.teamId, teamId), isNull(apiTokens.revokedAt), sql`(${apiTokens.expiresAt} is null or ${apiTokens.expiresAt} > now())`))
    if (present && present.n >= ACTIVE_TOKENS_MAX)
      throw new AppError('conflict', `A team has at most ${ACTIVE_TOKENS_MAX} tokens. Revoke one that nobody uses.`)
    await tx.insert(apiTokens).values({
      id,
      teamId,
      userId,
      tokenHash: hashToken(token),
      lastFour: token.slice(-4),
      name,
      scopes,
      expiresAt: expiresInDays === null ? null : sql`now() + make_interval(days => ${expiresInDays})`,
    })
    await recordAudit(tx, actor, { action: 'token.created', teamId, targetKind: 'token', targetId: id, after: { name, scopes, expiresInDays } })
  })
  return { id, token }
}

/** Ends a token at once. One that has ended stays ended. @throws AppError `not_found`. */
export async function revokeApiToken(actor: Actor, tokenId: string): Promise<void> {
  requireUserId(actor)
  await db().transaction(async (tx) => {
    const [token] = await tx
      .select({ teamId: apiTokens.teamId, name: apiTokens.name, revokedAt: apiTokens.revokedAt })
      .from(apiTokens)
      .where(and(eq(apiTokens.id, tokenId), inTeamsOf(actor, apiTokens.teamId, 'token.manage')))
      .for('update')
    if (!token) throw await refusal(tx, actor, teamOfRow(apiTokens, tokenId), 'This token', 'token.manage')
    if (token.revokedAt !== null) return
    await tx.update(apiTokens).set({ revokedAt: sql`now()` }).where(eq(apiTokens.id, tokenId))
    await recordAudit(tx, actor, { action: 'token.revoked', teamId: token.teamId, targetKind: 'token', targetId: tokenId, before: { name: token.name } })
  })
}
