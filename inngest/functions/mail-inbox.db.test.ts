import { eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test, vi } from 'vitest'
import { memberships, notifications, teams, users } from '@/db/schema'
import { storeTestPicture } from '@/e2e/fixtures/generations'
import { setBudget } from '@/lib/data/budgets/mutations'
import { db } from '@/lib/data/db'
import { queued, refusal, useTeams } from '@/lib/data/generations/testing/generations'
import type { Role } from '@/lib/domain/roles'
import type { Mail } from '@/lib/platform/mail'

const ORIGIN = 'https://maquette.example.org'
const { sent } = vi.hoisted(() => ({ sent: [] as Mail[] }))
vi.mock('@/lib/platform/mail', () => ({
  sendMail: async (mail: Mail) => {
    sent.push(mail)
    return { delivered: 'smtp' }
  },
}))
// Settings are read once, by whoever asks first.
vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:9')
vi.stubEnv('AUTH_URL', ORIGIN)
const { team } = useTeams()
const mailInboxOnce = async () => (await import('./mail-inbox')).mailInboxOnce()
const studio = { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 7, images: 1 } as const
const IMAGES = 10

const people: Record<string, { id: string; role: Role; suspendedAt?: Date }> = {
  'ben@example.org': { id: 'usr_ben', role: 'admin' },
  'cleo@example.org': { id: 'usr_cleo', role: 'admin', suspendedAt: new Date() },
  'dora@example.org': { id: 'usr_dora', role: 'member' },
  'egon@example.org': { id: 'usr_egon', role: 'viewer' },
}
let owner = ''
let snapshotAssetId = ''
beforeAll(async () => {
  for (const [email, { id, role, suspendedAt }] of Object.entries(people)) {
    await db().insert(users).values({ id, email, name: id, suspendedAt })
    await db().insert(memberships).values({ teamId: team.teamId, userId: id, role })
  }
  await db().update(teams).set({ kind: 'shared', name: 'Studio North' }).where(eq(teams.id, team.teamId))
  const [row] = await db().select({ email: users.email }).from(users).where(eq(users.id, team.actor.userId))
  owner = row?.email ?? ''
  snapshotAssetId = await storeTestPicture(team.actor, team.teamId)
  await setBudget(team.actor, { teamId: team.teamId, kind: 'team', subjectId: team.teamId, limits: { images: IMAGES, moneyMicroUsd: null } })
})

/** What goes out once a minute has passed in which nobody looked, however often the function runs. */
async function mailed(): Promise<Mail[]> {
  sent.length = 0
  await db()
    .update(notifications)
    .set({ createdAt: sql`${notifications.createdAt} - interval '2 minutes'` })
  for (let runs = 0; runs < 3; runs++) await mailInboxOnce()
  return [...sent].sort((a, b) => a.to.localeCompare(b.to))
}

test('a budget is mailed about at 50, 80 and 100 per cent, once each, to owners and admins, with the way to the budgets of its own team', async () => {
  const warned: Record<number, Mail[]> = {}
  for (let images = 1; images <= IMAGES; images++) {
    await queued(team, { settings: studio, snapshotAssetId })
    const mails = await mailed()
    if (mails.length > 0) warned[images] = mails
  }
  expect((await refusal(queued(team, { settings: studio, snapshotAssetId }))).code).toBe('over_budget')
  expect(await mailed()).toEqual([])

  expect(Object.keys(warned)).toEqual(['5', '8', '10'])
  for (const [images, share] of [
    [5, '50%'],
    [8, '80%'],
    [10, 'all'],
  ] as const) {
    const mails = warned[images] ?? []
    expect(mails.map(({ to }) => to)).toEqual([owner, 'ben@example.org'].sort((a, b) => a.localeCompare(b)))
    for (const { subject, text, link } of mails) {
      expect(subject).toMatch(new RegExp(`^The team has used ${share} of the budget for [A-Z][a-z]+( \\d{4})?: ${images} of 10 images$`))
      expect(text.split('\n').slice(0, 2)).toEqual([`${subject} (Studio North)`, `${ORIGIN}/team/budgets?team=${team.teamId}`])
      expect(link).toBe(`${ORIGIN}/inbox`)
    }
  }
})

test('nothing is mailed to somebody who is suspended, and what waited for less than a day is once they are restored', async () => {
  const lines = () => db().select({ mailedAt: notifications.mailedAt }).from(notifications).where(eq(notifications.userId, 'usr_cleo'))
  expect((await lines()).map(({ mailedAt }) => mailedAt)).toEqual([null, null, null])
  await db().update(users).set({ suspendedAt: null }).where(eq(users.id, 'usr_cleo'))
  expect((await mailed()).map(({ to, subject }) => [to, subject])).toEqual([['cleo@example.org', '3 new lines in your Maquette inbox']])
  expect(await mailed()).toEqual([])
})
