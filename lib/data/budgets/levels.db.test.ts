import { beforeEach, describe, expect, it, vi } from 'vitest'
import { budgetExceptions, memberships, users } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam } from '@/e2e/fixtures/generations'
import type { BudgetKind, CountedKind, Limits } from '@/lib/domain/budget'
import { newId } from '@/lib/domain/ids'
import { monthOf } from '@/lib/domain/month'
import type { Role } from '@/lib/domain/roles'
import { db } from '../db'
import { hosted, queued, refusal, useTeams } from '../generations/testing/generations'
import { grantException, setBudget } from './mutations'

// An engine whose price is written down: 15,000 micro-dollars an image of this size.
vi.stubEnv('OPENAI_API_KEY', 'not-a-real-key')
vi.stubEnv('OPENAI_IMAGE_MODEL', 'gpt-image-1-mini')
const PRICE = 15_000
useTeams()

let team: TestTeam
let ada: TestTeam
let ben: TestTeam
let admin: TestTeam
let snapshotAssetId: string
beforeEach(async () => {
  team = await createTestTeam()
  ;[ada, ben, admin] = [await join('member'), await join('member'), await join('admin')]
  snapshotAssetId = await storeTestPicture(team.actor, team.teamId)
})

async function join(role: Role): Promise<TestTeam> {
  const userId = newId('usr')
  await db()
    .insert(users)
    .values({ id: userId, email: `${userId}@example.com`, name: 'Somebody' })
  await db().insert(memberships).values({ teamId: team.teamId, userId, role })
  return { ...team, actor: { kind: 'user', userId, sessionId: newId('ses'), isInstanceAdmin: false } }
}

const free = { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 7, images: 1 } as const
const makes = (who: TestTeam) => queued(who, { settings: free, snapshotAssetId })
const buys = (who: TestTeam) => queued(who, { settings: { ...hosted, engine: 'openai', size: 1024 }, snapshotAssetId: null })
const subjectOf = (kind: BudgetKind): string => (kind === 'member' ? ada.actor.userId : kind === 'scene' ? team.sceneId : team.teamId)
const set = (kind: BudgetKind, limits: Limits | null) => setBudget(team.actor, { teamId: team.teamId, kind, subjectId: subjectOf(kind), limits })
const grant = (kind: CountedKind, extra: { images: number; moneyMicroUsd: number }, by = admin) =>
  grantException(by.actor, { teamId: team.teamId, kind, subjectId: subjectOf(kind), exception: { ...extra, reason: 'The fair is on Friday' } })

describe.each(['team', 'members', 'member', 'scene'] as const)('a budget of kind %s', (kind) => {
  it('of 0 images blocks every image, of 0 money blocks what costs money, and nothing typed limits nothing', async () => {
    await set(kind, { images: 0, moneyMicroUsd: null })
    expect((await refusal(makes(ada))).code).toBe('over_budget')
    await set(kind, { images: null, moneyMicroUsd: 0 })
    expect((await refusal(buys(ada))).code).toBe('over_budget')
    await makes(ada)
    await set(kind, { images: null, moneyMicroUsd: null })
    await buys(ada)
    await set(kind, null)
    await buys(ada)
  })

  it('lets through exactly what it holds, in images and in money', async () => {
    await set(kind, { images: 2, moneyMicroUsd: null })
    await makes(ada)
    await makes(ada)
    expect((await refusal(makes(ada))).code).toBe('over_budget')
    await set(kind, { images: null, moneyMicroUsd: 2 * PRICE })
    await buys(ada)
    await buys(ada)
    expect((await refusal(buys(ada))).code).toBe('over_budget')
  })
})

describe('a member', () => {
  it('with an empty budget of their own is unlimited, whatever every member has', async () => {
    await set('members', { images: 1, moneyMicroUsd: null })
    await set('member', { images: null, moneyMicroUsd: null })
    for (let n = 0; n < 3; n++) await makes(ada)
    await makes(ben)
    expect((await refusal(makes(ben))).code).toBe('over_budget')
  })

  it('with a budget of 0 is blocked alone', async () => {
    await set('member', { images: 0, moneyMicroUsd: 0 })
    expect((await refusal(makes(ada))).code).toBe('over_budget')
    await makes(ben)
  })
})

describe('an exception', () => {
  it('raises the budget of one member, granted by an admin, and nobody else has more', async () => {
    await set('members', { images: 1, moneyMicroUsd: null })
    for (const who of [ada, ben]) await makes(who)
    await grant('member', { images: 1, moneyMicroUsd: 0 })
    await makes(ada)
    for (const who of [ada, ben]) expect((await refusal(makes(who))).code).toBe('over_budget')
  })

  it('raises the money of a scene to the micro-dollar', async () => {
    await set('scene', { images: null, moneyMicroUsd: PRICE })
    await buys(ada)
    await grant('scene', { images: 0, moneyMicroUsd: PRICE - 1 })
    expect((await refusal(buys(ada))).code).toBe('over_budget')
    await grant('scene', { images: 0, moneyMicroUsd: 1 })
    await buys(ada)
  })

  it('of the month before raises nothing now', async () => {
    await set('team', { images: 1, moneyMicroUsd: null })
    await makes(ada)
    const before = new Date()
    before.setUTCDate(0)
    const old = { id: newId('bex'), teamId: team.teamId, subjectKind: 'team' as const, subjectId: team.teamId, month: monthOf(before) }
    await db()
      .insert(budgetExceptions)
      .values({ ...old, images: 5, moneyMicroUsd: 0, reason: 'The fair was in the month before' })
    expect((await refusal(makes(ada))).code).toBe('over_budget')
  })

  it('is granted by nobody who may not set a budget', async () => {
    await set('team', { images: 1, moneyMicroUsd: null })
    expect((await refusal(grant('team', { images: 1, moneyMicroUsd: 0 }, ada))).code).toBe('not_found')
  })
})
