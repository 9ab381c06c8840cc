import { eq, inArray } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { assets, generationOutputs } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import type { FidelityDetails } from '@/lib/domain/fidelity'
import { NO_FILTER } from '@/lib/domain/history-filter'
import { PASS_KINDS } from '@/lib/domain/passes'
import { system } from '../actor'
import { removeUnused } from '../assets/remove-unused'
import { db } from '../db'
import { listHistory } from '../history/queries'
import { restoreOutputs, trashOutputs } from '../outputs/trash'
import { keepFidelity, listUnmeasured } from './fidelity'
import { addOutput, succeed } from './mutations'
import { addPasses } from './passes'
import { purgeTrash } from './purge'
import { getGeneration } from './queries'
import { output, rowOf, running, useTeams } from './testing/generations'

const { team } = useTeams()

async function finished(of: TestTeam, images: 1 | 2): Promise<{ id: string; outputs: [string, string] }> {
  const { settings } = await testRequest(of)
  const id = await running(of, { settings: { ...settings, images } })
  const outputs: string[] = []
  for (let i = 0; i < images; i++) outputs.push((await addOutput(system, await output(of, id, i))) ?? '')
  await succeed(system, id)
  return { id, outputs: [outputs[0] ?? '', outputs[1] ?? ''] }
}
const details: FidelityDetails = { version: 1, move: null, objects: [{ node: 'node_1', name: 'Vase', score: 12.5, move: { x: 0.1, y: 0 } }] }
const heatOf = (of: TestTeam): Promise<string> => storeTestPicture(of.actor, of.teamId, 'output')
async function keep(of: TestTeam, outputId: string, score: number | null): Promise<string> {
  const heatAssetId = await heatOf(of)
  await keepFidelity(system, outputId, { score, details, heatAssetId })
  return heatAssetId
}

test('what is measured stands on the image, its list on the image’s own page alone, and the best on the generation', async () => {
  const { id, outputs } = await finished(team, 2)
  expect((await getGeneration(team.actor, id)).outputs[0]).toMatchObject({ fidelity: null, fidelityDetails: null })
  const heatAssetId = await keep(team, outputs[0], 61.5)
  await keep(team, outputs[1], 92.3)
  expect((await rowOf(id)).bestFidelity).toBeCloseTo(92.3, 4)
  const [first, second] = (await getGeneration(team.actor, id)).outputs
  expect(first).toMatchObject({ fidelity: 61.5, fidelityDetails: { ...details, heatAssetId } })
  expect(second?.fidelity).toBe(92.3)
  const [row] = (await listHistory(team.actor, { teamId: team.teamId })).items
  expect(row?.outputs[0]?.fidelity).toBe(61.5)
  expect(row?.outputs[0]).not.toHaveProperty('fidelityDetails')
})

test('measuring again keeps the later figure, and the best is that of images which are not in the trash', async () => {
  const { id, outputs } = await finished(team, 2)
  await keep(team, outputs[0], 90)
  await keep(team, outputs[0], 40)
  await keep(team, outputs[1], 70)
  expect((await rowOf(id)).bestFidelity).toBe(70)
  await trashOutputs(team.actor, [outputs[1]])
  expect((await rowOf(id)).bestFidelity).toBe(40)
  await restoreOutputs(team.actor, [outputs[1]])
  expect((await rowOf(id)).bestFidelity).toBe(70)
})

test('only what has all passes and no measurement waits for one', async () => {
  const { id, outputs } = await finished(team, 2)
  expect(await listUnmeasured(system, id)).toBeNull()
  const passes = await Promise.all(PASS_KINDS.map(async (kind) => ({ kind, assetId: await heatOf(team) })))
  await addPasses(system, id, passes)
  expect((await listUnmeasured(system, id))?.outputs.map((each) => each.id)).toEqual(outputs)
  // A scene without an edge has no figure, and is measured nevertheless.
  await keep(team, outputs[0], null)
  expect((await listUnmeasured(system, id))?.outputs.map((each) => each.id)).toEqual([outputs[1]])
  await keep(team, outputs[1], 3)
  expect(await listUnmeasured(system, id)).toBeNull()
})

test('the most faithful come first in History, what was never measured last', async () => {
  const own = await createTestTeam()
  const runs = [await finished(own, 1), await finished(own, 1), await finished(own, 1)] as const
  await keep(own, runs[0].outputs[0], 80)
  await keep(own, runs[2].outputs[0], 0)
  const page = await listHistory(own.actor, { teamId: own.teamId, filter: { ...NO_FILTER, sort: 'fidelity' } })
  expect(page.items.map((item) => item.id)).toEqual([runs[0].id, runs[2].id, runs[1].id])
})

test('only the worker keeps figures, and a heat map is kept as long as its image', async () => {
  const own = await createTestTeam()
  const { outputs } = await finished(own, 1)
  await expect(keepFidelity(own.actor, outputs[0], { score: 1, details, heatAssetId: '' })).rejects.toThrow()
  await expect(listUnmeasured(own.actor, 'gen_x')).rejects.toThrow()
  const heatAssetId = await keep(own, outputs[0], 50)
  const long = new Date(Date.now() - 90 * 86_400_000)
  await db().update(assets).set({ createdAt: long }).where(eq(assets.id, heatAssetId))
  expect(await removeUnused(system, [heatAssetId], Date.now())).toBe(0)
  await trashOutputs(own.actor, [outputs[0]])
  await db().update(generationOutputs).set({ deletedAt: long }).where(inArray(generationOutputs.id, outputs))
  expect((await purgeTrash(system, Date.now())).assetIds).toContain(heatAssetId)
})
