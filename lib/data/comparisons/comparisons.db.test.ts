import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { generationOutputs, memberships, scenes } from '@/db/schema'
import { createTestTeam, type TestTeam } from '@/e2e/fixtures/generations'
import { type ComparedRef, parseCompared, snapshotRef } from '@/lib/domain/comparison'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { addOutput, softDelete, succeed } from '../generations/mutations'
import type { RequestGeneration } from '../generations/request-generation'
import { output, refusal, running, useTeams } from '../generations/testing/generations'
import { getComparison } from './queries'

const { team, stranger } = useTeams()

async function made(of: TestTeam, changes: Partial<RequestGeneration> = {}): Promise<{ generationId: string; outputId: string }> {
  const generationId = await running(of, changes)
  const outputId = (await addOutput(system, await output(of, generationId, 0))) ?? ''
  await succeed(system, generationId)
  return { generationId, outputId }
}

const refs = (...ids: string[]): ComparedRef[] => parseCompared(ids.join(',')) ?? []

describe('a comparison', () => {
  test('holds its pictures in the order asked for, with what went into each', async () => {
    const [a, b] = [await made(team, { prompt: 'Dusk' }), await made(team, { prompt: 'Dawn' })]
    const { teamId, sides, inTrash } = await getComparison(team.actor, refs(b.outputId, snapshotRef(a.generationId), a.outputId))
    expect(teamId).toBe(team.teamId)
    expect(inTrash).toEqual([])
    expect(sides.map(({ ref, label, recipe }) => [ref, label, recipe?.prompt])).toEqual([
      [b.outputId, 'Dawn', 'Dawn'],
      [snapshotRef(a.generationId), 'Canvas', undefined],
      [a.outputId, 'Dusk', 'Dusk'],
    ])
    expect(sides[1]).toMatchObject({ width: 24, height: 18, hasScene: true })
  })

  test('calls each picture by its title, and by what sets it apart where prompts are the same', async () => {
    const [a, b] = [await made(team), await made(team)]
    await db().update(generationOutputs).set({ title: 'The chosen one' }).where(eq(generationOutputs.id, a.outputId))
    const { sides } = await getComparison(team.actor, refs(a.outputId, b.outputId))
    expect(sides.map(({ label }) => label)).toEqual(['The chosen one', expect.stringMatching(/^(Seed \d+|draft)$/)])
  })

  test('tells what became of the scene between the frozen copies, by the cameras that were used, both ways', async () => {
    const own = await createTestTeam()
    const { document } = SAMPLE_SCENES.plinth
    const before = await made(own)
    await db()
      .update(scenes)
      .set({ document: { ...document, exposure: document.exposure + 1 }, revision: 2 })
      .where(eq(scenes.id, own.sceneId))
    const after = await made(own, { baseRevision: 2, camera: { ...document.camera, fov: document.camera.fov + 10 } })
    const { sceneChanges } = await getComparison(own.actor, refs(before.outputId, after.outputId))
    expect(sceneChanges['0-1']).toEqual([expect.stringMatching(/^Camera field of view/), 'Exposure raised by 1 stop'])
    expect(sceneChanges['1-0']).toEqual([expect.stringMatching(/^Camera field of view/), 'Exposure lowered by 1 stop'])
  })

  test('of another team, or with one picture of another team, is not found; a viewer sees it', async () => {
    const [a, b, foreign] = [await made(team), await made(team), await made(stranger)]
    const both = refs(a.outputId, b.outputId)
    const tries = [
      getComparison(stranger.actor, both),
      getComparison(anonymous, both),
      getComparison(team.actor, refs(a.outputId, foreign.outputId)),
      getComparison(team.actor, refs(a.outputId, snapshotRef(foreign.generationId))),
      getComparison(team.actor, refs(a.outputId, 'out_unknown')),
    ]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
    const viewer = await createTestTeam()
    await db().insert(memberships).values({ teamId: team.teamId, userId: viewer.actor.userId, role: 'viewer' })
    expect((await getComparison(viewer.actor, both)).sides).toHaveLength(2)
  })

  test('of two teams that the same person is in is refused with a reason', async () => {
    const [a, foreign] = [await made(team), await made(stranger)]
    const both = await createTestTeam()
    for (const { teamId } of [team, stranger]) await db().insert(memberships).values({ teamId, userId: both.actor.userId, role: 'member' })
    expect(await refusal(getComparison(both.actor, refs(a.outputId, foreign.outputId)))).toMatchObject({ code: 'invalid' })
  })

  test('names what is in the trash and keeps the rest', async () => {
    const [a, b, c] = [await made(team), await made(team), await made(team)]
    await softDelete(team.actor, b.generationId)
    await db().update(generationOutputs).set({ deletedAt: new Date() }).where(eq(generationOutputs.id, c.outputId))
    const comparison = await getComparison(team.actor, refs(a.outputId, b.outputId, c.outputId, snapshotRef(c.generationId)))
    expect(comparison.inTrash).toEqual([b.outputId, c.outputId])
    expect(comparison.sides.map(({ ref }) => ref)).toEqual([a.outputId, snapshotRef(c.generationId)])
  })
})
