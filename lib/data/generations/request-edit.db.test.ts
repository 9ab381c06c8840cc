import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { generationOutputs, generationReferences, scenes } from '@/db/schema'
import { createTestTeam, storeTestPicture, testRequest } from '@/e2e/fixtures/generations'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { system } from '../actor'
import { db } from '../db'
import { addOutput, markRunning, softDelete, succeed } from './mutations'
import { type RequestEdit, requestEdit } from './request-edit'
import { requestGeneration, tryAgain } from './request-generation'
import { hosted, output, queued, refusal, rowOf, running, useTeams } from './testing/generations'

const { team, stranger } = useTeams()

/** A finished picture of the scene. @returns its output id. */
async function finished(changes: Parameters<typeof running>[1] = {}): Promise<string> {
  const id = await running(team, changes)
  const { width, height } = await rowOf(id)
  const outputId = await addOutput(system, { ...(await output(team, id, 0)), width, height })
  await succeed(system, id)
  if (!outputId) throw new Error('no output')
  return outputId
}
const wish = (baseOutputId: string, changes: Partial<RequestEdit> = {}): RequestEdit => ({
  requestKey: randomUUID(),
  baseOutputId,
  nodeId: 'node_bottle',
  prompt: 'brushed brass',
  engine: 'studio',
  grow: 8,
  includeShadow: true,
  ...changes,
})
const outputRow = async (id: string) => {
  const [row] = await db().select().from(generationOutputs).where(eq(generationOutputs.id, id))
  if (!row) throw new Error('no such output')
  return row
}

describe('a change of one object', () => {
  test('is frozen with the scene, camera, size, quality, seed and references of the picture before, and the picture itself', async () => {
    const assetId = await storeTestPicture(team.actor, team.teamId, 'reference')
    const base = await finished({ prompt: 'Golden hour', references: [{ slot: 2, assetId, role: 'style', strength: 0.4 }] })
    const before = await outputRow(base)
    const original = await rowOf(before.generationId)
    // The scene goes on; the picture does not.
    await db().update(scenes).set({ revision: 9, document: SAMPLE_SCENES['room-corner'].document }).where(eq(scenes.id, team.sceneId))
    const { generationId, created } = await requestEdit(team.actor, wish(base))
    await db().update(scenes).set({ revision: 1, document: SAMPLE_SCENES.plinth.document }).where(eq(scenes.id, team.sceneId))
    expect(created).toBe(true)
    const row = await rowOf(generationId)
    expect(row).toMatchObject({
      status: 'queued',
      prompt: 'brushed brass',
      sceneRevisionId: original.sceneRevisionId,
      camera: original.camera,
      width: original.width,
      height: original.height,
      snapshotAssetId: before.assetId,
      remixedFromOutputId: base,
      costReservedMicroUsd: 0,
    })
    expect(row.settings).toEqual({
      ...original.settings,
      seed: 7,
      images: 1,
      edit: { baseOutputId: base, nodeId: 'node_bottle', objectName: 'Bottle', grow: 8, includeShadow: true, scenePrompt: 'Golden hour', earlier: [] },
    })
    expect(row.reading).toMatchObject({ chips: [{ label: 'Bottle: brushed brass' }], look: { materials: [{ target: ['node_bottle'], material: 'brass' }] } })
    expect(await db().select().from(generationReferences).where(eq(generationReferences.generationId, generationId))).toMatchObject([{ slot: 2, assetId }])
  })

  test('of a changed picture remembers the changes before it, and trying again makes the same once more', async () => {
    const base = await finished({ prompt: 'Golden hour' })
    const first = await requestEdit(team.actor, wish(base))
    await markRunning(system, first.generationId, 'test/1')
    const changed = await addOutput(system, { ...(await output(team, first.generationId, 0)), ...outputPixels('4:3', 512) })
    await succeed(system, first.generationId)
    const second = await requestEdit(team.actor, wish(changed ?? '', { nodeId: 'node_plinth', prompt: 'walnut' }))
    const row = await rowOf(second.generationId)
    expect(row.settings.edit).toMatchObject({
      nodeId: 'node_plinth',
      objectName: 'Plinth',
      scenePrompt: 'Golden hour',
      earlier: [{ nodeId: 'node_bottle', prompt: 'brushed brass' }],
    })
    const again = await rowOf((await tryAgain(team.actor, { generationId: second.generationId, requestKey: randomUUID() })).generationId)
    expect([again.settings, again.snapshotAssetId, again.reading]).toEqual([row.settings, row.snapshotAssetId, row.reading])
  })

  test('pressed twice is made once', async () => {
    const request = wish(await finished())
    const [one, two] = [await requestEdit(team.actor, request), await requestEdit(team.actor, request)]
    expect([two.generationId, two.created]).toEqual([one.generationId, false])
  })

  test('by a hosted engine takes its own quality, no references and no reading', async () => {
    const base = await finished()
    const row = await rowOf((await requestEdit(team.actor, wish(base, { engine: 'openai-compatible', prompt: 'a cracked glaze' }))).generationId)
    expect(row).toMatchObject({ engine: 'openai-compatible', prompt: 'a cracked glaze', reading: null, settings: { quality: 'standard', size: 512 } })
  })

  test('is not found for strangers, viewers and pictures in the trash', async () => {
    const base = await finished()
    expect(await refusal(requestEdit(stranger.actor, wish(base)))).toMatchObject({ code: 'not_found' })
    const viewer = await createTestTeam('viewer')
    expect(await refusal(requestEdit(viewer.actor, wish(base)))).toMatchObject({ code: 'not_found' })
    await softDelete(team.actor, (await outputRow(base)).generationId)
    expect(await refusal(requestEdit(team.actor, wish(base)))).toMatchObject({ code: 'not_found' })
  })

  test('is refused in words for what is no object of the picture, for no words, for words that change nothing, and without a scene', async () => {
    const base = await finished()
    const why = async (changes: Partial<RequestEdit>): Promise<string> => (await refusal(requestEdit(team.actor, wish(base, changes)))).userMessage
    expect(await why({ nodeId: 'node_gone' })).toBe('This object is not in the picture. Choose another.')
    expect(await why({ prompt: ' ' })).toBe('Write what should change about Bottle.')
    expect(await why({ prompt: 'golden hour' })).toContain('Nothing here says how Bottle should change.')
    expect(await why({ engine: 'nobody' })).toContain('not known here')
    const odd = await running(team)
    const small = await addOutput(system, await output(team, odd, 0))
    await succeed(system, odd)
    expect(await why({ baseOutputId: small ?? '' })).toBe('This picture has a size that is no longer made. Make it again, then change it.')
    const bare = await finished({ settings: hosted, snapshotAssetId: null })
    expect((await refusal(requestEdit(team.actor, wish(bare)))).userMessage).toContain('made without the canvas')
  })

  test('cannot come in through the ordinary request', async () => {
    const base = await finished()
    const { settings } = await rowOf((await requestEdit(team.actor, wish(base))).generationId)
    expect(await refusal(requestGeneration(team.actor, await testRequest(team, { settings })))).toMatchObject({ code: 'invalid' })
    expect(await queued(team)).toMatch(/^gen_/)
  })
})
