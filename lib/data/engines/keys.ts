import 'server-only'
import { and, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { engineKeys, teams, users } from '@/db/schema'
import { type EngineKeyView, KEY_FAMILIES, KEY_FAMILY_WORDS, type KeyFamily, type KeyTestResult, providerKeySchema } from '@/lib/domain/engine-keys'
import { AppError, notFound } from '@/lib/domain/errors'
import { checkProviderKey } from '@/lib/platform/check-provider-key'
import { canSealKeys, openKey, presentKeyVersion, sealKey } from '@/lib/platform/seal-key'
import type { Actor } from '../actor'
import { recordAudit } from '../audit/record'
import { inTeamsOf, inTeamsSeenBy, requireUserId } from '../authorize'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'
import { consume } from '../rate-limits/consume'
import { lockTeam } from '../teams/lock-team'
import { requireTeam } from '../teams/require-team'
import { engineSettings, sourceOf } from './settings'

const MINUTE_MS = 60_000
/** Two for each provider: whoever sets a team up enters all keys and tries each. */
const TESTS_A_MINUTE = 2 * KEY_FAMILIES.length
const CHANGES_AN_HOUR = 60

type Place = { teamId: string; family: KeyFamily }
const place = ({ teamId, family }: Place) => and(eq(engineKeys.teamId, teamId), eq(engineKeys.family, family))

/**
 * Every family that takes a key, and whose key counts. Whoever may not manage keys learns that alone.
 * @throws AppError `unauthenticated`, `not_found` for teams of others.
 */
export async function listEngineKeys(actor: Actor, teamId: string): Promise<{ keys: EngineKeyView[]; mayManage: boolean; canSeal: boolean }> {
  requireUserId(actor)
  await requireTeam(actor, teamId, 'team.read')
  const [[manager], rows, settings] = await Promise.all([
    db()
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.id, teamId), inTeamsSeenBy(actor, teams.id, 'team.update'))),
    // Never the ciphertext: what a page does not read it cannot show.
    db()
      .select({
        family: engineKeys.family,
        lastFour: engineKeys.lastFour,
        setByName: users.name,
        setAt: engineKeys.setAt,
        testedAt: engineKeys.testedAt,
        testResult: engineKeys.testResult,
      })
      .from(engineKeys)
      .leftJoin(users, eq(users.id, engineKeys.setBy))
      .where(and(eq(engineKeys.teamId, teamId), inTeamsOf(actor, engineKeys.teamId, 'team.read'))),
    engineSettings(actor, teamId),
  ])
  const mayManage = manager !== undefined
  const keys = KEY_FAMILIES.map((family): EngineKeyView => {
    const row = rows.find((key) => key.family === family)
    const source = sourceOf(settings, family, row !== undefined)
    if (!row || !mayManage) return { family, source, own: null }
    const { lastFour, setByName, setAt, testedAt, testResult } = row
    return { family, source, own: { lastFour, setByName, setAtMs: setAt.getTime(), testedAtMs: testedAt?.getTime() ?? null, testResult } }
  })
  return { keys, mayManage, canSeal: canSealKeys() }
}

/**
 * Gives a team a key of its own, or another in its place. It is never shown again.
 * @throws AppError `invalid` for what cannot be a key, `unavailable` where this installation cannot seal, `not_found`, `rate_limited`.
 */
export async function setEngineKey(actor: Actor, { teamId, family, key }: Place & { key: string }): Promise<void> {
  const userId = requireUserId(actor)
  const parsed = providerKeySchema.safeParse(key)
  if (!parsed.success) throw new AppError('invalid', 'This key needs another look.', { fields: { key: parsed.error.issues[0]?.message ?? '' } })
  if (!canSealKeys()) {
    throw new AppError('unavailable', 'This installation has no secret to keep keys with. Whoever runs it sets ENCRYPTION_KEY and starts it again.')
  }
  await consume(`engine-key:${userId}`, { limit: CHANGES_AN_HOUR, windowMs: 60 * MINUTE_MS })
  await db().transaction(async (tx) => {
    const team = await lockTeam(tx, actor, teamId, 'team.update')
    const [before] = await tx.select({ lastFour: engineKeys.lastFour }).from(engineKeys).where(place({ teamId, family }))
    const row = {
      ...sealKey(parsed.data, { teamId, family }),
      lastFour: parsed.data.slice(-4),
      setBy: team.userId,
      setAt: new Date(),
      testedAt: null,
      testResult: null,
    }
    await tx
      .insert(engineKeys)
      .values({ teamId, family, ...row })
      .onConflictDoUpdate({ target: [engineKeys.teamId, engineKeys.family], set: row })
    const action = before ? 'engine-key.replaced' : 'engine-key.set'
    await recordAudit(tx, actor, { action, teamId, targetKind: 'engine_key', targetId: family, after: { family } })
  })
}

/** Takes the key of a team away; the installation's counts again, if it has one. @throws AppError `not_found`. */
export async function removeEngineKey(actor: Actor, { teamId, family }: Place): Promise<void> {
  await db().transaction(async (tx) => {
    await lockTeam(tx, actor, teamId, 'team.update')
    const [gone] = await tx.delete(engineKeys).where(place({ teamId, family })).returning({ family: engineKeys.family })
    if (!gone) throw notFound('This key')
    await recordAudit(tx, actor, { action: 'engine-key.removed', teamId, targetKind: 'engine_key', targetId: family, before: { family } })
  })
}

/**
 * Asks the provider about the key that counts for a team, with a call that costs nothing. The answer is kept with a key of
 * the team's own.
 * @throws AppError `not_found` also where there is no key, `forbidden` in a suspended team, `rate_limited` after twice as many in a minute as
 * there are providers, `conflict` for one that cannot be read.
 */
export async function testEngineKey(actor: Actor, { teamId, family }: Place, check: typeof checkProviderKey = checkProviderKey): Promise<KeyTestResult> {
  requireUserId(actor)
  await requireTeam(actor, teamId, 'team.update')
  await consume(`engine-key-test:${teamId}`, { limit: TESTS_A_MINUTE, windowMs: MINUTE_MS })
  const settings = await engineSettings(actor, teamId)
  const problem = settings.problem(family)
  if (problem) throw new AppError('conflict', problem)
  const provider = settings.provider(family)
  if (!provider) throw notFound(`A key for ${KEY_FAMILY_WORDS[family].label}`)
  const [asked] = await db().select({ ciphertext: engineKeys.ciphertext }).from(engineKeys).where(place({ teamId, family }))
  // Outside any transaction: a provider may take seconds to answer.
  const result = await check(family, provider.apiKey)
  await db().transaction(async (tx) => {
    await lockTeam(tx, actor, teamId, 'team.update')
    if (asked) {
      // A key that was replaced meanwhile was not the one that was asked about.
      await tx
        .update(engineKeys)
        .set({ testedAt: new Date(), testResult: result })
        .where(and(place({ teamId, family }), eq(engineKeys.ciphertext, asked.ciphertext)))
    }
    await recordAudit(tx, actor, {
      action: 'engine-key.tested',
      teamId,
      targetKind: 'engine_key',
      targetId: family,
      after: { family, result, source: asked ? 'team' : 'installation' },
    })
  })
  return result
}

/**
 * Seals keys anew that the previous secret sealed, so that it can be taken away. For the worker, at its start; running it
 * twice changes nothing.
 * @returns how many moved, and how many can be read with neither secret.
 */
export async function resealEngineKeys(actor: Actor): Promise<{ moved: number; lost: number }> {
  requireSystem(actor)
  const present = presentKeyVersion()
  if (present === null) return { moved: 0, lost: 0 }
  return db().transaction(async (tx) => {
    const rows = await tx.select().from(engineKeys).for('update')
    const old = rows.filter((row) => row.keyVersion !== present)
    const moved = await Promise.all(old.map((row) => reseal(tx, row)))
    return { moved: moved.filter(Boolean).length, lost: moved.filter((did) => !did).length }
  })
}

async function reseal(tx: Transaction, row: typeof engineKeys.$inferSelect): Promise<boolean> {
  const key = openKey(row, row)
  if (key === null) return false
  await tx
    .update(engineKeys)
    .set(sealKey(key, row))
    .where(and(eq(engineKeys.teamId, row.teamId), eq(engineKeys.family, row.family)))
  return true
}
