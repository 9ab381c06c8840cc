import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { auditLog, memberships, scenes } from '@/db/schema'
import { createTestTeam, type TestTeam } from '@/e2e/fixtures/generations'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { sceneDocumentSchema } from '@/lib/scene/schema'
import { db } from '../db'
import { queued, refusal, useTeams } from '../generations/testing/generations'
import { readSceneSince } from '../lineage/queries'
import { getLiveScene } from './live'
import { deleteScene, saveScene } from './mutations'
import { getScene } from './queries'
import { listKept, restoreKept, restoreSceneOf } from './restore-state'

const { stranger } = useTeams()
const FROZEN = SAMPLE_SCENES.plinth.document

/** A team whose scene was saved again after something was made from it. */
async function changed(): Promise<{ of: TestTeam; generationId: string }> {
  const of = await createTestTeam()
  const generationId = await queued(of)
  await saveScene(of.actor, { sceneId: of.sceneId, baseRevision: 1, patches: [{ path: ['exposure'], value: 1.5 }] })
  return { of, generationId }
}

test('the scene comes back as a new revision, and what stood there is kept and comes back the same way', async () => {
  const { of, generationId } = await changed()
  const { keptId } = await restoreSceneOf(of.actor, generationId)
  expect(await getScene(of.actor, of.sceneId)).toMatchObject({ revision: 3, document: FROZEN })
  expect(await listKept(of.actor, of.sceneId)).toMatchObject([{ id: keptId, name: 'Before restore', byName: 'A designer' }])

  const undone = await restoreKept(of.actor, keptId ?? '')
  expect(await getScene(of.actor, of.sceneId)).toMatchObject({ revision: 4, document: { ...FROZEN, exposure: 1.5 } })
  expect(await listKept(of.actor, of.sceneId)).toHaveLength(2)
  await restoreKept(of.actor, undone.keptId ?? '')
  expect((await getScene(of.actor, of.sceneId)).document).toEqual(FROZEN)
})

test('it is written down with the kept state, and open editors learn who did it', async () => {
  const { of, generationId } = await changed()
  const { keptId } = await restoreSceneOf(of.actor, generationId)
  const rows = await db().select().from(auditLog).where(eq(auditLog.targetId, of.sceneId))
  expect(rows.find(({ action }) => action === 'scene.state_restored')).toMatchObject({
    actorUserId: of.actor.userId,
    before: { revision: 2, keptId },
    after: { revision: 3, from: generationId },
  })
  expect(await getLiveScene(of.sceneId)).toMatchObject({ revision: 3, savedBy: { id: of.actor.userId } })
})

test('two who restore at once lose nothing: both states that gave way are kept', async () => {
  const { of, generationId } = await changed()
  await Promise.all([restoreSceneOf(of.actor, generationId), restoreSceneOf(of.actor, generationId)])
  expect(await getScene(of.actor, of.sceneId)).toMatchObject({ revision: 4, document: FROZEN })
  expect(await listKept(of.actor, of.sceneId)).toHaveLength(2)
})

test('a save against the state before is a conflict, so nobody overwrites what was restored unawares', async () => {
  const { of, generationId } = await changed()
  await restoreSceneOf(of.actor, generationId)
  const late = saveScene(of.actor, { sceneId: of.sceneId, baseRevision: 2, patches: [{ path: ['exposure'], value: 2 }] })
  expect((await refusal(late)).code).toBe('conflict')
})

test('of a deleted scene a new one is made, and the deleted one stays deleted', async () => {
  const { of, generationId } = await changed()
  await deleteScene(of.actor, of.sceneId)
  expect(await readSceneSince(of.actor, generationId)).toEqual({ state: 'deleted' })
  const { sceneId, isNew, keptId } = await restoreSceneOf(of.actor, generationId)
  expect({ isNew, keptId, another: sceneId !== of.sceneId }).toEqual({ isNew: true, keptId: null, another: true })
  expect(await getScene(of.actor, sceneId)).toMatchObject({ name: 'Plinth', revision: 1, document: FROZEN })
  expect((await refusal(getScene(of.actor, of.sceneId))).code).toBe('not_found')
})

test('viewers and other teams restore nothing', async () => {
  const { of, generationId } = await changed()
  const { keptId } = await restoreSceneOf(of.actor, generationId)
  const { actor: viewer } = await createTestTeam()
  await db().insert(memberships).values({ teamId: of.teamId, userId: viewer.userId, role: 'viewer' })
  for (const actor of [viewer, stranger.actor]) {
    expect((await refusal(restoreSceneOf(actor, generationId))).code).toBe('not_found')
    expect((await refusal(restoreKept(actor, keptId ?? ''))).code).toBe('not_found')
  }
  expect(await listKept(stranger.actor, of.sceneId)).toEqual([])
  const [row] = await db().select().from(scenes).where(eq(scenes.id, of.sceneId))
  expect(row?.revision).toBe(3)
})

test('what changed in the scene is told in words, and a turned camera alone is no change', async () => {
  const of = await createTestTeam()
  const generationId = await queued(of)
  expect(await readSceneSince(of.actor, generationId)).toEqual({ state: 'same' })
  const { camera } = sceneDocumentSchema.parse(FROZEN)
  await saveScene(of.actor, { sceneId: of.sceneId, baseRevision: 1, patches: [{ path: ['camera', 'fov'], value: camera.fov + 5 }] })
  expect(await readSceneSince(of.actor, generationId)).toEqual({ state: 'same' })
  await saveScene(of.actor, { sceneId: of.sceneId, baseRevision: 2, patches: [{ path: ['nodes', FROZEN.order[0] ?? '', 'visible'], value: false }] })
  const since = await readSceneSince(of.actor, generationId)
  expect(since).toEqual({ state: 'changed', lines: [expect.stringContaining('hidden')] })
  expect((await refusal(readSceneSince(stranger.actor, generationId))).code).toBe('not_found')
})
