import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, generationOutputs, generationReferences, generations } from '@/db/schema'
import { createTestTeam, storeTestPicture } from '@/e2e/fixtures/generations'
import { db } from '@/lib/data/db'
import { readReplays, replayGeneration } from '@/lib/data/generations/replay'
import { EngineError } from '@/lib/engines/contract'
import { studio } from '@/lib/engines/studio'
import { compareReplayOnce } from './compare-replay'
import { type Behaviour, ended, failing, outputsOf, PAID, picture, press, renderHarness, rowOf, send } from './testing/render-harness'

const harness = renderHarness()

const real: Behaviour = (request, run) => studio.generate(request, run)
/** The usual picture, a little lighter. */
const lighter: Behaviour = (request, run) => picture({ ...request, seed: request.seed + 12 }, run)

async function replay(id: string, accepted: { costMicroUsd: number | null } | null = null): Promise<string> {
  const { generationId, engineId } = await replayGeneration(harness.team.actor, { generationId: id, requestKey: randomUUID(), accepted })
  await send(generationId, engineId)
  await ended(generationId)
  return generationId
}
const verdicts = async (id: string) => (await outputsOf(id)).map((output) => output.replay)
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe('a replay', () => {
  test('with Studio of the same version gives the same picture, to the last bit', { timeout: 300_000 }, async () => {
    harness.script = [real]
    const settings = { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 11, images: 1 } as const
    const references = [
      { slot: 2, assetId: await storeTestPicture(harness.team.actor, harness.team.teamId, 'reference'), role: 'style', strength: 0.4 },
    ] as const
    const first = await press(harness.team, { settings, references: [...references], prompt: 'Golden hour, oak plinth' })
    // A real render may take a while on a slow machine.
    await patiently(first)
    const { generationId: second } = await replayGeneration(harness.team.actor, { generationId: first, requestKey: randomUUID(), accepted: null })
    await send(second)
    await patiently(second)
    expect(await verdicts(second)).toEqual([{ verdict: 'identical' }])
    const [before, now] = [await outputsOf(first), await outputsOf(second)]
    expect(now[0]?.assetId).toBe(before[0]?.assetId)
    expect(now[0]?.id).not.toBe(before[0]?.id)
  })

  test('runs from the frozen inputs of the first, all of them, and remembers which one that was', async () => {
    const references = [
      { slot: 3, assetId: await storeTestPicture(harness.team.actor, harness.team.teamId, 'reference'), role: 'material', strength: 0.7 },
    ] as const
    const first = await press(harness.team, { references: [...references] })
    await ended(first)
    const second = await replay(first)
    const [one, two] = [await rowOf(first), await rowOf(second)]
    const frozen = ({ sceneId, sceneRevisionId, prompt, settings, camera, width, height, snapshotAssetId, reading, shotName, engine }: typeof one) => ({
      sceneId,
      sceneRevisionId,
      prompt,
      settings,
      camera,
      width,
      height,
      snapshotAssetId,
      reading,
      shotName,
      engine,
    })
    expect(frozen(two)).toEqual(frozen(one))
    const refs = async (id: string) =>
      (await db().select().from(generationReferences).where(eq(generationReferences.generationId, id))).map(({ generationId: _, ...rest }) => rest)
    expect(await refs(second)).toEqual(await refs(first))
    expect(harness.calls[1]?.seed).toBe(harness.calls[0]?.seed)
    expect(two.replayOf).toBe(first)
    expect((await db().select().from(auditLog).where(eq(auditLog.targetId, second))).map(({ action }) => action)).toContain('generation.replayed')
  })

  test('compares every image with its own, and says how far each drifted', async () => {
    const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 2 } as const
    const first = await press(harness.team, { settings })
    await ended(first)
    harness.script = [picture, lighter]
    const second = await replay(first)
    const [same, other] = await verdicts(second)
    expect(same).toEqual({ verdict: 'identical' })
    expect(other).toMatchObject({ verdict: 'drifted', meanDeltaE: expect.any(Number), p95DeltaE: expect.any(Number), ssim: expect.any(Number) })
    const { replays } = await readReplays(harness.team.actor, first, 1)
    expect(replays).toMatchObject([{ generationId: second, status: 'succeeded', result: other, versionBefore: 'fake/1', versionNow: 'fake/1' }])
    expect((await readReplays(harness.team.actor, second, 0)).of).toMatchObject({ generationId: first, view: { generationId: second, result: same } })
    expect(await compareReplayOnce(second)).toBe(0)
  })

  test('says that there is nothing to compare with once the first image is gone', async () => {
    const first = await press(harness.team)
    await ended(first)
    await db().delete(generationOutputs).where(eq(generationOutputs.generationId, first))
    expect(await verdicts(await replay(first))).toEqual([{ verdict: 'missing' }])
  })

  test('tells a model that is gone from one that failed, and names another version', async () => {
    const first = await press(harness.team)
    await ended(first)
    await db().update(generations).set({ engineVersion: 'fake/0' }).where(eq(generations.id, first))
    harness.script = [failing(() => new EngineError('not_configured', 'The provider does not know this model.'))]
    await replay(first)
    harness.script = [picture]
    await replay(first)
    const { replays } = await readReplays(harness.team.actor, first, 0)
    expect(replays.map(({ status, isGone, versionBefore, versionNow }) => ({ status, isGone, versionBefore, versionNow }))).toEqual([
      { status: 'succeeded', isGone: false, versionBefore: 'fake/0', versionNow: 'fake/1' },
      { status: 'failed', isGone: true, versionBefore: 'fake/0', versionNow: 'fake/1' },
    ])
    await db().update(generations).set({ engine: 'an-engine-of-yesterday' }).where(eq(generations.id, first))
    const input = { generationId: first, requestKey: randomUUID(), accepted: null }
    expect(await refusalOf(replayGeneration(harness.team.actor, input))).toMatchObject({
      code: 'invalid',
      userMessage: 'This model is no longer offered here, so the image cannot be replayed.',
    })
  })

  test('that costs money is made only once its price was agreed to', async () => {
    const first = await press(harness.team, { settings: { ...PAID }, snapshotAssetId: null })
    await ended(first)
    const input = { generationId: first, requestKey: randomUUID(), accepted: null }
    expect(await refusalOf(replayGeneration(harness.team.actor, input))).toMatchObject({ code: 'invalid' })
    // The price of this engine is unknown: somebody who agreed to an amount did not agree to that.
    expect(await refusalOf(replayGeneration(harness.team.actor, { ...input, accepted: { costMicroUsd: 40_000 } }))).toMatchObject({ code: 'conflict' })
    expect(harness.calls).toHaveLength(1)
    expect(await verdicts(await replay(first, { costMicroUsd: null }))).toEqual([{ verdict: 'identical' }])
  })

  test('knows whether the provider was sent the very same request', async () => {
    const asking =
      (words: string): Behaviour =>
      async (request, run) => {
        await run.record({ request: { method: 'POST', url: 'https://provider.test/v1', body: { words } }, response: { status: 200, body: null } })
        return lighter({ ...request, seed: request.seed + words.length }, run)
      }
    harness.script = [asking('a vase'), asking('a vase'), asking('a bowl of fruit')]
    const first = await press(harness.team, { settings: { ...PAID }, snapshotAssetId: null })
    await ended(first)
    const same = await replay(first, { costMicroUsd: null })
    const other = await replay(first, { costMicroUsd: null })
    const { replays } = await readReplays(harness.team.actor, first, 0)
    expect(replays.map(({ generationId, sameRequest }) => [generationId, sameRequest])).toEqual([
      [other, false],
      [same, true],
    ])
    expect((await readReplays(harness.team.actor, same, 0)).of?.view.sameRequest).toBe(true)
  })

  test('is one for one press of the button, and for people of the team who may generate alone', async () => {
    const first = await press(harness.team)
    await ended(first)
    const input = { generationId: first, requestKey: randomUUID(), accepted: null }
    const one = await replayGeneration(harness.team.actor, input)
    expect(await replayGeneration(harness.team.actor, input)).toEqual({ ...one, created: false })
    const outsider = await createTestTeam()
    expect(await refusalOf(replayGeneration(outsider.actor, { ...input, requestKey: randomUUID() }))).toMatchObject({ code: 'not_found' })
    expect(await readReplays(outsider.actor, first, 0)).toEqual({ of: null, replays: [] })
  })
})

async function patiently(id: string): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    const done = await ended(id).catch(() => null)
    if (done) return expect(done).toMatchObject({ status: 'succeeded' })
  }
  throw new Error('The render did not end.')
}
