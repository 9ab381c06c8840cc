import 'server-only'
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { userTokens } from '@/db/schema'
import { AppError } from '@/lib/domain/errors'
import { hashToken, randomToken } from '@/lib/platform/crypto'
import { db, type Executor } from '../db'

type TokenPurpose = typeof userTokens.$inferSelect.purpose

/** A token that works once. Only its SHA-256 is stored. `email` is the address that it speaks for. */
export async function issueToken(tx: Executor, input: { userId: string; purpose: TokenPurpose; email: string; minutes: number }): Promise<string> {
  const token = randomToken()
  await tx.insert(userTokens).values({
    tokenHash: hashToken(token),
    userId: input.userId,
    purpose: input.purpose,
    email: input.email,
    expiresAt: sql`now() + make_interval(mins => ${input.minutes})`,
  })
  return token
}

const usable = (token: string, purposes: readonly TokenPurpose[]) =>
  and(eq(userTokens.tokenHash, hashToken(token)), inArray(userTokens.purpose, [...purposes]), isNull(userTokens.usedAt), gt(userTokens.expiresAt, sql`now()`))

type TokenRow = { userId: string; purpose: TokenPurpose; email: string | null }
const COLUMNS = { userId: userTokens.userId, purpose: userTokens.purpose, email: userTokens.email }

/** What a link is for, without using it up: mail scanners open links too. */
export async function peekToken(token: string, purposes: readonly TokenPurpose[]): Promise<TokenRow | undefined> {
  const [row] = await db().select(COLUMNS).from(userTokens).where(usable(token, purposes))
  return row
}

/** Uses a token up. Of two at the same moment one gets it. @throws AppError `not_found` when it is unknown, used or too old. */
export async function spendToken(tx: Executor, token: string, purposes: readonly TokenPurpose[]): Promise<TokenRow> {
  const [row] = await tx.update(userTokens).set({ usedAt: sql`now()` }).where(usable(token, purposes)).returning(COLUMNS)
  if (!row) throw spentLink()
  return row
}

/** Links that were sent before stop working. */
export async function voidTokens(tx: Executor, userId: string, purposes: readonly TokenPurpose[]): Promise<void> {
  await tx
    .update(userTokens)
    .set({ usedAt: sql`now()` })
    .where(and(eq(userTokens.userId, userId), inArray(userTokens.purpose, [...purposes]), isNull(userTokens.usedAt)))
}

export const spentLink = (): AppError => new AppError('not_found', 'This link has expired or was used already. Ask for a new one.')
