import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { auditLog, collectionOutputs, collections, comments, generationOutputs, generations, memberships, notifications, shareLinks, teams } from '@/db/schema'
import { createTestTeam, type TestTeam } from '@/e2e/fixtures/generations'
import { newId } from '@/lib/domain/ids'
import type { NewShareLink } from '@/lib/domain/share-link'
import * as passwordHash from '@/lib/platform/password-hash'
import { anonymous, type ShareActor, shareDoor, system } from '../actor'
import { addGuestComment } from '../comments/guest-comments'
import { db } from '../db'
import { addOutput, succeed } from '../generations/mutations'
import { getOutputFile } from '../generations/queries'
import { output, refusal, running, useTeams } from '../generations/testing/generations'
import { createShareLink, renewShareLink, revokeShareLink, setSharingAllowed, updateShareLink } from './mutations'
import { isSharingAllowed, listShareLinks } from './queries'
import { countView, previewFile, readShared, sayPassword, sharedFile } from './visit'

const { team, stranger } = useTeams()
vi.stubEnv('AUTH_SECRET', 'a secret of at least sixteen characters')

async function image(of: TestTeam): Promise<string> {
  const id = await running(of)
  const outputId = (await addOutput(system, await output(of, id, 0))) ?? ''
  await succeed(system, id)
  return outputId
}

const options: Omit<NewShareLink, 'target'> = {
  title: 'For a client',
  expiresInDays: 30,
  password: null,
  allowDownload: true,
  showDetails: false,
  allowComments: true,
}
const share = (of: TestTeam, outputIds: string[], changes: Partial<NewShareLink> = {}) =>
  createShareLink(of.actor, { ...options, target: { kind: 'selection', outputIds }, teamId: of.teamId, ...changes })

async function enter(token: string, pass?: string): Promise<ShareActor> {
  const door = await shareDoor(token, pass)
  if (door.state !== 'open') throw new Error(`the link is ${door.state}`)
  return door.actor
}
const stateOf = async (token: string, pass?: string): Promise<string> => (await shareDoor(token, pass)).state

async function memberOf(of: TestTeam, role: 'admin' | 'member' | 'viewer'): Promise<TestTeam> {
  const person = await createTestTeam()
  await db().insert(memberships).values({ teamId: of.teamId, userId: person.actor.userId, role })
  return { ...person, teamId: of.teamId }
}

let first: string
let second: string
beforeAll(async () => {
  first = await image(team)
  second = await image(team)
})

describe('a share link', () => {
  test('shows its images in their order, with a secret of 43 characters of which only the hash is kept', async () => {
    const { id, token } = await share(team, [second, first])
    expect(token).toMatch(/^[\w-]{43}$/)
    const [row] = await db().select().from(shareLinks).where(eq(shareLinks.id, id))
    expect(JSON.stringify(row)).not.toContain(token)
    const shared = await readShared(await enter(token))
    expect(shared.images.map(({ outputId }) => outputId)).toEqual([second, first])
    expect((await sharedFile(await enter(token), first)).outputId).toBe(first)
    expect((await (await sharedFile(await enter(token), first)).read('image')).byteLength).toBeGreaterThan(0)
  })

  test('ends 30 days after it was made unless it was told otherwise, and the clock is the database’s', async () => {
    const { id, token } = await share(team, [first])
    const [row] = await db()
      .select({ days: sql<number>`round(extract(epoch from expires_at - now()) / 86400)::int` })
      .from(shareLinks)
      .where(eq(shareLinks.id, id))
    expect(row?.days).toBe(30)
    await db().update(shareLinks).set({ expiresAt: sql`now() - interval '1 second'` }).where(eq(shareLinks.id, id))
    expect(await stateOf(token)).toBe('closed')
    expect(await stateOf((await share(team, [first], { expiresInDays: null })).token)).toBe('open')
  })

  test('ends at once for pages and files when it is revoked, and stays ended', async () => {
    const { id, token } = await share(team, [first])
    const actor = await enter(token)
    await sharedFile(actor, first)
    await revokeShareLink(team.actor, id)
    await revokeShareLink(team.actor, id)
    expect(await stateOf(token)).toBe('closed')
  })

  test('gets a new address that ends the old one, also after it was revoked', async () => {
    const { id, token } = await share(team, [first])
    await revokeShareLink(team.actor, id)
    const renewed = await renewShareLink(team.actor, id, 7)
    expect(await stateOf(token)).toBe('closed')
    expect(await stateOf(renewed.token)).toBe('open')
  })

  test('says prompt and settings only where it shows them', async () => {
    const hidden = await share(team, [first])
    expect((await readShared(await enter(hidden.token))).images[0]?.details).toBeNull()
    await updateShareLink(team.actor, hidden.id, { showDetails: true })
    expect((await readShared(await enter(hidden.token))).images[0]?.details?.prompt).toBe('Golden hour')
  })

  test('shows what its collection holds when it is opened', async () => {
    const collectionId = newId('col')
    await db().insert(collections).values({ id: collectionId, teamId: team.teamId, name: 'Round one' })
    await db().insert(collectionOutputs).values({ collectionId, outputId: first })
    const { token } = await share(team, [], { target: { kind: 'collection', collectionId } })
    const idsOf = async () => (await readShared(await enter(token))).images.map(({ outputId }) => outputId)
    expect(await idsOf()).toEqual([first])
    await db().insert(collectionOutputs).values({ collectionId, outputId: second, addedAt: sql`now() + interval '1 second'` })
    expect(await idsOf()).toEqual([first, second])
    await db().update(collections).set({ deletedAt: sql`now()` }).where(eq(collections.id, collectionId))
    expect(await idsOf()).toEqual([])
    expect((await refusal(sharedFile(await enter(token), first))).code).toBe('not_found')
  })

  test('shows nothing that lies in the trash, and shows it again once it is out', async () => {
    const [one, two] = [await image(team), await image(team)]
    const { token } = await share(team, [one, two])
    const actor = await enter(token)
    await db().update(generationOutputs).set({ deletedAt: sql`now()` }).where(eq(generationOutputs.id, one))
    expect((await readShared(actor)).images.map(({ outputId }) => outputId)).toEqual([two])
    expect((await refusal(sharedFile(actor, one))).code).toBe('not_found')
    expect((await refusal(addGuestComment(actor, { outputId: one, name: 'Ada', body: 'Hello', address: null }))).code).toBe('not_found')
    await db().update(generationOutputs).set({ deletedAt: null }).where(eq(generationOutputs.id, one))
    expect((await readShared(actor)).images).toHaveLength(2)
    await db().update(generations).set({ deletedAt: sql`now()` }).where(eq(generations.teamId, team.teamId)).returning({ id: generations.id })
    expect((await readShared(actor)).images).toEqual([])
    await db().update(generations).set({ deletedAt: null }).where(eq(generations.teamId, team.teamId))
  })

  test('opens the files that it names and no others of the team', async () => {
    const { token } = await share(team, [first])
    expect((await refusal(sharedFile(await enter(token), second))).code).toBe('not_found')
    expect((await refusal(getOutputFile(await enter(token), first))).code).toBe('not_found')
  })

  test('counts every visit of many at the same moment', async () => {
    const { id, token } = await share(team, [first])
    const actor = await enter(token)
    await Promise.all(Array.from({ length: 25 }, () => countView(actor)))
    const [row] = await db().select({ views: shareLinks.viewCount }).from(shareLinks).where(eq(shareLinks.id, id))
    expect(row?.views).toBe(25)
  })
})

describe('who may make and manage links', () => {
  test('images and collections of another team, or in the trash, cannot be shared', async () => {
    const foreign = await image(stranger)
    const collectionId = newId('col')
    await db().insert(collections).values({ id: collectionId, teamId: stranger.teamId, name: 'Theirs' })
    const tries = [
      share(team, [first, foreign]),
      share(team, [], { target: { kind: 'collection', collectionId } }),
      createShareLink(stranger.actor, { ...options, target: { kind: 'output', outputIds: [first] }, teamId: team.teamId }),
      createShareLink(anonymous, { ...options, target: { kind: 'output', outputIds: [first] }, teamId: team.teamId }),
    ]
    expect((await Promise.all(tries.map(refusal))).map(({ code }) => code)).toEqual(['not_found', 'not_found', 'not_found', 'unauthenticated'])
  })

  test('members manage their own, admins all, viewers and strangers none', async () => {
    const [member, admin, viewer] = [await memberOf(team, 'member'), await memberOf(team, 'admin'), await memberOf(team, 'viewer')]
    const own = await share(member, [first])
    const owners = await share(team, [first])
    expect((await refusal(share(viewer, [first]))).code).toBe('not_found')
    for (const [who, link] of [
      [member, owners],
      [viewer, own],
      [stranger, own],
    ] as const) {
      const tries = [revokeShareLink(who.actor, link.id), renewShareLink(who.actor, link.id, 30), updateShareLink(who.actor, link.id, { title: 'Mine now' })]
      for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
    }
    const manages = async (who: TestTeam) =>
      Object.fromEntries((await listShareLinks(who.actor, { teamId: team.teamId })).links.map(({ id, mayManage }) => [id, mayManage]))
    expect(await manages(member)).toMatchObject({ [own.id]: true, [owners.id]: false })
    expect(await manages(admin)).toMatchObject({ [own.id]: true, [owners.id]: true })
    expect(await manages(viewer)).toEqual({})
    expect(await manages(stranger)).toEqual({})
    await revokeShareLink(admin.actor, own.id)
    expect(await stateOf(own.token)).toBe('closed')
  })

  test('a team whose admins forbid links makes none, and those that exist stop until they are allowed again', async () => {
    const own = await createTestTeam()
    const member = await memberOf(own, 'member')
    const { token, id } = await share(own, [await image(own)])
    expect((await refusal(setSharingAllowed(member.actor, own.teamId, false))).code).toBe('not_found')
    await setSharingAllowed(own.actor, own.teamId, false)
    expect(await stateOf(token)).toBe('closed')
    expect(await isSharingAllowed(own.actor, own.teamId)).toBe(false)
    expect((await listShareLinks(own.actor, { teamId: own.teamId })).links[0]).toMatchObject({ id, state: 'forbidden' })
    expect((await refusal(share(own, [first]))).code).toBe('conflict')
    expect((await refusal(renewShareLink(own.actor, id, 30))).code).toBe('conflict')
    await setSharingAllowed(own.actor, own.teamId, true)
    expect(await stateOf(token)).toBe('open')
    await db().update(teams).set({ deletedAt: sql`now()` }).where(eq(teams.id, own.teamId))
    expect(await stateOf(token)).toBe('closed')
  })

  test('every change of a link stands in the audit log, without its secrets', async () => {
    const { id, token } = await share(team, [first], { password: 'a quiet word' })
    await updateShareLink(team.actor, id, { password: 'another word' })
    await renewShareLink(team.actor, id, 30)
    await revokeShareLink(team.actor, id)
    const rows = await db().select().from(auditLog).where(eq(auditLog.targetId, id)).orderBy(auditLog.createdAt)
    expect(rows.map(({ action }) => action)).toEqual(['share-link.created', 'share-link.changed', 'share-link.renewed', 'share-link.revoked'])
    for (const secret of [token, 'a quiet word', 'another word', 'scrypt']) expect(JSON.stringify(rows)).not.toContain(secret)
  })
})

describe('a link with a password', () => {
  test('opens with it alone, and a changed password ends the visits that began with the old one', async () => {
    const { id, token } = await share(team, [first], { password: 'a quiet word' })
    expect(await stateOf(token)).toBe('locked')
    expect((await refusal(sayPassword(anonymous, { token, password: 'a loud word', address: '192.0.2.1' }))).code).toBe('invalid')
    const opened = await sayPassword(anonymous, { token, password: 'a quiet word', address: '192.0.2.1' })
    expect(await stateOf(token, opened?.pass)).toBe('open')
    expect((await readShared(await enter(token, opened?.pass))).isProtected).toBe(true)
    expect((await refusal(previewFile(await enter(token, opened?.pass)))).code).toBe('not_found')
    const other = await share(team, [first], { password: 'a quiet word' })
    expect(await stateOf(other.token, opened?.pass)).toBe('locked')
    await updateShareLink(team.actor, id, { password: 'a new word' })
    expect(await stateOf(token, opened?.pass)).toBe('locked')
    await updateShareLink(team.actor, id, { password: null })
    expect(await stateOf(token)).toBe('open')
  })

  test('a pass ends after its hours', async () => {
    const { token } = await share(team, [first], { password: 'a quiet word' })
    const opened = await sayPassword(anonymous, { token, password: 'a quiet word', address: null })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 13 * 3_600_000 })
    expect(await stateOf(token, opened?.pass)).toBe('locked')
    vi.useRealTimers()
  })

  test('five tries in a quarter of an hour by link and address, and the sixth is refused before anything is hashed', async () => {
    const { token } = await share(team, [first], { password: 'a quiet word' })
    const say = (password: string, address: string) => sayPassword(anonymous, { token, password, address })
    for (let i = 0; i < 5; i++) expect((await refusal(say('wrong', '192.0.2.7'))).code).toBe('invalid')
    const verify = vi.spyOn(passwordHash, 'verifyPassword')
    const sixth = await refusal(say('a quiet word', '192.0.2.7'))
    expect(sixth.code).toBe('rate_limited')
    expect(sixth.retryAfterMs).toBeGreaterThan(13 * 60_000)
    expect(verify).not.toHaveBeenCalled()
    verify.mockRestore()
    expect(await say('a quiet word', '192.0.2.8')).not.toBeNull()
  })

  test('a link that does not exist is guessed at under the same limit', async () => {
    const token = 'x'.repeat(43)
    const say = () => refusal(sayPassword(anonymous, { token, password: 'wrong', address: '192.0.2.9' }))
    const codes: string[] = []
    for (let i = 0; i < 6; i++) codes.push((await say()).code)
    expect(codes).toEqual([...Array<string>(5).fill('not_found'), 'rate_limited'])
  })
})

describe('what visitors say', () => {
  test('reaches the team with their name, and shows on this link alone', async () => {
    const member = await memberOf(team, 'member')
    const [one, other] = [await share(member, [first]), await share(member, [first])]
    const said = await addGuestComment(await enter(one.token), { outputId: first, name: 'Ada', body: 'A little warmer?', address: '192.0.2.1' })
    const [row] = await db().select().from(comments).where(eq(comments.id, said.id))
    expect(row).toMatchObject({ guestName: 'Ada', authorId: null, shareLinkId: one.id, teamId: team.teamId, outputId: first })
    expect((await readShared(await enter(one.token))).comments.map(({ body }) => body)).toEqual(['A little warmer?'])
    expect((await readShared(await enter(other.token))).comments).toEqual([])
    const told = await db()
      .select({ userId: notifications.userId })
      .from(notifications)
      .where(eq(notifications.subject, `comment:${said.id}`))
    expect(told.map(({ userId }) => userId).sort()).toEqual([member.actor.userId, team.actor.userId].sort())
  })

  test('is refused where the link takes none, for images that it does not show, and after ten in a quarter of an hour', async () => {
    const { id, token } = await share(team, [first])
    const say = async (outputId = first, address = '192.0.2.1') => addGuestComment(await enter(token), { outputId, name: 'Ada', body: 'Hello', address })
    expect((await refusal(say(second))).code).toBe('not_found')
    for (let i = 0; i < 9; i++) await say()
    expect((await refusal(say())).code).toBe('rate_limited')
    await say(first, '192.0.2.2')
    await updateShareLink(team.actor, id, { allowComments: false })
    expect((await refusal(say(first, '192.0.2.3'))).code).toBe('not_found')
  })
})
