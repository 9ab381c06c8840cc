import { and, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  assets,
  auditLog,
  generationReferences,
  generations,
  memberships,
  rateLimits,
  sceneRevisions,
  scenes,
  sessions,
  teams,
  userPasswords,
  users,
  userTokens,
} from '@/db/schema'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { newId } from '@/lib/domain/ids'
import { blobStore } from '@/lib/platform/blob'
import { actorForSession, anonymous, type UserActor } from '../actor'
import { storeAsset } from '../assets/mutations'
import { db } from '../db'
import { createSceneFromSample } from '../scenes/mutations'
import { signInWithPassword } from '../sessions/mutations'
import { currentTeamOf } from '../teams/queries'
import { deleteAccount, renameSelf } from './mutations'
import { changePassword, isPasswordResetUsable, issuePasswordReset, limitPasswordResets, resetPassword } from './passwords'
import { readSelf } from './queries'
import { signUp, signUpSchema } from './sign-up'

useDatabase()
beforeEach(async () => {
  await db().delete(teams)
  await db().delete(users)
  await db().delete(rateLimits)
})

const PASSWORD = 'teal orbit lamp'
const client = { address: null, userAgent: 'Test' }
const join = (email: string) => signUp(anonymous, { ...signUpSchema.parse({ email, password: PASSWORD }), client })
const enter = async (email: string, password = PASSWORD): Promise<UserActor> => {
  const { sessionId } = await signInWithPassword(anonymous, { email, password, client })
  const actor = await actorForSession(sessionId)
  if (actor.kind !== 'user') throw new Error('The session that was just opened is not live.')
  return actor
}
const isLive = async (actor: UserActor): Promise<boolean> => (await actorForSession(actor.sessionId)).kind === 'user'

/** A scene, its frozen revision and a generation with the picture as snapshot and as reference: everything that points at everything. */
async function generateFrom(actor: UserActor, teamId: string, assetId: string): Promise<void> {
  const scene = await createSceneFromSample(actor, { teamId, sample: 'plinth' })
  const [sceneRevisionId, generationId] = [newId('rev'), newId('gen')]
  await db()
    .insert(sceneRevisions)
    .values({ id: sceneRevisionId, teamId, sceneId: scene.id, contentHash: 'a'.repeat(64), document: {}, models: {} })
  await db()
    .insert(generations)
    .values({
      id: generationId,
      teamId,
      sceneId: scene.id,
      sceneRevisionId,
      authorId: actor.userId,
      requestKey: generationId,
      status: 'queued',
      engine: 'studio',
      prompt: 'golden hour',
      settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 },
      width: 512,
      height: 384,
      snapshotAssetId: assetId,
    })
  await db().insert(generationReferences).values({ generationId, slot: 2, assetId, role: 'style', strength: 0.5 })
}

describe('signing up', () => {
  test('makes the person, a hashed password apart from them, a personal team that they own, and an audit row', async () => {
    const { userId, teamId } = await join('Ada@Example.org')
    const actor = await enter('ada@example.org')
    expect(await readSelf(actor)).toEqual({ id: userId, email: 'ada@example.org', name: 'ada', isInstanceAdmin: true, isEmailVerified: false })
    expect(await currentTeamOf(actor)).toMatchObject({ id: teamId, name: 'Personal', kind: 'personal', role: 'owner' })
    const [stored] = await db().select().from(userPasswords).where(eq(userPasswords.userId, userId))
    expect(stored?.hash).toMatch(/^scrypt\$/)
    expect(
      await db()
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.targetId, userId), eq(auditLog.action, 'user.signed-up'))),
    ).toHaveLength(1)
  })

  test('makes exactly one instance admin when several people are first at the same moment', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => join(`${name}@example.org`)))
    const admins = await db().select({ id: users.id }).from(users).where(eq(users.isInstanceAdmin, true))
    expect(admins).toHaveLength(1)
  })

  test('with one address twice at the same moment gives one account, and nothing half made', async () => {
    const results = await Promise.allSettled([join('twin@example.org'), join('twin@example.org')])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'conflict', fields: { email: expect.any(String) } } })
    const [counts] = await db().execute<{ users: number; teams: number; memberships: number }>(
      sql`select (select count(*)::int from users) as users, (select count(*)::int from teams) as teams, (select count(*)::int from memberships) as memberships`,
    )
    expect(counts).toEqual({ users: 1, teams: 1, memberships: 1 })
  })

  test('is limited to three an address in three hours; requests from the machine itself are not', async () => {
    const from = (address: string | null, email: string) =>
      signUp(anonymous, { email, password: PASSWORD, client: { address, userAgent: null } }).then(
        () => 'ok',
        (error: { code?: string }) => error.code,
      )
    const outcomes: unknown[] = []
    for (const email of ['1', '2', '3', '4']) outcomes.push(await from('203.0.113.9', `${email}@example.org`))
    expect(outcomes).toEqual(['ok', 'ok', 'ok', 'rate_limited'])
    expect(await from(null, '5@example.org')).toBe('ok')
  })
})

describe('changing the password', () => {
  test('ends every other session and keeps this one', async () => {
    await join('ada@example.org')
    const [here, elsewhere] = [await enter('ada@example.org'), await enter('ada@example.org')]
    await changePassword(here, { present: PASSWORD, next: 'marble block vase' })
    expect([await isLive(here), await isLive(elsewhere)]).toEqual([true, false])
    await expect(enter('ada@example.org')).rejects.toMatchObject({ code: 'invalid' })
    await enter('ada@example.org', 'marble block vase')
  })

  test('needs the present one, and changes nothing without', async () => {
    await join('ada@example.org')
    const [here, elsewhere] = [await enter('ada@example.org'), await enter('ada@example.org')]
    await expect(changePassword(here, { present: 'a wrong guess', next: 'marble block vase' })).rejects.toMatchObject({
      fields: { present: expect.any(String) },
    })
    expect(await isLive(elsewhere)).toBe(true)
    await enter('ada@example.org')
  })

  test('voids links that were sent before', async () => {
    await join('ada@example.org')
    const reset = await issuePasswordReset(anonymous, 'ada@example.org')
    await changePassword(await enter('ada@example.org'), { present: PASSWORD, next: 'marble block vase' })
    expect(await isPasswordResetUsable(anonymous, reset?.token ?? '')).toBe(false)
  })
})

describe('resetting the password', () => {
  const resetWith = (token: string, password = 'marble block vase') => resetPassword(anonymous, { token, password, client })

  test('sets the new one, ends every session, and works once', async () => {
    await join('ada@example.org')
    const before = await enter('ada@example.org')
    const reset = await issuePasswordReset(anonymous, 'ada@example.org')
    const token = reset?.token ?? ''
    await resetWith(token)
    expect(await isLive(before)).toBe(false)
    await enter('ada@example.org', 'marble block vase')
    await expect(resetWith(token, 'another long one')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('of two uses of one link at the same moment, one succeeds', async () => {
    await join('ada@example.org')
    const token = (await issuePasswordReset(anonymous, 'ada@example.org'))?.token ?? ''
    const results = await Promise.allSettled([resetWith(token, 'first long one'), resetWith(token, 'second long one')])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('stores no token that could be used, and refuses one after an hour', async () => {
    await join('ada@example.org')
    const token = (await issuePasswordReset(anonymous, 'ada@example.org'))?.token ?? ''
    const [row] = await db().select().from(userTokens)
    expect(row?.tokenHash).not.toContain(token)
    await db().update(userTokens).set({ expiresAt: sql`now() - interval '1 second'` })
    await expect(resetWith(token)).rejects.toMatchObject({ code: 'not_found' })
    await enter('ada@example.org')
  })

  test('for an address without an account makes nothing, and is limited alike', async () => {
    expect(await issuePasswordReset(anonymous, 'nobody@example.org')).toBeUndefined()
    const ask = (email: string) =>
      limitPasswordResets(anonymous, { email, client }).then(
        () => 'ok',
        (error: { code?: string }) => error.code,
      )
    await join('ada@example.org')
    for (const email of ['nobody@example.org', 'ada@example.org']) {
      expect([await ask(email), await ask(email), await ask(email), await ask(email)]).toEqual(['ok', 'ok', 'ok', 'rate_limited'])
    }
  })
})

describe('deleting an account', () => {
  test('takes the person, their sessions, their personal team and everything in it, files included', async () => {
    const { userId, teamId } = await join('ada@example.org')
    const actor = await enter('ada@example.org')
    const asset = await storeAsset(actor, { teamId, kind: 'reference', bytes: Buffer.from('a picture'), mime: 'image/png' })
    await generateFrom(actor, teamId, asset.id)
    const [row] = await db().select({ sha256: assets.sha256 }).from(assets).where(eq(assets.id, asset.id))
    const key = `teams/${teamId}/${row?.sha256}`
    expect(await blobStore().exists(key)).toBe(true)
    await deleteAccount(actor, { typedEmail: ' ADA@example.org ' })
    expect(await isLive(actor)).toBe(false)
    expect(await blobStore().exists(key)).toBe(false)
    for (const table of [users, teams, memberships, sessions, assets, scenes, sceneRevisions, generations, generationReferences])
      expect(await db().select().from(table)).toEqual([])
    expect(
      await db()
        .select()
        .from(auditLog)
        .where(and(eq(auditLog.targetId, userId), eq(auditLog.action, 'user.deleted'))),
    ).toHaveLength(1)
  })

  test('needs the address to be typed', async () => {
    await join('ada@example.org')
    const actor = await enter('ada@example.org')
    await expect(deleteAccount(actor, { typedEmail: 'eva@example.org' })).rejects.toMatchObject({ code: 'invalid', fields: { email: expect.any(String) } })
    expect(await isLive(actor)).toBe(true)
  })

  test('is refused to the last owner of a shared team, and allowed when another owner stays', async () => {
    const ada = await join('ada@example.org')
    const eva = await join('eva@example.org')
    // The first account runs the installation; somebody has to when it is gone.
    await db().update(users).set({ isInstanceAdmin: true }).where(eq(users.id, eva.userId))
    const teamId = newId('team')
    await db().insert(teams).values({ id: teamId, name: 'Studio Nord', kind: 'shared' })
    await db()
      .insert(memberships)
      .values([
        { teamId, userId: ada.userId, role: 'owner' },
        { teamId, userId: eva.userId, role: 'admin' },
      ])
    const actor = await enter('ada@example.org')
    await expect(deleteAccount(actor, { typedEmail: 'ada@example.org' })).rejects.toMatchObject({
      code: 'conflict',
      userMessage: expect.stringContaining('Studio Nord'),
    })
    await db()
      .update(memberships)
      .set({ role: 'owner' })
      .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, eva.userId)))
    await deleteAccount(actor, { typedEmail: 'ada@example.org' })
    expect((await db().select().from(teams)).map((team) => team.id).sort()).toEqual([eva.teamId, teamId].sort())
  })

  test('by both owners of a shared team at the same moment leaves it one owner', async () => {
    const people = [await join('ada@example.org'), await join('eva@example.org')]
    const teamId = newId('team')
    await db().insert(teams).values({ id: teamId, name: 'Studio Nord', kind: 'shared' })
    await db()
      .insert(memberships)
      .values(people.map(({ userId }) => ({ teamId, userId, role: 'owner' as const })))
    const [ada, eva] = [await enter('ada@example.org'), await enter('eva@example.org')]
    const results = await Promise.allSettled([deleteAccount(ada, { typedEmail: 'ada@example.org' }), deleteAccount(eva, { typedEmail: 'eva@example.org' })])
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await db().select().from(memberships).where(eq(memberships.teamId, teamId))).toHaveLength(1)
  })
})

test('a visitor can neither rename, nor change a password, nor delete', async () => {
  for (const attempt of [
    renameSelf(anonymous, 'Eva'),
    changePassword(anonymous, { present: PASSWORD, next: PASSWORD }),
    deleteAccount(anonymous, { typedEmail: 'ada@example.org' }),
    readSelf(anonymous),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: 'unauthenticated' })
  }
})
