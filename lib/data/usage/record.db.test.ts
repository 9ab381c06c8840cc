import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { assets, generationOutputs, memberships, sessions, teams, usageGenerations, usageRollups } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam } from '@/e2e/fixtures/generations'
import { system } from '../actor'
import { removeUnused } from '../assets/remove-unused'
import { db } from '../db'
import { beginAttempt, endAttempt } from '../generations/attempts'
import { addOutput, fail, markRunning, requestCancel, restore, softDelete, succeed } from '../generations/mutations'
import { hosted, output, queued, running, useTeams } from '../generations/testing/generations'
import { restoreOutputs, trashOutputs } from '../outputs/trash'
import { reviewOutput } from '../reviews/mutations'
import { deleteAccount } from '../users/mutations'
import { checkUsage } from './check'
import { recordUsage } from './record'
import { recountUsage } from './recount'
import { storedBytes } from './storage'

const { team, stranger } = useTeams()

/** A finished generation of a hosted engine with one image. */
async function finished(of: TestTeam, costMicroUsd: number | null): Promise<{ id: string; outputId: string }> {
  const id = await running(of, { settings: hosted, references: [] })
  const attempt = await beginAttempt(system, id, 0)
  if (attempt.kind !== 'started') throw new Error('no attempt')
  await endAttempt(system, attempt.attemptId, { status: 'succeeded', costMicroUsd, providerRequestId: null })
  const outputId = await addOutput(system, await output(of, id, 0))
  await succeed(system, id)
  return { id, outputId: outputId ?? '' }
}

const totalOf = async (teamId: string) => {
  const [row] = await db().select().from(usageRollups).where(sql`${usageRollups.teamId} = ${teamId} and dimension = 'total' and grain = 'month'`)
  return row
}

describe('the counts of usage', () => {
  test('are what the rows say after every transaction of a generation, also when a step runs twice', async () => {
    const right = async (): Promise<void> => expect(await checkUsage(system)).toEqual([])
    const { id, outputId } = await finished(team, 40_000)
    await right()
    expect(await totalOf(team.teamId)).toMatchObject({ requested: 1, succeeded: 1, images: 1, costMicroUsd: 40_000, unpriced: 0 })
    await succeed(system, id)
    await right()
    await reviewOutput(team.actor, outputId, { verdict: 'approved', note: '' })
    await right()
    expect(await totalOf(team.teamId)).toMatchObject({ approved: 1, approvedPriced: 1 })
    await trashOutputs(team.actor, [outputId])
    await right()
    expect(await totalOf(team.teamId)).toMatchObject({ requested: 1, approved: 0, trashed: 1 })
    await restoreOutputs(team.actor, [outputId])
    await softDelete(team.actor, id)
    await right()
    await restore(team.actor, id)
    await reviewOutput(team.actor, outputId, { verdict: 'withdrawn', note: '' })
    await right()
    expect(await totalOf(team.teamId)).toMatchObject({ requested: 1, approved: 0, trashed: 0 })

    const waiting = await queued(team)
    await right()
    await requestCancel(team.actor, waiting)
    const refused = await running(team, { settings: hosted })
    await markRunning(system, refused, 'test/1')
    await right()
    for (let twice = 0; twice < 2; twice++) await fail(system, refused, { code: 'rejected', message: 'It names a real person.' })
    const unpriced = await finished(team, null)
    await reviewOutput(team.actor, unpriced.outputId, { verdict: 'approved', note: '' })
    await right()
    expect(await totalOf(team.teamId)).toMatchObject({ requested: 4, canceled: 1, failed: 1, unpriced: 1, unpricedImages: 1, approved: 1, approvedPriced: 0 })
  })

  test('are right after changes that happen at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => running(stranger, { settings: { ...hosted, images: 2 } })))
    const work = await Promise.allSettled(
      ids.flatMap((id, n) => [
        requestCancel(stranger.actor, id),
        fail(system, id, { code: n % 2 === 0 ? 'transient' : 'rate_limited', message: 'Busy.' }),
        queued(stranger),
      ]),
    )
    expect(work.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await checkUsage(system)).toEqual([])
  })

  test('do not change when a generation is counted again', async () => {
    const { id } = await finished(team, 5)
    const before = await totalOf(team.teamId)
    await db().transaction((tx) => recordUsage(tx, [id, id]))
    expect(await totalOf(team.teamId)).toEqual(before)
  })

  test('hold what files take, and give it back when they go', async () => {
    const before = await storedBytes(team.actor, team.teamId)
    const assetId = await storeTestPicture(team.actor, team.teamId)
    const [asset] = await db().select().from(assets).where(eq(assets.id, assetId))
    expect((await storedBytes(team.actor, team.teamId)) - before).toBe(asset?.byteSize)
    expect(await storedBytes(stranger.actor, team.teamId)).toBe(0)
    await removeUnused(system, [assetId], Date.now() + 31 * 86_400_000)
    expect(await storedBytes(team.actor, team.teamId)).toBe(before)
    expect(await checkUsage(system)).toEqual([])
  })

  test('are found wrong where somebody changed a row behind them, and name it', async () => {
    const { id, outputId } = await finished(team, 5)
    await db().update(generationOutputs).set({ review: 'approved' }).where(eq(generationOutputs.id, outputId))
    const found = await checkUsage(system, { teamId: team.teamId })
    expect(found).toContainEqual(
      expect.objectContaining({
        table: 'usage_generations',
        key: id,
        expected: expect.objectContaining({ approved: 1 }),
        found: expect.objectContaining({ approved: 0 }),
      }),
    )
    expect(found.filter(({ table }) => table === 'usage_rollups').length).toBeGreaterThan(0)
    expect(await checkUsage(system, { teamId: stranger.teamId })).toEqual([])
    await db().transaction((tx) => recordUsage(tx, [id]))
    expect(await checkUsage(system)).toEqual([])
    await db()
      .update(usageRollups)
      .set({ costMicroUsd: sql`cost_micro_usd + 1` })
      .where(sql`team_id = ${team.teamId} and dimension = 'engine' and grain = 'day'`)
    expect((await checkUsage(system)).map(({ table }) => table)).toContain('usage_rollups')
    await recountUsage(system)
    expect(await checkUsage(system)).toEqual([])
  })

  test("count what somebody made as nobody's once their account is gone", async () => {
    const leaver = await createTestTeam()
    await db().update(teams).set({ kind: 'shared' }).where(eq(teams.id, team.teamId))
    await db().insert(memberships).values({ teamId: team.teamId, userId: leaver.actor.userId, role: 'member' })
    const { id } = await finished({ ...leaver, teamId: team.teamId, sceneId: team.sceneId }, 5)
    // Signed in moments ago, which is proof enough of who asks.
    await db()
      .insert(sessions)
      .values({ id: leaver.actor.sessionId, userId: leaver.actor.userId, expiresAt: new Date(Date.now() + 60_000) })
    await deleteAccount(leaver.actor, { typedEmail: `${leaver.actor.userId}@example.com` })
    const [counted] = await db().select().from(usageGenerations).where(eq(usageGenerations.generationId, id))
    expect(counted?.member).toBe('')
    expect(await checkUsage(system)).toEqual([])
  })

  test('are checked for the system alone', async () => {
    await expect(checkUsage(team.actor)).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
