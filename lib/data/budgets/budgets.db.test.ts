import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { budgetWarnings, generations, notifications, teamQuotas, usageLedger } from '@/db/schema'
import { addPerson, createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { AppError } from '@/lib/domain/errors'
import type { Role } from '@/lib/domain/roles'
import { type Actor, system } from '../actor'
import { db } from '../db'
import { requestExploration } from '../explorations/request-exploration'
import { addOutput, fail, markRunning, requestCancel, succeed } from '../generations/mutations'
import { requestGeneration } from '../generations/request-generation'
import { hosted, output, queued, refusal, useTeams } from '../generations/testing/generations'
import { grantException, setBudget } from './mutations'
import { readBudgets } from './queries'
import { countWrongBudgets, recountBudgets } from './recount'

// An engine whose price is written down.
vi.stubEnv('OPENAI_API_KEY', 'not-a-real-key')
vi.stubEnv('OPENAI_IMAGE_MODEL', 'gpt-image-1-mini')
useTeams()
const NONE = { images: null, moneyMicroUsd: null }
let team: TestTeam
let snapshotAssetId: string
beforeEach(async () => {
  team = await createTestTeam()
  snapshotAssetId = await storeTestPicture(team.actor, team.teamId)
  // How many may wait is not what these tests are about.
  await db().insert(teamQuotas).values({ teamId: team.teamId, openGenerationsMax: 1000 })
})

const join = async (role: Role, name: string): Promise<TestTeam> => ({ ...team, actor: await addPerson(team.teamId, role, name) })
const setTeam = (limits: { images: number | null; moneyMicroUsd: number | null } | null) =>
  setBudget(team.actor, { teamId: team.teamId, kind: 'team', subjectId: team.teamId, limits })
const countGenerations = async (): Promise<number> => (await db().select().from(generations).where(eq(generations.teamId, team.teamId))).length
const studio = { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 7, images: 1 } as const

/** What this many requests at the same moment came to. */
async function fire(requests: number, change: (index: number) => Parameters<typeof testRequest>[1], actorOf: (index: number) => Actor = () => team.actor) {
  const wanted = await Promise.all(Array.from({ length: requests }, (_, index) => testRequest(team, { snapshotAssetId, ...change(index) })))
  const results = await Promise.allSettled(wanted.map((request, index) => requestGeneration(actorOf(index), request)))
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
  return { made: results.length - refusals.length, refusals: refusals.map((error) => (error instanceof AppError ? error : Promise.reject(error))) }
}

describe('requests that come together', () => {
  it('of 200 against a budget for 50 images make exactly 50 and refuse 150 in plain words', { timeout: 240_000 }, async () => {
    await setTeam({ images: 50, moneyMicroUsd: null })
    const { made, refusals } = await fire(200, () => ({ settings: studio }))
    expect([made, await countGenerations()]).toEqual([50, 50])
    expect(refusals).toHaveLength(150)
    for (const error of await Promise.all(refusals)) {
      expect(error.code).toBe('over_budget')
      expect(error.userMessage).toMatch(/^The team's budget for \w+ is used up: 50 of 50 images\. You can change that under Team, Budgets\.$/)
    }
    expect(await countWrongBudgets(system)).toBe(0)
  })

  it('of 200 against a budget of money for 50 make exactly 50, and not one cent is reserved beyond it', { timeout: 240_000 }, async () => {
    await setTeam({ images: null, moneyMicroUsd: 760_000 })
    const { made, refusals } = await fire(200, () => ({ settings: { ...hosted, engine: 'openai', size: 1024 } }))
    expect([made, refusals.length, await countGenerations()]).toEqual([50, 150, 50])
    for (const error of await Promise.all(refusals)) {
      expect(error.userMessage).toMatch(/^The team's budget for \w+ has \$0\.01 of \$0\.76 left, and this costs about \$0\.015\. /)
    }
    const { use } = (await readBudgets(team.actor, team.teamId)).team
    expect(use.reserved.moneyMicroUsd).toBe(50 * 15_000)
    expect(await countWrongBudgets(system)).toBe(0)
  })

  it('do not pass a budget of members, scenes and the team by one image between them', { timeout: 60_000 }, async () => {
    const [ada, ben] = [await join('member', 'Ada'), await join('member', 'Ben')]
    await setTeam({ images: 17, moneyMicroUsd: null })
    await setBudget(team.actor, { teamId: team.teamId, kind: 'members', subjectId: team.teamId, limits: { images: 11, moneyMicroUsd: null } })
    await setBudget(team.actor, { teamId: team.teamId, kind: 'member', subjectId: ben.actor.userId, limits: { images: 9, moneyMicroUsd: null } })
    await setBudget(team.actor, { teamId: team.teamId, kind: 'scene', subjectId: team.sceneId, limits: { images: 16, moneyMicroUsd: null } })
    const actors = [ada.actor, ben.actor]
    const { made } = await fire(
      60,
      (index) => ({ settings: { ...studio, images: index % 3 === 0 ? 2 : 1 } }),
      (index) => actors[index % 2] ?? team.actor,
    )
    expect(made).toBeLessThan(60)
    const view = await readBudgets(team.actor, team.teamId)
    const used = (use: { reserved: { images: number } }) => use.reserved.images
    expect(used(view.team.use)).toBe(16)
    expect(used(view.scenes[0]?.use ?? view.team.use)).toBe(16)
    for (const member of view.members) expect(used(member.use)).toBeLessThanOrEqual(member.userId === ben.actor.userId ? 9 : 11)
    expect(await countWrongBudgets(system)).toBe(0)
  })

  it('by the same press of a button make one, also where the budget holds just one', { timeout: 30_000 }, async () => {
    await setTeam({ images: 1, moneyMicroUsd: null })
    const request = await testRequest(team, { settings: studio, snapshotAssetId })
    const results = await Promise.all(Array.from({ length: 12 }, () => requestGeneration(team.actor, request)))
    expect(new Set(results.map(({ generationId }) => generationId)).size).toBe(1)
    expect(results.filter(({ created }) => created)).toHaveLength(1)
  })

  it('tell of each share of a budget once', { timeout: 60_000 }, async () => {
    const member = await join('member', 'Ada')
    await join('admin', 'Ben')
    await setBudget(team.actor, { teamId: team.teamId, kind: 'member', subjectId: member.actor.userId, limits: { images: 10, moneyMicroUsd: null } })
    await fire(
      30,
      () => ({ settings: studio }),
      () => member.actor,
    )
    const told = await db()
      .select()
      .from(notifications)
      .where(and(eq(notifications.teamId, team.teamId), eq(notifications.kind, 'budget')))
    const words = (userId: string) => told.filter((row) => row.userId === userId).map((row) => row.data.title?.replace(/for \w+/, 'for now'))
    expect(words(member.actor.userId).sort()).toEqual([
      'You have used 50% of the budget for now: 5 of 10 images',
      'You have used 80% of the budget for now: 8 of 10 images',
      'You have used all of the budget for now: 10 of 10 images',
    ])
    // The owner, the admin and the member: three lines each.
    expect(told).toHaveLength(9)
    expect(words(team.actor.userId)[0]).toMatch(/^Ada has used/)
    const written = await db().select().from(budgetWarnings).where(eq(budgetWarnings.teamId, team.teamId))
    expect(written.map(({ percent }) => percent).sort((a, b) => a - b)).toEqual([50, 80, 100])
  })
})

describe('a budget', () => {
  const wants = (images: 1 | 2 | 4 | 8, of = team) => queued(of, { settings: { ...studio, images }, snapshotAssetId })

  it('refuses with what is left and whom to ask, and what fits goes on', async () => {
    const member = await join('member', 'Ada')
    await setTeam({ images: 5, moneyMicroUsd: null })
    await wants(4, member)
    expect((await refusal(wants(2, member))).userMessage).toMatch(
      /^The team's budget for \w+ has 1 of 5 images left, and this would make 2\. Ask A designer for more\.$/,
    )
    await wants(1, member)
  })

  it('of nothing blocks, and none is unlimited', async () => {
    await setTeam({ images: 0, moneyMicroUsd: null })
    expect((await refusal(wants(1))).userMessage).toMatch(/has no images in it\. You can change that/)
    await setTeam(null)
    await wants(8)
  })

  it('checks an exploration as a whole before any of it begins', async () => {
    await setTeam({ images: 3, moneyMicroUsd: null })
    const request = { ...(await testRequest(team, { settings: studio, snapshotAssetId })), explore: { words: false, strength: null, seeds: 4 } }
    const error = await refusal(requestExploration(team.actor, request))
    expect(error.userMessage).toMatch(/has 3 of 3 images left, and this would make 4/)
    expect(await countGenerations()).toBe(0)
  })

  it('of no money refuses engines that nobody knows the price of, while Studio goes on', async () => {
    await setTeam({ images: null, moneyMicroUsd: 0 })
    const error = await refusal(queued(team, { settings: hosted, snapshotAssetId }))
    expect([error.code, error.userMessage]).toEqual(['over_budget', expect.stringContaining('Choose an engine that is free')])
    await wants(1)
    await setTeam({ images: null, moneyMicroUsd: 1 })
    await queued(team, { settings: hosted, snapshotAssetId })
  })

  it('is raised by an exception for this month, which is written down', async () => {
    await setTeam({ images: 1, moneyMicroUsd: null })
    await wants(1)
    await refusal(wants(1))
    const grant = { teamId: team.teamId, kind: 'team' as const, subjectId: team.teamId }
    await grantException(team.actor, { ...grant, exception: { images: 1, moneyMicroUsd: 0, reason: 'The fair is on Friday' } })
    await wants(1)
    await refusal(wants(1))
    const { history, team: view } = await readBudgets(team.actor, team.teamId)
    expect(view.extra).toEqual({ images: 1, moneyMicroUsd: 0 })
    expect(history.map(({ words }) => words)).toEqual([
      expect.stringMatching(/granted the team 1 image more for \w+: The fair is on Friday/),
      expect.stringMatching(/set the budget of the team to 1 image/),
    ])
    expect((await refusal(grantException(team.actor, { ...grant, exception: { images: 0, moneyMicroUsd: 5, reason: 'No' } }))).code).toBe('conflict')
  })

  it('is set by owners and admins of its team alone, for people and scenes in it', async () => {
    const [member, stranger] = [await join('member', 'Ada'), await createTestTeam()]
    const limits = { ...NONE, images: 1 }
    for (const actor of [member.actor, stranger.actor]) {
      expect((await refusal(setBudget(actor, { teamId: team.teamId, kind: 'team', subjectId: team.teamId, limits }))).code).toBe('not_found')
      expect((await refusal(readBudgets(actor, team.teamId))).code).toBe('not_found')
    }
    for (const subject of [
      { kind: 'team', subjectId: stranger.teamId },
      { kind: 'member', subjectId: stranger.actor.userId },
      { kind: 'scene', subjectId: stranger.sceneId },
    ] as const) {
      expect((await refusal(setBudget(team.actor, { teamId: team.teamId, ...subject, limits }))).code).toBe('not_found')
    }
  })

  it('of the installation holds beside those of the team', async () => {
    await db().update(teamQuotas).set({ imagesMonthMax: 2, openGenerationsMax: 3 }).where(eq(teamQuotas.teamId, team.teamId))
    await wants(2)
    expect((await refusal(wants(1))).userMessage).toMatch(/^The team's quota for \w+ is used up: 2 of 2 images\. Ask whoever runs this installation/)
  })
})

describe('the counters', () => {
  it('equal what the ledger says after any mix of ends', { timeout: 60_000 }, async () => {
    const wanted = await Promise.all(
      Array.from({ length: 24 }, (_, index) => testRequest(team, { settings: index % 2 ? studio : hosted, snapshotAssetId, requestKey: randomUUID() })),
    )
    const ids = (await Promise.all(wanted.map((request) => requestGeneration(team.actor, request)))).map(({ generationId }) => generationId)
    // Known prices, so that money moves too.
    for (const [index, id] of ids.entries()) {
      if (index % 2) continue
      await db().update(generations).set({ costReservedMicroUsd: 40_000 }).where(eq(generations.id, id))
      await db().update(usageLedger).set({ amountMicroUsd: 40_000 }).where(eq(usageLedger.generationId, id))
    }
    await recountBudgets(system)
    const before = await readBudgets(team.actor, team.teamId)
    expect(before.team.use.reserved).toEqual({ images: 24, moneyMicroUsd: 480_000 })
    await Promise.all(
      ids.map(async (id, index) => {
        const end = index % 6
        if (end === 0) return
        if (end === 1) return requestCancel(team.actor, id)
        await markRunning(system, id, 'test/1')
        if (end === 2) return fail(system, id, { code: 'rejected', message: 'No.' })
        if (end === 3) return
        await addOutput(system, await output(team, id, 0))
        await Promise.all([succeed(system, id), succeed(system, id), requestCancel(team.actor, id)])
      }),
    )
    expect(await countWrongBudgets(system)).toBe(0)
    const { use } = (await readBudgets(team.actor, team.teamId)).team
    expect(use.reserved.images).toBe(8)
    const settled = await db()
      .select()
      .from(usageLedger)
      .where(and(eq(usageLedger.teamId, team.teamId), eq(usageLedger.kind, 'settle')))
    expect(use.spent.images).toBe(settled.reduce((sum, row) => sum + row.images, 0))
  })

  it('are mended from the ledger where an older version did not count', async () => {
    await queued(team, { settings: studio, snapshotAssetId })
    const { budgetCounters } = await import('@/db/schema')
    await db().delete(budgetCounters).where(eq(budgetCounters.teamId, team.teamId))
    expect(await countWrongBudgets(system)).toBe(3)
    expect(await recountBudgets(system)).toBe(3)
    expect(await countWrongBudgets(system)).toBe(0)
  })
})
