import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { announcements, users } from '@/db/schema'
import { codeOf } from '@/e2e/fixtures/refusal'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { ANNOUNCEMENT_LENGTH_MAX } from '@/lib/domain/instance/announcement'
import { anonymous, type UserActor } from '../actor'
import { db } from '../db'
import { createAnnouncement, currentAnnouncements, deleteAnnouncement, dismissAnnouncement, endAnnouncement, listAnnouncements } from './announcements'

const admin: UserActor = { ...person('usr_admin'), isInstanceAdmin: true }
const [ada, ben] = [person('usr_ada'), person('usr_ben')]
let takeAway: () => Promise<void>
beforeAll(async () => {
  takeAway = await arrangeTenants([
    { userId: 'usr_ada', teamId: 'team_a', role: 'owner' },
    { userId: 'usr_ben', teamId: 'team_b', role: 'viewer' },
  ])
  await db().insert(users).values({ id: 'usr_admin', email: 'admin@example.org', name: 'Operator', isInstanceAdmin: true })
})
afterAll(() => takeAway())
beforeEach(async () => {
  await db().delete(announcements)
})

const HOUR_MS = 3_600_000
const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS)
const announce = (text: string, changes: { level?: 'info' | 'warning'; startsAt?: Date; endsAt?: Date | null } = {}) =>
  createAnnouncement(admin, { text, level: 'info', startsAt: at(-1), endsAt: null, ...changes })
const seenBy = async (actor: UserActor) => (await currentAnnouncements(actor)).map(({ text }) => text)

test('everybody who is signed in sees what is on now, warnings first, and a visitor sees nothing', async () => {
  await announce('News')
  await announce('Careful', { level: 'warning', startsAt: at(-2) })
  await announce('Tomorrow', { startsAt: at(24) })
  await announce('Yesterday', { startsAt: at(-48), endsAt: at(-24) })
  for (const actor of [ada, ben, admin]) expect(await seenBy(actor)).toEqual(['Careful', 'News'])
  expect(await codeOf(currentAnnouncements(anonymous))).toBe('unauthenticated')
})

test('whoever puts one away does not see it again, and everybody else still does', async () => {
  const { id } = await announce('News')
  await dismissAnnouncement(ada, id)
  await dismissAnnouncement(ada, id)
  await dismissAnnouncement(ada, 'ann_unknown')
  expect(await seenBy(ada)).toEqual([])
  expect(await seenBy(ben)).toEqual(['News'])
  expect((await listAnnouncements(admin))[0]).toMatchObject({ dismissals: 1, state: 'shown', createdByName: 'Operator' })
})

test('an end takes it from everybody and keeps it in the list; deleting takes it from there too', async () => {
  const { id } = await announce('News')
  await endAnnouncement(admin, id)
  expect(await seenBy(ben)).toEqual([])
  expect((await listAnnouncements(admin)).map(({ state }) => state)).toEqual(['over'])
  expect(await codeOf(endAnnouncement(admin, id))).toBe('not_found')
  await deleteAnnouncement(admin, id)
  expect(await listAnnouncements(admin)).toEqual([])
})

test('a text has to be one line of plain words, and the end after the beginning', async () => {
  for (const text of ['', ' ', 'x'.repeat(ANNOUNCEMENT_LENGTH_MAX + 1), 'two\nlines', 'a\0b']) expect(await codeOf(announce(text))).toBe('invalid')
  expect(await codeOf(announce('News', { startsAt: at(2), endsAt: at(1) }))).toBe('invalid')
  expect(await codeOf(announce('x'.repeat(ANNOUNCEMENT_LENGTH_MAX)))).toBe('ok')
})

test('only instance admins announce, end, delete and list, by their row', async () => {
  const { id } = await announce('News')
  const former: UserActor = { ...ada, isInstanceAdmin: true }
  const news = { text: 'Mine', level: 'info' as const, startsAt: at(-1), endsAt: null }
  for (const actor of [ada, former, anonymous]) {
    expect(await codeOf(createAnnouncement(actor, news))).toBe('not_found')
    expect(await codeOf(endAnnouncement(actor, id))).toBe('not_found')
    expect(await codeOf(deleteAnnouncement(actor, id))).toBe('not_found')
  }
  expect(await codeOf(listAnnouncements(ada))).toBe('not_found')
  expect(await listAnnouncements(former)).toEqual([])
  expect(await seenBy(ben)).toEqual(['News'])
})
