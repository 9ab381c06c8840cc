import { eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { generations, notifications } from '@/db/schema'
import { createTestTeam, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { NO_EXPLORATION } from '@/lib/domain/exploration'
import { system } from '../actor'
import { db } from '../db'
import { requestExploration } from '../explorations/request-exploration'
import { fail, requestCancel } from './mutations'
import { requestGeneration } from './request-generation'

useDatabase()
let team: TestTeam
beforeAll(async () => {
  team = await createTestTeam()
})

/** A generation that was asked for a while ago. */
async function asked(secondsAgo: number): Promise<string> {
  const { generationId } = await requestGeneration(team.actor, await testRequest(team))
  await db()
    .update(generations)
    .set({ createdAt: sql`now() - make_interval(secs => ${secondsAgo})` })
    .where(eq(generations.id, generationId))
  return generationId
}
const told = (id: string) =>
  db().select({ userId: notifications.userId, href: notifications.href, data: notifications.data }).from(notifications).where(eq(notifications.subject, id))
const error = { code: 'internal', message: 'It stopped.' } as const

test('the author is told once of what took half a minute or more, and nobody of what was quick or canceled', async () => {
  const [long, quick, canceled] = [await asked(60), await asked(5), await asked(60)]
  await Promise.all([fail(system, long, error), fail(system, long, error), fail(system, quick, error), requestCancel(team.actor, canceled)])
  expect(await told(long)).toEqual([{ userId: team.actor.userId, href: `/history/${long}`, data: expect.objectContaining({ status: 'failed' }) }])
  expect(await told(quick)).toEqual([])
  expect(await told(canceled)).toEqual([])
})

test('the author of a grid is told once, when the last of it has ended, and led to the grid', async () => {
  const request = { ...(await testRequest(team, { prompt: '{Dawn|Noon|Dusk}' })), explore: NO_EXPLORATION }
  const { explorationId, generations: made } = await requestExploration(team.actor, request)
  const [first, second, third] = made.map(({ generationId }) => generationId)
  await db().update(generations).set({ createdAt: sql`now() - make_interval(secs => 60)` }).where(eq(generations.explorationId, explorationId))
  await fail(system, first ?? '', error)
  expect(await told(explorationId)).toEqual([])
  await Promise.all([fail(system, second ?? '', error), fail(system, third ?? '', error)])
  expect(await told(explorationId)).toEqual([
    { userId: team.actor.userId, href: `/scenes/${team.sceneId}?grid=${explorationId}`, data: expect.objectContaining({ status: 'failed' }) },
  ])
  for (const { generationId } of made) expect(await told(generationId)).toEqual([])
})
