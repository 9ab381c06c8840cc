import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  auditLog,
  generationAttempts,
  generationOutputs,
  generationReferences,
  generations,
  memberships,
  sceneRevisions,
  scenes,
  usageLedger,
} from '@/db/schema'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { AppError } from '@/lib/domain/errors'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { anonymous, system } from '../actor'
import { closeDb, db } from '../db'
import { beginAttempt, endAttempt } from './attempts'
import { addOutput, fail, markRunning, reportProgress, requestCancel, restore, softDelete, succeed } from './mutations'
import { getGeneration, getOutputFile, listHistory, listLive, readTimings } from './queries'
import { OPEN_GENERATIONS_MAX, requestGeneration, tryAgain } from './request-generation'
import { getForWorker, listSilent, listUnsent } from './worker-queries'

let database: TestDatabase
let folder: string
let team: TestTeam
let stranger: TestTeam
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-generations-'))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('MAQUETTE_DATA', folder)
  vi.stubEnv('OPENAI_COMPATIBLE_BASE_URL', 'http://127.0.0.1:9/v1')
  vi.stubEnv('OPENAI_COMPATIBLE_MODEL', 'picture-1')
  team = await createTestTeam()
  stranger = await createTestTeam()
})
afterAll(async () => {
  await closeDb()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const hosted = { engine: 'openai-compatible', canvas: false, ratio: '1:1', size: 512, quality: 'standard', seed: 1, images: 1 } as const
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => {
      throw new Error('expected a refusal')
    },
    (error: unknown) => {
      if (error instanceof AppError) return error
      throw error
    },
  )
const queued = async (of = team, changes: Parameters<typeof testRequest>[1] = {}): Promise<string> =>
  (await requestGeneration(of.actor, await testRequest(of, changes))).generationId
const running = async (of = team, changes: Parameters<typeof testRequest>[1] = {}): Promise<string> => {
  const id = await queued(of, changes)
  await markRunning(system, id, 'test/1')
  return id
}
const rowOf = async (id: string) => {
  const [row] = await db().select().from(generations).where(eq(generations.id, id))
  if (!row) throw new Error('no such row')
  return row
}
const ledgerOf = async (id: string): Promise<[string, number | null][]> =>
  (await db().select().from(usageLedger).where(eq(usageLedger.generationId, id)).orderBy(usageLedger.createdAt)).map((row) => [row.kind, row.amountMicroUsd])
const output = async (id: string, index: number) => ({
  generationId: id,
  index,
  assetId: await storeTestPicture(team.actor, team.teamId, 'output'),
  thumbnailAssetId: await storeTestPicture(team.actor, team.teamId, 'output'),
  thumbhash: 'AAAA',
  width: 24,
  height: 18,
  seed: 7,
  details: {},
})

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
    for (let i = 0; i < OPEN_GENERATIONS_MAX; i++) await queued(own)
    expect(await refusal(queued(own))).toMatchObject({ code: 'rate_limited' })
  })

  test('again with the same inputs is a new generation; the old one stays', async () => {
    const id = await queued()
    await fail(system, id, { code: 'transient', message: 'It broke.' })
    const requestKey = randomUUID()
    const [one, two] = [await tryAgain(team.actor, { generationId: id, requestKey }), await tryAgain(team.actor, { generationId: id, requestKey })]
    expect(one.generationId).toBe(two.generationId)
    const { sceneRevisionId, snapshotAssetId, prompt, settings } = await rowOf(id)
    expect(await rowOf(one.generationId)).toMatchObject({ status: 'queued', sceneRevisionId, snapshotAssetId, prompt, settings })
    expect((await rowOf(id)).status).toBe('failed')
  })
})

describe('a generation moves forward only', () => {
  test('an end stays, whatever is tried after it', async () => {
    const id = await running()
    expect(await fail(system, id, { code: 'transient', message: 'It broke.' })).toBe(true)
    expect(await fail(system, id, { code: 'internal', message: 'Other.' })).toBe(false)
    expect(await succeed(system, id)).toBe(false)
    expect(await markRunning(system, id, 'test/2')).toBe(false)
    expect(await reportProgress(system, id, { fraction: 0.5, step: 'x', remainingMs: null, preview: 0 })).toBe(false)
    expect(await addOutput(system, await output(id, 0))).toBeNull()
    expect(await requestCancel(team.actor, id)).toEqual({ status: 'failed', canceled: false })
    expect(await rowOf(id)).toMatchObject({ status: 'failed', error: { message: 'It broke.' }, engineVersion: 'test/1' })
  })

  test('of cancel and success at the same moment exactly one wins, and the ledger is closed once', async () => {
    for (let round = 0; round < 8; round++) {
      const id = await running()
      await addOutput(system, await output(id, 0))
      const [canceled, succeeded] = await Promise.all([requestCancel(team.actor, id), succeed(system, id)])
      expect(canceled.canceled).toBe(!succeeded)
      expect((await rowOf(id)).status).toBe(succeeded ? 'succeeded' : 'canceled')
      expect((await ledgerOf(id)).map(([kind]) => kind)).toEqual(['reserve', succeeded ? 'settle' : 'release'])
    }
  })

  test('does not succeed while an image is missing', async () => {
    const settings = { ...(await testRequest(team)).settings, images: 2 as const }
    const id = await running(team, { settings })
    await addOutput(system, await output(id, 0))
    await expect(succeed(system, id)).rejects.toThrow('1 of 2 images')
    expect((await rowOf(id)).status).toBe('running')
  })

  test('an output that is added twice stays one, the first', async () => {
    const id = await running()
    const first = await addOutput(system, await output(id, 0))
    expect(await addOutput(system, await output(id, 0))).toBe(first)
    expect(await db().select().from(generationOutputs).where(eq(generationOutputs.generationId, id))).toHaveLength(1)
  })

  test('steps of the worker are refused to everybody else', async () => {
    const id = await running()
    for (const actor of [team.actor, anonymous]) {
      expect(await refusal(markRunning(actor, id, 'x'))).toMatchObject({ code: 'unauthenticated' })
      expect(await refusal(fail(actor, id, { code: 'internal', message: 'x' }))).toMatchObject({ code: 'unauthenticated' })
      expect(await refusal(getForWorker(actor, id))).toMatchObject({ code: 'unauthenticated' })
    }
  })
})

describe('money', () => {
  const paid = () => running(team, { settings: hosted, snapshotAssetId: null })
  const attempt = async (id: string): Promise<string> => {
    const begun = await beginAttempt(system, id, 0)
    if (begun.kind !== 'started') throw new Error(begun.kind)
    return begun.attemptId
  }

  test('a call that was priced is settled with its price', async () => {
    const id = await paid()
    await endAttempt(system, await attempt(id), { status: 'succeeded', costMicroUsd: 40_000, providerRequestId: 'r1' })
    await addOutput(system, await output(id, 0))
    await succeed(system, id)
    expect(await ledgerOf(id)).toEqual([
      ['reserve', null],
      ['settle', 40_000],
    ])
    expect((await rowOf(id)).costMicroUsd).toBe(40_000)
  })

  test('a refused call costs nothing, a failed generation after a paid one costs that', async () => {
    const id = await paid()
    await endAttempt(system, await attempt(id), { status: 'failed', costMicroUsd: 0, providerRequestId: null })
    await fail(system, id, { code: 'rejected', message: 'No.' })
    expect(await ledgerOf(id)).toEqual([
      ['reserve', null],
      ['release', null],
    ])
    const other = await paid()
    await endAttempt(system, await attempt(other), { status: 'succeeded', costMicroUsd: 5, providerRequestId: null })
    await fail(system, other, { code: 'internal', message: 'Broke.' })
    expect((await rowOf(other)).costMicroUsd).toBe(5)
  })

  test('a call that was begun and never ended is not begun again, and its price stays unknown', async () => {
    const id = await paid()
    await attempt(id)
    expect(await beginAttempt(system, id, 0)).toEqual({ kind: 'unfinished' })
    await fail(system, id, { code: 'maybe_charged', message: 'The provider may have finished and charged.' })
    expect(await db().select().from(generationAttempts).where(eq(generationAttempts.generationId, id))).toMatchObject([{ status: 'unknown' }])
    expect((await rowOf(id)).costMicroUsd).toBeNull()
  })

  test('a call whose picture was lost before it was kept is not paid again', async () => {
    const id = await paid()
    await endAttempt(system, await attempt(id), { status: 'succeeded', costMicroUsd: 40_000, providerRequestId: 'r1' })
    expect(await beginAttempt(system, id, 0)).toEqual({ kind: 'unfinished' })
    await fail(system, id, { code: 'maybe_charged', message: 'The provider may have finished and charged.' })
    expect((await rowOf(id)).costMicroUsd).toBe(40_000)
  })

  test('no call begins once the generation has ended', async () => {
    const id = await paid()
    await requestCancel(team.actor, id)
    expect(await beginAttempt(system, id, 0)).toEqual({ kind: 'stopped' })
  })
})

describe('what belongs to another team is not found', () => {
  test('its scene, its pictures, its generations and images', async () => {
    const id = await running()
    const outputId = (await addOutput(system, await output(id, 0))) ?? ''
    await succeed(system, id)
    const foreign = await storeTestPicture(stranger.actor, stranger.teamId, 'reference')
    const mine = await testRequest(team)
    const attempts = [
      requestGeneration(stranger.actor, mine),
      requestGeneration(team.actor, { ...mine, requestKey: randomUUID(), references: [{ slot: 2, assetId: foreign, role: 'style', strength: 1 }] }),
      requestGeneration(team.actor, { ...mine, requestKey: randomUUID(), snapshotAssetId: foreign }),
      getGeneration(stranger.actor, id),
      getOutputFile(stranger.actor, outputId),
      tryAgain(stranger.actor, { generationId: id, requestKey: randomUUID() }),
      requestCancel(stranger.actor, id),
      softDelete(stranger.actor, id),
    ]
    for (const error of await Promise.all(attempts.map(refusal))) expect(error.code).toBe('not_found')
    expect((await listHistory(stranger.actor, { teamId: team.teamId })).items).toEqual([])
    expect(await listLive(stranger.actor, [team.teamId], 0)).toEqual([])
    expect(await readTimings(stranger.actor, team.teamId)).toEqual([])
  })

  test('a viewer sees and does not make, cancel or delete', async () => {
    const viewer = await createTestTeam()
    await db().insert(memberships).values({ teamId: team.teamId, userId: viewer.actor.userId, role: 'viewer' })
    const id = await queued()
    expect((await getGeneration(viewer.actor, id)).id).toBe(id)
    const tries = [testRequest(team).then((request) => requestGeneration(viewer.actor, request)), requestCancel(viewer.actor, id), softDelete(viewer.actor, id)]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
  })

  test('a visitor is told to sign in', async () => {
    expect(await refusal(testRequest(team).then((request) => requestGeneration(anonymous, request)))).toMatchObject({ code: 'unauthenticated' })
  })
})

describe('History', () => {
  test('pages newest first without losing or repeating rows of one moment', async () => {
    const own = await createTestTeam()
    const ids: string[] = []
    for (let i = 0; i < 7; i++) ids.push(await queued(own))
    await db().execute(sql`update generations set created_at = '2026-01-01T00:00:00.123456Z' where team_id = ${own.teamId}`)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listHistory(own.actor, { teamId: own.teamId, limit: 3, cursor })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([...ids].sort().reverse())
  })

  test('refuses a cursor that it did not give', async () => {
    expect(await refusal(listHistory(team.actor, { teamId: team.teamId, cursor: "1.gen_' or true --" }))).toMatchObject({ code: 'invalid' })
  })

  test('leaves out what was deleted and shows it again when that is undone; work under way is canceled first', async () => {
    const own = await createTestTeam()
    const id = await queued(own)
    expect(await refusal(softDelete(own.actor, id))).toMatchObject({ code: 'not_found' })
    await requestCancel(own.actor, id)
    await softDelete(own.actor, id)
    expect((await listHistory(own.actor, { teamId: own.teamId })).items).toEqual([])
    expect(await refusal(getGeneration(own.actor, id))).toMatchObject({ code: 'not_found' })
    await restore(own.actor, id)
    expect((await listHistory(own.actor, { teamId: own.teamId })).items).toHaveLength(1)
  })

  test('knows how long images took here', async () => {
    const own = await createTestTeam()
    const id = await queued(own)
    await db().execute(
      sql`update generations set status = 'succeeded', width = 1000, height = 1000, started_at = now() - interval '30 seconds', finished_at = now() where id = ${id}`,
    )
    const [timing] = await readTimings(own.actor, own.teamId)
    expect(timing).toMatchObject({ engine: 'studio', quality: 'draft' })
    expect(timing?.msPerMegapixel).toBeCloseTo(30_000, -2)
  })
})

test('the sweep finds what was never sent and what has fallen silent, and nothing else', async () => {
  const own = await createTestTeam()
  const [unsent, sent, silent, alive] = [await queued(own), await queued(own), await running(own), await running(own)]
  await db().execute(sql`update generations set created_at = now() - interval '5 minutes' where team_id = ${own.teamId}`)
  await db().execute(sql`update generations set sent_at = now() - interval '4 minutes' where id = ${sent}`)
  await db().execute(sql`update generations set updated_at = now() - interval '20 minutes' where id = ${silent}`)
  const before = { neverSentBefore: new Date(Date.now() - 60_000), sentBefore: new Date(Date.now() - 30 * 60_000) }
  const found = await listUnsent(system, before, 1000)
  expect(found).toContain(unsent)
  expect(found).not.toContain(sent)
  const quiet = await listSilent(system, new Date(Date.now() - 15 * 60_000), 1000)
  expect(quiet).toContain(silent)
  expect(quiet).not.toContain(alive)
})
