import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { unzip } from '@/e2e/fixtures/unzip'
import { type Actor, anonymous, system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { closeDb } from '@/lib/data/db'
import { addOutput, markRunning, succeed } from '@/lib/data/generations/mutations'
import { requestGeneration } from '@/lib/data/generations/request-generation'
import { SELECTION_MAX } from '@/lib/domain/curation'
import { readPngText } from '@/lib/platform/png-text'
import { POST } from './route'

const session = vi.hoisted(() => ({ actor: { kind: 'anonymous' } as Actor }))
vi.mock('@/app/_server/actor', () => ({ currentActor: async () => session.actor }))

const PROMPT = 'Größe & 金色'
let database: TestDatabase
let folder: string
let team: TestTeam
let stranger: TestTeam
const made: { outputId: string; assetId: string }[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-zip-'))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('MAQUETTE_DATA', folder)
  team = await createTestTeam()
  stranger = await createTestTeam()
  for (let i = 0; i < 3; i++) {
    const { generationId } = await requestGeneration(team.actor, await testRequest(team, { prompt: PROMPT }))
    await markRunning(system, generationId, 'studio/1')
    const picture = { assetId: await storeTestPicture(team.actor, team.teamId, 'output'), width: 24, height: 18 }
    const row = { generationId, index: 0, ...picture, thumbnailAssetId: picture.assetId, thumbhash: 'AAAA', seed: 77, details: {} }
    made.push({ outputId: (await addOutput(system, row)) ?? '', assetId: picture.assetId })
    await succeed(system, generationId)
  }
})
afterAll(async () => {
  await closeDb()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  session.actor = team.actor
})

const ask = (ids: readonly string[], more: Record<string, string> = {}): Promise<Response> =>
  POST(new Request('http://localhost/api/outputs/zip', { method: 'POST', body: new URLSearchParams({ outputs: ids.join(','), ...more }) }))

test('the zip holds each image with what a download of it carries, and a manifest that says how each was made', async () => {
  const response = await ask(made.map(({ outputId }) => outputId))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="maquette-3-images-/)
  const files = unzip(Buffer.from(await response.arrayBuffer()))
  expect(files.size).toBe(4)
  const manifest = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '')
  expect(manifest.images).toHaveLength(3)
  for (const [i, image] of manifest.images.entries()) {
    expect(image).toMatchObject({ outputId: made[i]?.outputId, prompt: PROMPT, seed: 77, scene: 'Plinth', settings: { ratio: '4:3' } })
    const { bytes } = await readAssetBytes(team.actor, made[i]?.assetId ?? '')
    const file = files.get(image.file) ?? Buffer.alloc(0)
    expect((await sharp(file).raw().toBuffer()).equals(await sharp(bytes).raw().toBuffer())).toBe(true)
    expect(readPngText(file)).toMatchObject({ prompt: PROMPT, seed: '77' })
  }
})

test('one image of another team, and nothing is sent at all', async () => {
  const ids = made.map(({ outputId }) => outputId)
  for (const actor of [stranger.actor, anonymous]) {
    session.actor = actor
    const response = await ask(ids)
    expect([401, 404]).toContain(response.status)
    expect(response.headers.get('content-type')).toContain('json')
  }
  session.actor = team.actor
  expect((await ask([...ids, 'out_unknown'])).status).toBe(404)
})

test('none, too many and what is no form are refused in words', async () => {
  const many = Array.from({ length: SELECTION_MAX + 1 }, (_, i) => `out_${i}`)
  for (const ids of [[], many]) expect((await ask(ids)).status).toBe(400)
  const body = new Request('http://localhost/api/outputs/zip', { method: 'POST', body: 'outputs', headers: { 'content-type': 'text/plain' } })
  expect((await POST(body)).status).toBe(400)
})

test('it can be asked for beforehand, so that a page learns of a problem without being left', async () => {
  const ids = made.map(({ outputId }) => outputId)
  expect(await (await ask(ids, { ask: '1' })).json()).toEqual({ ok: true, value: { images: 3 } })
  expect((await ask([...ids, 'out_unknown'], { ask: '1' })).status).toBe(404)
})
