import { eq, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { memberships, notifications, users } from '@/db/schema'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import type { LiveEvent } from '@/lib/domain/live-event'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { subscribeLive } from '../live'
import { removeMember } from '../teams/members'
import { giveBack, listMailRecipients, takeMail } from './mail'
import { markAllRead, markRead, setMailPreference } from './mutations'
import { countUnread, listInbox, readMailPreferences } from './queries'
import { type Happening, tell } from './tell'

let tearDown: () => Promise<void>
beforeAll(async () => {
  tearDown = await arrangeTenants([
    { userId: 'usr_ada', teamId: 'team_a', role: 'owner' },
    { userId: 'usr_eva', teamId: 'team_a', role: 'member' },
    { userId: 'usr_out', teamId: 'team_b', role: 'owner' },
  ])
})
afterEach(async () => {
  await db().delete(notifications)
})
afterAll(() => tearDown())

const [ada, eva, out] = [person('usr_ada'), person('usr_eva'), person('usr_out')]
const said = (more: Partial<Happening> = {}): Happening => ({
  userIds: ['usr_eva'],
  teamId: 'team_a',
  kind: 'comment',
  actorUserId: 'usr_ada',
  subject: 'comment:1',
  href: '/history',
  ...more,
})
const say = (more: Partial<Happening> = {}): Promise<void> => db().transaction((tx) => tell(tx, said(more)))
/** As if told a while ago, so that mail is due. */
const past = () =>
  db()
    .update(notifications)
    .set({ createdAt: sql`${notifications.createdAt} - interval '5 minutes'` })

describe('telling', () => {
  test('reaches each person once a subject, never the doer and nobody outside the team', async () => {
    const everybody = ['usr_ada', 'usr_eva', 'usr_eva', 'usr_out', 'usr_nobody']
    await say({ userIds: everybody })
    await Promise.all([say({ userIds: everybody }), say({ userIds: everybody })])
    const rows = await db().select({ userId: notifications.userId }).from(notifications)
    expect(rows).toEqual([{ userId: 'usr_eva' }])
  })

  test('is undone with the transaction that it stood in', async () => {
    const failed = db().transaction(async (tx) => {
      await tell(tx, said())
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await countUnread(eva)).toBe(0)
  })

  test('shows in the open pages of that person alone, as does reading it elsewhere', async () => {
    const heard: Record<string, LiveEvent[]> = { eva: [], ada: [] }
    const stops = [await subscribeLive(eva, (event) => heard.eva?.push(event)), await subscribeLive(ada, (event) => heard.ada?.push(event))]
    await say()
    await vi.waitFor(() => expect(heard.eva?.at(-1)).toEqual({ type: 'inbox', id: 'usr_eva', unread: 1 }))
    await markAllRead(eva)
    await vi.waitFor(() => expect(heard.eva?.at(-1)).toEqual({ type: 'inbox', id: 'usr_eva', unread: 0 }))
    expect(heard.ada).toEqual([{ type: 'inbox', id: 'usr_ada', unread: 0 }])
    for (const stop of stops) stop()
  })
})

describe('the inbox', () => {
  test('lists newest first, in pages that neither skip nor repeat a line', async () => {
    for (let i = 0; i < 95; i++) await say({ subject: `comment:${i}`, data: { text: String(i) } })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listInbox(eva, { cursor })
      seen.push(...page.items.map(({ data }) => data.text ?? ''))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual(Array.from({ length: 95 }, (_, i) => String(94 - i)))
    expect(await countUnread(eva)).toBe(95)
    await expect(listInbox(eva, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is for its owner alone', async () => {
    await say()
    const [line] = (await listInbox(eva)).items
    expect(line).toMatchObject({ actorName: 'usr_ada', teamName: 'team_a', isRead: false })
    for (const other of [ada, out]) {
      expect((await listInbox(other)).items).toEqual([])
      await expect(markRead(other, line?.id ?? '')).rejects.toMatchObject({ code: 'not_found' })
    }
    await expect(listInbox(anonymous)).rejects.toMatchObject({ code: 'unauthenticated' })
    await markAllRead(ada)
    expect(await countUnread(eva)).toBe(1)
    await markRead(eva, line?.id ?? '')
    expect((await listInbox(eva)).items).toMatchObject([{ isRead: true }])
  })

  test('says nothing of a team that one is no longer in', async () => {
    await say()
    await removeMember(ada, { teamId: 'team_a', userId: 'usr_eva' })
    expect((await listInbox(eva)).items).toEqual([])
    expect(await countUnread(eva)).toBe(0)
    await db().insert(memberships).values({ teamId: 'team_a', userId: 'usr_eva', role: 'member' })
    expect(await countUnread(eva)).toBe(1)
  })
})

describe('mail', () => {
  test('goes to those who ask for it, once, for what they have not read within a minute', async () => {
    await say()
    await say({ kind: 'mention', subject: 'mention:1', data: { about: 'Vase study' } })
    expect(await listMailRecipients(system, 10)).toEqual([])
    await past()
    expect(await listMailRecipients(system, 10)).toEqual(['usr_eva'])
    const [one, two] = await Promise.all([takeMail(system, 'usr_eva'), takeMail(system, 'usr_eva')])
    expect([...one.lines, ...two.lines].map(({ kind }) => kind)).toEqual(['mention'])
    expect(one.to).toBe('usr_eva@example.org')
    expect(await listMailRecipients(system, 10)).toEqual([])
    await giveBack(
      system,
      [...one.lines, ...two.lines].map(({ id }) => id),
    )
    expect(await listMailRecipients(system, 10)).toEqual(['usr_eva'])
    await markAllRead(eva)
    expect(await listMailRecipients(system, 10)).toEqual([])
  })

  test('never goes to somebody who is suspended, who finds the lines in the inbox once restored', async () => {
    await say({ kind: 'mention' })
    await say({ kind: 'approval', subject: 'review:1' })
    await past()
    await db().update(users).set({ suspendedAt: new Date() }).where(eq(users.id, 'usr_eva'))
    expect(await listMailRecipients(system, 10)).toEqual([])
    expect((await takeMail(system, 'usr_eva')).lines).toEqual([])
    await db().update(users).set({ suspendedAt: null }).where(eq(users.id, 'usr_eva'))
    expect((await listInbox(eva)).items.map(({ kind }) => kind).sort()).toEqual(['approval', 'mention'])
    expect((await takeMail(system, 'usr_eva')).lines).toHaveLength(2)
  })

  test('follows the choice of the person, kind by kind', async () => {
    await say()
    await past()
    expect((await takeMail(system, 'usr_eva')).lines).toEqual([])
    await setMailPreference(eva, 'comment', true)
    await setMailPreference(eva, 'mention', false)
    expect(await readMailPreferences(eva)).toMatchObject({ comment: true, mention: false, approval: true })
    expect((await takeMail(system, 'usr_eva')).lines).toHaveLength(1)
    await expect(takeMail(eva, 'usr_eva')).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await db().select().from(notifications).where(eq(notifications.userId, 'usr_ada'))).toEqual([])
  })
})
