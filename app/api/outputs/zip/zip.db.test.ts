import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { type Actor, anonymous, system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { closeDb } from '@/lib/data/db'
import { addOutput, markRunning, succeed } from '@/lib/data/generations/mutations'
import { requestGeneration } from '@/lib/data/generations/request-generation'
import { SELECTION_MAX } from '@/lib/domain/curation'
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

const ask = (ids: readonly string[]): Promise<Response> =>
  POST(new Request('http://localhost/api/outputs/zip', { method: 'POST', body: new URLSearchParams({ outputs: ids.join(',') }) }))

/** Reads a zip of unpacked files by its directory, as APPNOTE.TXT describes it, and checks the sum of each. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [size, nameSize, extraSize, commentSize] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ]
    const local = zip.readUInt32LE(at + 42)
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(begins, begins + size)
    expect(zip.readUInt16LE(at + 10), 'stored as it is').toBe(0)
    expect(crc32(bytes)).toBe(zip.readUInt32LE(at + 16))
    files.set(zip.toString('utf8', at + 46, at + 46 + nameSize), bytes)
    at += 46 + nameSize + extraSize + commentSize
  }
  return files
}

test('the zip holds the very bytes of each image, and a manifest that says how each was made', async () => {
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
    expect(files.get(image.file)?.equals(bytes)).toBe(true)
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
