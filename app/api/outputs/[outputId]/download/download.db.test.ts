import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { type Actor, anonymous, system } from '@/lib/data/actor'
import { closeDb } from '@/lib/data/db'
import { addOutput, markRunning, succeed } from '@/lib/data/generations/mutations'
import { requestGeneration } from '@/lib/data/generations/request-generation'
import { readPngText } from '@/lib/platform/png-text'
import { GET, HEAD } from './route'

const session = vi.hoisted(() => ({ actor: { kind: 'anonymous' } as Actor }))
vi.mock('@/app/_server/actor', () => ({ currentActor: async () => session.actor }))

const PROMPT = 'Größe <b> "golden" & 金色'
let database: TestDatabase
let folder: string
let team: TestTeam
let generationId: string
let outputId: string

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-download-'))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('MAQUETTE_DATA', folder)
  team = await createTestTeam()
  generationId = (await requestGeneration(team.actor, await testRequest(team, { prompt: PROMPT }))).generationId
  await markRunning(system, generationId, 'studio/1')
  const picture = { assetId: await storeTestPicture(team.actor, team.teamId, 'output'), width: 24, height: 18 }
  outputId =
    (await addOutput(system, { generationId, index: 0, ...picture, thumbnailAssetId: picture.assetId, thumbhash: 'AAAA', seed: 77, details: {} })) ?? ''
  await succeed(system, generationId)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  session.actor = team.actor
})

const ask = (query: string, { method = 'GET', id = outputId } = {}): Promise<Response> =>
  (method === 'HEAD' ? HEAD : GET)(new Request(`http://localhost/api/outputs/${id}/download${query}`, { method }), {
    params: Promise.resolve({ outputId: id }),
  })
const bytesOf = async (query: string): Promise<Uint8Array> => new Uint8Array(await (await ask(query)).arrayBuffer())

describe('a download', () => {
  test.each([
    ['', 'png', 'image/png'],
    ['?format=png', 'png', 'image/png'],
    ['?format=jpeg', 'jpeg', 'image/jpeg'],
    ['?format=webp', 'webp', 'image/webp'],
  ])('with "%s" is a %s of the full size, as a file with a name', async (query, format, mime) => {
    const response = await ask(query)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(mime)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename/)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    expect(await sharp(await response.arrayBuffer()).metadata()).toMatchObject({ format, width: 24, height: 18 })
  })

  test('tells how the picture was made, in a PNG and as XMP', async () => {
    expect(readPngText(await bytesOf(''))).toMatchObject({ prompt: PROMPT, engine: 'studio studio/1', seed: '77', generation: generationId })
    for (const format of ['jpeg', 'webp']) {
      const { xmpAsString } = await sharp(await bytesOf(`?format=${format}`)).metadata()
      expect(xmpAsString).toContain(generationId)
    }
  })

  test.each(['png', 'jpeg', 'webp'])('as %s without metadata holds no trace of prompt, engine or generation', async (format) => {
    const bytes = Buffer.from(await bytesOf(`?format=${format}&metadata=0`))
    for (const trace of ['golden', 'studio', generationId, '金色']) expect(bytes.includes(trace)).toBe(false)
  })

  test('is announced by HEAD with its exact size and without its bytes', async () => {
    for (const query of ['?format=jpeg&metadata=0', '?format=png']) {
      const response = await ask(query, { method: 'HEAD' })
      expect(response.headers.get('x-file-size')).toBe(String((await bytesOf(query)).byteLength))
      expect((await response.arrayBuffer()).byteLength).toBe(0)
    }
  })

  test.each(['?format=gif', '?format=', '?metadata=yes', '?format=png&metadata='])('with "%s" is refused in a sentence', async (query) => {
    const response = await ask(query)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid', message: 'Images can be downloaded as PNG, JPEG or WebP.' } })
  })

  test('of another team, or of nobody, does not exist', async () => {
    const stranger = await createTestTeam()
    for (const actor of [stranger.actor, anonymous]) {
      session.actor = actor
      const [theirs, nowhere] = [await ask(''), await ask('', { id: 'out_00000000000000000000000000' })]
      expect(theirs.status).toBe(404)
      expect(await theirs.text()).toBe(await nowhere.text())
    }
  })
})
