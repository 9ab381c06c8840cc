import sharp from 'sharp'
import { expect, test } from 'vitest'
import { system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { keepFidelity } from '@/lib/data/generations/fidelity'
import { getGeneration } from '@/lib/data/generations/queries'
import { makePasses } from './render-passes'
import { scoreOutputsOnce } from './score-outputs'
import { measured, painted } from './testing/painted'
import { ended, outputsOf, PAID, picture, press, renderHarness, rowOf } from './testing/render-harness'

const harness = renderHarness()

test('a picture of the scene is measured after it is there, object by object, with a heat map', async () => {
  harness.makePasses = makePasses
  harness.script = [painted]
  const id = await press(harness.team)
  expect((await ended(id)).status).toBe('succeeded')
  const [output] = await measured(id)
  expect(output?.fidelity).toBeGreaterThan(85)
  expect((await rowOf(id)).bestFidelity).toBe(output?.fidelity)
  const [shown] = (await getGeneration(harness.team.actor, id)).outputs
  expect(shown?.fidelityDetails?.objects.map(({ name }) => name)).toContain('Bottle')
  const scores = shown?.fidelityDetails?.objects.map(({ score }) => score) ?? []
  // No estimator is set up here.
  expect(shown?.fidelityDetails).not.toHaveProperty('estimator')
  expect(shown?.fidelityDetails?.objects.some((object) => 'depth' in object)).toBe(false)
  expect(scores).toEqual([...scores].sort((a, b) => a - b))
  const { bytes } = await readAssetBytes(harness.team.actor, shown?.fidelityDetails?.heatAssetId ?? '')
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 512, height: 384, channels: 1 })
})

test('a picture of something else is told apart, and measuring twice changes nothing', async () => {
  harness.makePasses = makePasses
  const id = await press(harness.team)
  await ended(id)
  const [output] = await measured(id)
  expect(output?.fidelity).toBe(0)
  expect(await scoreOutputsOnce(id)).toBe(0)
  expect(await outputsOf(id)).toEqual([output])
})

test('what cannot be measured does not cost the picture', async () => {
  harness.makePasses = async () => [
    { kind: 'depth', bytes: Uint8Array.of(1), mime: 'image/x-exr', meta: {} },
    { kind: 'normals', bytes: Uint8Array.of(2), mime: 'image/x-exr', meta: {} },
    { kind: 'ids', bytes: Uint8Array.of(3), mime: 'image/png', meta: {} },
    { kind: 'objects', bytes: Uint8Array.of(4), mime: 'application/json', meta: {} },
  ]
  harness.script = [picture]
  const id = await press(harness.team)
  expect((await ended(id)).status).toBe('succeeded')
  expect(await scoreOutputsOnce(id)).toBe(0)
  expect((await outputsOf(id)).map(({ fidelity, fidelityDetails }) => [fidelity, fidelityDetails])).toEqual([[null, null]])
})

test('nothing is measured where the canvas is left out, or of a generation that is gone', async () => {
  const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
  await ended(id)
  expect(await scoreOutputsOnce(id)).toBe(0)
  expect((await outputsOf(id))[0]?.fidelity).toBeNull()
  expect(await scoreOutputsOnce('gen_gone')).toBe(0)
  await expect(keepFidelity(system, 'out_gone', { score: 1, details: { version: 1, objects: [], move: null }, heatAssetId: '' })).resolves.toBeUndefined()
})
