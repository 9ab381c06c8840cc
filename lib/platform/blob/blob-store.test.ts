import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type BlobEmulator, startBlobEmulator } from '@/e2e/fixtures/blob-emulator'
import { type BlobStore, bodyBytes } from './contract'
import { createDiskStore } from './disk-store'
import { createVercelStore } from './vercel-store'

const keyOf = (bytes: Uint8Array): string => `teams/team_one/${createHash('sha256').update(bytes).digest('hex')}`
const all = async (store: BlobStore, key: string): Promise<Buffer> => Buffer.from(await bodyBytes(await store.read(key)))

/** A stream of several uneven chunks. */
const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 70_001) controller.enqueue(bytes.subarray(at, at + 70_001))
      controller.close()
    },
  })

let folder: string
let emulator: BlobEmulator

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-blob-'))
  emulator = await startBlobEmulator()
  vi.stubEnv('VERCEL_BLOB_API_URL', emulator.apiUrl)
  vi.stubEnv('VERCEL_BLOB_RETRIES', '1')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await emulator.close()
  await rm(folder, { recursive: true, force: true })
})

const vercel = (token = emulator.token): BlobStore => createVercelStore({ token, readBaseUrl: emulator.readBaseUrl, retryDelayMs: 1 })

describe.each<{ driver: string; open: () => BlobStore }>([
  { driver: 'disk', open: () => createDiskStore(folder) },
  { driver: 'Vercel Blob', open: () => vercel() },
])('a blob store on $driver', ({ open }) => {
  test('gives back the bytes that were put', async () => {
    const bytes = randomBytes(100_000)
    await open().put(keyOf(bytes), bytes, { mime: 'image/png' })
    expect(await all(open(), keyOf(bytes))).toEqual(bytes)
  })

  test('gives back the bytes that were streamed in, also beyond one part of 8 MB', async () => {
    const bytes = randomBytes(9_000_000)
    await open().put(keyOf(bytes), streamOf(bytes), { mime: 'model/gltf-binary' })
    const read = await all(open(), keyOf(bytes))
    expect(read.equals(bytes)).toBe(true)
  })

  test('reads any range and says how large the whole is', async () => {
    const bytes = randomBytes(1000)
    const key = keyOf(bytes)
    await open().put(key, bytes, { mime: 'image/png' })
    const part = await open().read(key, { start: 10, end: 19 })
    expect({ byteSize: part.byteSize, totalByteSize: part.totalByteSize }).toEqual({ byteSize: 10, totalByteSize: 1000 })
    expect(Buffer.from(await bodyBytes(part))).toEqual(bytes.subarray(10, 20))
    expect(Buffer.from(await bodyBytes(await open().read(key, { start: 990 })))).toEqual(bytes.subarray(990))
    expect((await open().read(key, { start: 990, end: 5000 })).byteSize).toBe(10)
  })

  test('refuses a range that begins beyond the end', async () => {
    const bytes = randomBytes(10)
    await open().put(keyOf(bytes), bytes, { mime: 'image/png' })
    await expect(open().read(keyOf(bytes), { start: 10 })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('says that an unknown key is not found', async () => {
    await expect(open().read('teams/team_one/missing')).rejects.toMatchObject({ code: 'not_found' })
    expect(await open().exists('teams/team_one/missing')).toBe(false)
  })

  test('puts the same key twice without complaint', async () => {
    const bytes = randomBytes(64)
    await open().put(keyOf(bytes), bytes, { mime: 'image/png' })
    await open().put(keyOf(bytes), bytes, { mime: 'image/png' })
    expect(await all(open(), keyOf(bytes))).toEqual(bytes)
  })

  test('forgets what was deleted, and deleting it again succeeds', async () => {
    const bytes = randomBytes(64)
    const key = keyOf(bytes)
    await open().put(key, bytes, { mime: 'image/png' })
    expect(await open().exists(key)).toBe(true)
    await open().delete(key)
    await open().delete(key)
    expect(await open().exists(key)).toBe(false)
  })

  test('shows nothing under a key whose upload broke off', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(randomBytes(100))
      },
      pull() {
        throw new Error('the browser went away')
      },
    })
    await expect(open().put('teams/team_one/broken', broken, { mime: 'image/png' })).rejects.toThrow()
    expect(await open().exists('teams/team_one/broken')).toBe(false)
  })

  test.each(['../secret', 'teams/../../etc/passwd', '/etc/passwd', 'teams//x', 'teams/.', 'teams/a\\b', 'teams/a%2e', '', 'a'.repeat(201)])(
    'refuses the key %j',
    async (key) => {
      await expect(open().put(key, new Uint8Array(1), { mime: 'image/png' })).rejects.toThrow('blob key')
      await expect(open().read(key)).rejects.toThrow('blob key')
      await expect(open().exists(key)).rejects.toThrow('blob key')
      await expect(open().delete(key)).rejects.toThrow('blob key')
    },
  )
})

describe('Vercel Blob in trouble', () => {
  const bytes = randomBytes(50_000)
  const key = keyOf(bytes)
  beforeAll(() => vercel().put(key, bytes, { mime: 'image/png' }))

  test('stores privately under the exact key and type', async () => {
    expect(emulator.blobs.get(key)).toMatchObject({ access: 'private', mime: 'image/png' })
  })

  test('reads through two server errors', async () => {
    emulator.fail({ on: 'read', kind: 'status', status: 503, times: 2 })
    expect(await all(vercel(), key)).toEqual(bytes)
  })

  test('gives up on reading after three server errors with a sentence for the user', async () => {
    emulator.fail({ on: 'read', kind: 'status', status: 500, times: 3 })
    const before = emulator.requests.length
    await expect(vercel().read(key)).rejects.toMatchObject({ code: 'unavailable', userMessage: expect.stringContaining('does not answer') })
    expect(emulator.requests.length - before).toBe(3)
  })

  test('goes on where a cut-off read stopped', async () => {
    emulator.fail({ on: 'read', kind: 'cut-off', afterBytes: 20_000, times: 1 })
    expect(await all(vercel(), key)).toEqual(bytes)
  })

  test('goes on inside a range, and never beyond its end', async () => {
    emulator.fail({ on: 'read', kind: 'cut-off', afterBytes: 5_000, times: 2 })
    const part = await vercel().read(key, { start: 100, end: 30_099 })
    expect(Buffer.from(await bodyBytes(part))).toEqual(bytes.subarray(100, 30_100))
  })

  test('ends a read with an error when it is cut off again and again', async () => {
    emulator.fail({ on: 'read', kind: 'cut-off', afterBytes: 100, times: 3 })
    await expect(all(vercel(), key)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('puts through one server error', async () => {
    const other = randomBytes(10)
    emulator.fail({ on: 'write', kind: 'status', status: 503, code: 'service_unavailable', times: 1 })
    await vercel().put(keyOf(other), other, { mime: 'image/png' })
    expect(await all(vercel(), keyOf(other))).toEqual(other)
  })

  test('gives up on putting after the allowed retries', async () => {
    emulator.fail({ on: 'write', kind: 'status', status: 503, code: 'service_unavailable', times: 2 })
    await expect(vercel().put('teams/team_one/never', randomBytes(10), { mime: 'image/png' })).rejects.toMatchObject({ code: 'unavailable' })
    expect(await vercel().exists('teams/team_one/never')).toBe(false)
  })

  test('does not retry a refusal, and names the setting to check', async () => {
    const stranger = vercel('vercel_blob_rw_emulator_wrong')
    const before = emulator.requests.length
    for (const attempt of [() => stranger.read(key), () => stranger.put(key, bytes, { mime: 'image/png' }), () => stranger.exists(key)]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'unavailable', userMessage: expect.stringContaining('BLOB_READ_WRITE_TOKEN') })
    }
    expect(emulator.requests.length - before).toBe(3)
  })

  test('reports an outage as an outage, not as a missing blob', async () => {
    emulator.fail({ on: 'write', kind: 'status', status: 500, times: 2 })
    await expect(vercel().exists(key)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
