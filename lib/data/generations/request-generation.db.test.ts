import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, generationReferences, sceneRevisions, scenes, teamQuotas } from '@/db/schema'
import { createTestTeam, storeTestPicture, testRequest } from '@/e2e/fixtures/generations'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { system } from '../actor'
import { db } from '../db'
import { fail } from './mutations'
import { requestGeneration, tryAgain } from './request-generation'
import { hosted, ledgerOf, queued, refusal, rowOf, useTeams } from './testing/generations'

const { team } = useTeams()

describe('one press of Generate', () => {
  test('freezes the scene, camera, snapshot, references, prompt, reading and settings, reserves and is written down', async () => {
    const reference = await storeTestPicture(team.actor, team.teamId, 'reference')
    const request = await testRequest(team, { references: [{ slot: 3, assetId: reference, role: 'style', strength: 0.6 }] })
    const { generationId, created } = await requestGeneration(team.actor, request)
    expect(created).toBe(true)
    const row = await rowOf(generationId)
    expect(row).toMatchObject({
      status: 'queued',
      prompt: 'Golden hour',
      snapshotAssetId: request.snapshotAssetId,
      camera: request.camera,
      settings: request.settings,
      costReservedMicroUsd: 0,
    })
    expect(row.reading).toMatchObject({ chips: [{ label: 'Golden hour' }] })
    const [revision] = await db()
      .select()
      .from(sceneRevisions)
      .where(eq(sceneRevisions.id, row.sceneRevisionId ?? ''))
    expect(revision?.document).toEqual(SAMPLE_SCENES.plinth.document)
    expect(revision?.contentHash).toMatch(/^[0-9a-f]{64}$/)
    expect(await db().select().from(generationReferences).where(eq(generationReferences.generationId, generationId))).toMatchObject([
      { slot: 3, role: 'style' },
    ])
    expect(await ledgerOf(generationId)).toEqual([['reserve', 0]])
    expect(await db().select().from(auditLog).where(eq(auditLog.targetId, generationId))).toMatchObject([
      { action: 'generation.requested', actorUserId: team.actor.userId },
    ])
  })

  test('pressed twice at the same moment makes one generation', async () => {
    const request = await testRequest(team)
    const both = await Promise.all([requestGeneration(team.actor, request), requestGeneration(team.actor, request), requestGeneration(team.actor, request)])
    expect(new Set(both.map(({ generationId }) => generationId)).size).toBe(1)
    expect(both.filter(({ created }) => created)).toHaveLength(1)
    const [first] = both
    expect(await ledgerOf(first?.generationId ?? '')).toHaveLength(1)
  })

  test('of an unchanged scene shares one frozen revision; a changed scene gets another', async () => {
    const own = await createTestTeam()
    const [a, b] = [await rowOf(await queued(own)), await rowOf(await queued(own))]
    expect(a.sceneRevisionId).toBe(b.sceneRevisionId)
    await db()
      .update(scenes)
      .set({ document: { ...SAMPLE_SCENES.plinth.document, exposure: 1 }, revision: 2 })
      .where(eq(scenes.id, own.sceneId))
    const c = await rowOf(await queued(own, { baseRevision: 2 }))
    expect(c.sceneRevisionId).not.toBe(a.sceneRevisionId)
  })

  test('is refused when the scene was saved after the snapshot was taken', async () => {
    expect(await refusal(testRequest(team, { baseRevision: 9 }).then((request) => requestGeneration(team.actor, request)))).toMatchObject({ code: 'conflict' })
  })

  test.each([
    ['an engine that is not known', { settings: { ...hosted, engine: 'no-such' } }],
    ['Studio without the canvas', { settings: { ...hosted, engine: 'studio' } }],
    ['a size that the engine cannot make', { settings: { ...hosted, size: 2048 } }],
    ['nothing to work from', { settings: hosted, prompt: '  ', snapshotAssetId: null }],
    ['a canvas without its snapshot', { snapshotAssetId: null }],
    ['the same slot twice', { references: [2, 2].map((slot) => ({ slot: slot as 2, assetId: 'ast_x', role: 'style' as const, strength: 1 })) }],
    ['a prompt that is too long', { prompt: 'x'.repeat(2001) }],
  ] as const)('is refused with a sentence for %s', async (_, changes) => {
    const error = await refusal(testRequest(team, changes as Parameters<typeof testRequest>[1]).then((request) => requestGeneration(team.actor, request)))
    expect(error.code).toBe('invalid')
    expect(error.userMessage).toMatch(/\.$/)
  })

  test('of an empty scene with an empty prompt is refused', async () => {
    const own = await createTestTeam()
    const document = { ...SAMPLE_SCENES.plinth.document, nodes: {}, order: [] }
    await db().update(scenes).set({ document }).where(eq(scenes.id, own.sceneId))
    expect(await refusal(testRequest(own, { prompt: '' }).then((request) => requestGeneration(own.actor, request)))).toMatchObject({
      code: 'invalid',
      userMessage: 'The scene is empty. Add an object first.',
    })
  })

  test('is refused while very many are waiting', async () => {
    const own = await createTestTeam()
    await db().insert(teamQuotas).values({ teamId: own.teamId, openGenerationsMax: 3 })
    for (let i = 0; i < 3; i++) await queued(own)
    expect(await refusal(queued(own))).toMatchObject({ code: 'rate_limited' })
  })

  test('again with the same inputs is a new generation; the old one stays', async () => {
    const id = await queued(team)
    await fail(system, id, { code: 'transient', message: 'It broke.' })
    const requestKey = randomUUID()
    const [one, two] = [await tryAgain(team.actor, { generationId: id, requestKey }), await tryAgain(team.actor, { generationId: id, requestKey })]
    expect(one.generationId).toBe(two.generationId)
    const { sceneRevisionId, snapshotAssetId, prompt, settings } = await rowOf(id)
    expect(await rowOf(one.generationId)).toMatchObject({ status: 'queued', sceneRevisionId, snapshotAssetId, prompt, settings })
    expect((await rowOf(id)).status).toBe('failed')
  })
})
