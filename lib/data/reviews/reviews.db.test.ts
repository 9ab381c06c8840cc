import { and, eq, like } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditLog, generationOutputs, memberships, notifications, outputReviews } from '@/db/schema'
import { createTestTeam } from '@/e2e/fixtures/generations'
import { anonymous, system } from '../actor'
import { readDiscussion } from '../comments/queries'
import { db } from '../db'
import { addOutput, succeed } from '../generations/mutations'
import { getGeneration } from '../generations/queries'
import { output, refusal, running, useTeams } from '../generations/testing/generations'
import { reviewOutput } from './mutations'

const { team, stranger } = useTeams()

async function images(): Promise<{ generationId: string; ids: [string, string] }> {
  const generationId = await running(team, { settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 2 } })
  const ids: [string, string] = [
    (await addOutput(system, await output(team, generationId, 0))) ?? '',
    (await addOutput(system, await output(team, generationId, 1))) ?? '',
  ]
  await succeed(system, generationId)
  return { generationId, ids }
}

const approve = { verdict: 'approved', note: '' } as const
const stands = async (id: string) => (await db().select().from(generationOutputs).where(eq(generationOutputs.id, id)))[0]?.review
const auditOf = (id: string) =>
  db()
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.targetId, id), like(auditLog.action, 'output.%')))

test('an approval names exactly one image, down to its file, and no sibling', async () => {
  const { generationId, ids } = await images()
  await reviewOutput(team.actor, ids[1], approve)
  expect([await stands(ids[0]), await stands(ids[1])]).toEqual([null, 'approved'])
  const [entry] = await auditOf(ids[1])
  const [row] = await db().select().from(generationOutputs).where(eq(generationOutputs.id, ids[1]))
  expect(entry).toMatchObject({
    action: 'output.approved',
    actorUserId: team.actor.userId,
    after: { review: 'approved', generationId, index: 1, assetId: row?.assetId },
  })
  expect((await getGeneration(team.actor, generationId)).outputs.map(({ review }) => review)).toEqual([null, 'approved'])
})

test('every verdict is kept in order, and the latest one stands', async () => {
  const { ids } = await images()
  await reviewOutput(team.actor, ids[0], { verdict: 'changes_requested', note: ' Warmer light ' })
  await reviewOutput(team.actor, ids[0], approve)
  await reviewOutput(team.actor, ids[0], { verdict: 'withdrawn', note: '' })
  expect(await stands(ids[0])).toBeNull()
  expect((await readDiscussion(team.actor, ids[0])).reviews.map(({ verdict, note, byName }) => [verdict, note, byName])).toEqual([
    ['withdrawn', null, 'A designer'],
    ['approved', null, 'A designer'],
    ['changes_requested', 'Warmer light', 'A designer'],
  ])
  expect((await auditOf(ids[0])).map(({ action }) => action).sort()).toEqual(['output.approved', 'output.changes_requested', 'output.review_withdrawn'])
})

test('asking for changes says which, and only a verdict that stands can be withdrawn', async () => {
  const { ids } = await images()
  expect((await refusal(reviewOutput(team.actor, ids[0], { verdict: 'changes_requested', note: '  ' }))).code).toBe('invalid')
  expect((await refusal(reviewOutput(team.actor, ids[0], { verdict: 'withdrawn', note: '' }))).code).toBe('conflict')
})

test('pressing Approve several times at once makes one verdict', async () => {
  const { ids } = await images()
  await Promise.all(Array.from({ length: 5 }, () => reviewOutput(team.actor, ids[0], approve)))
  expect(await db().select().from(outputReviews).where(eq(outputReviews.outputId, ids[0]))).toHaveLength(1)
})

test('of two people who decide at once both are heard, and what stands is the later one', async () => {
  const { ids } = await images()
  const { actor: other } = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: other.userId, role: 'member' })
  await Promise.all([reviewOutput(team.actor, ids[0], approve), reviewOutput(other, ids[0], { verdict: 'changes_requested', note: 'Not yet' })])
  const { reviews } = await readDiscussion(team.actor, ids[0])
  expect(reviews).toHaveLength(2)
  expect(await stands(ids[0])).toBe(reviews[0]?.verdict)
})

test('whoever made the image is told of a verdict of others, once, and not of the own', async () => {
  const { ids } = await images()
  const { actor: other } = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: other.userId, role: 'member' })
  const told = () =>
    db()
      .select()
      .from(notifications)
      .where(and(eq(notifications.userId, team.actor.userId), eq(notifications.kind, 'approval')))
  const before = (await told()).length
  await reviewOutput(team.actor, ids[0], approve)
  expect(await told()).toHaveLength(before)
  await reviewOutput(other, ids[0], { verdict: 'changes_requested', note: 'Softer' })
  expect(await told()).toContainEqual(
    expect.objectContaining({ actorUserId: other.userId, data: { about: 'Plinth', verdict: 'changes_requested', text: 'Softer' } }),
  )
  expect(await told()).toHaveLength(before + 1)
})

test('a viewer, an outsider and a visitor give no verdict', async () => {
  const { ids } = await images()
  const { actor: viewer } = await createTestTeam()
  await db().insert(memberships).values({ teamId: team.teamId, userId: viewer.userId, role: 'viewer' })
  expect((await refusal(reviewOutput(viewer, ids[0], approve))).code).toBe('not_found')
  expect((await refusal(reviewOutput(stranger.actor, ids[0], approve))).code).toBe('not_found')
  expect((await refusal(reviewOutput(anonymous, ids[0], approve))).code).toBe('unauthenticated')
  expect(await stands(ids[0])).toBeNull()
})
