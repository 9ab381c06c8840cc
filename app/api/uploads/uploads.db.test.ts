import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { assets, modelImports, rateLimits } from '@/db/schema'
import { squareGlb } from '@/e2e/fixtures/models'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { type Actor, anonymous } from '@/lib/data/actor'
import { db } from '@/lib/data/db'
import { IMAGE_BYTES_MAX } from '@/lib/platform/image-intake'
import { POST as postModel } from './models/route'
import { POST as postReference } from './references/route'

const session = vi.hoisted(() => ({ actor: { kind: 'anonymous' } as Actor }))
vi.mock('@/app/_server/actor', () => ({ currentActor: async () => session.actor }))
const sent = vi.hoisted(() => [] as unknown[])
vi.mock('@/inngest/send', () => ({ sendEvent: async (event: unknown) => void sent.push(event) }))

const member = person('usr_member')
const viewer = person('usr_viewer')

let end: () => Promise<void>
beforeAll(async () => {
  end = await arrangeTenants([
    { teamId: 'team_a', userId: 'usr_member', role: 'member' },
    { teamId: 'team_a', userId: 'usr_viewer', role: 'viewer' },
    { teamId: 'team_b', userId: 'usr_stranger', role: 'owner' },
  ])
})
afterAll(() => end())
beforeEach(async () => {
  session.actor = member
  sent.length = 0
  await db().delete(rateLimits)
})

type Sent = { body?: Uint8Array | ReadableStream<Uint8Array>; headers?: Record<string, string | null>; query?: string }

/** A request as the browser makes it; a header set to null is left out. */
function uploadOf({ body = new Uint8Array(), headers = {}, query = '' }: Sent): Request {
  const length = body instanceof Uint8Array ? String(body.byteLength) : null
  const all: Record<string, string | null> = { host: 'localhost', origin: 'http://localhost', 'content-length': length, ...headers }
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
  const init = { method: 'POST', headers: present, body: body instanceof Uint8Array ? Buffer.from(body) : body, duplex: 'half' }
  return new Request(`http://localhost/api/uploads${query}`, init as RequestInit)
}
const answer = async (response: Promise<Response>) => {
  const { status, headers } = await response
  return {
    status,
    headers,
    body: (await (await response).json()) as { ok: boolean; value?: Record<string, unknown>; error?: { code: string; message: string } },
  }
}
const png = (): Promise<Buffer> =>
  sharp({ create: { width: 30, height: 20, channels: 3, background: '#c0ffee' } })
    .png()
    .toBuffer()

describe('uploading a reference', () => {
  test('stores the picture and answers what it is', async () => {
    const { status, body } = await answer(postReference(uploadOf({ body: await png() })))
    expect(status).toBe(201)
    expect(body).toMatchObject({ ok: true, value: { assetId: expect.stringMatching(/^ast_/), mime: 'image/png', width: 30, height: 20 } })
  })

  test('refuses what is no picture with 415 and a sentence, and stores nothing', async () => {
    const before = await db().$count(assets)
    const { status, body } = await answer(postReference(uploadOf({ body: Buffer.from('GIF89a and so on, for a while') })))
    expect({ status, body }).toMatchObject({ status: 415, body: { ok: false, error: { code: 'unsupported', message: expect.stringContaining('GIF') } } })
    expect(await db().$count(assets)).toBe(before)
  })
})

describe('uploading a model', () => {
  test('queues the import and announces it', async () => {
    const headers = { 'x-file-name': encodeURIComponent('Stühl 花.glb') }
    const { status, body } = await answer(postModel(uploadOf({ body: await squareGlb(), headers })))
    expect({ status, body }).toMatchObject({ status: 202, body: { ok: true, value: { status: 'queued', fileName: 'Stühl 花.glb' } } })
    expect(sent).toEqual([{ name: 'model/import-requested', data: { importId: body.value?.id, teamId: expect.any(String) } }])
  })

  test('refuses what is no model at once, and queues nothing', async () => {
    const before = await db().$count(modelImports)
    expect((await answer(postModel(uploadOf({ body: Buffer.from('MZ a program') })))).status).toBe(415)
    expect(await db().$count(modelImports)).toBe(before)
    expect(sent).toEqual([])
  })
})

describe.each([
  ['references', postReference],
  ['models', postModel],
])('every upload of %s', (_name, post) => {
  test.each<[string, Record<string, string | null>]>([
    ['another site', { origin: 'https://evil.test' }],
    ['no origin', { origin: null }],
  ])('is refused from %s', async (_from, headers) => {
    expect(await answer(post(uploadOf({ body: await png(), headers })))).toMatchObject({
      status: 403,
      body: { error: { code: 'foreign', message: expect.stringContaining('did not come from this site') } },
    })
  })

  test('needs a session', async () => {
    session.actor = anonymous
    expect((await answer(post(uploadOf({ body: await png() })))).status).toBe(401)
  })

  test('by a viewer, or into another team, is not found, before the body is read', async () => {
    let read = false
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read = true
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    expect((await answer(post(uploadOf({ body, headers: { 'content-length': '10' }, query: '?teamId=team_b' })))).status).toBe(404)
    expect(read).toBe(false)
    session.actor = viewer
    expect((await answer(post(uploadOf({ body: await png() })))).status).toBe(404)
  })

  test('that declares too much is refused with 413 without reading it', async () => {
    const headers = { 'content-length': String(51 * 1024 * 1024) }
    expect((await answer(post(uploadOf({ body: await png(), headers })))).status).toBe(413)
  })

  test('that was cut off on the way is refused', async () => {
    const bytes = await png()
    const headers = { 'content-length': String(bytes.length + 1) }
    expect(await answer(post(uploadOf({ body: bytes, headers })))).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('cut off') } },
    })
  })

  test('whose connection breaks is refused in a sentence', async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(10)),
      pull: (controller) => controller.error(new Error('reset')),
    })
    expect((await answer(post(uploadOf({ body, headers: { 'content-length': '100' } })))).status).toBe(400)
  })

  test('has to say how large it is', async () => {
    expect((await answer(post(uploadOf({ body: await png(), headers: { 'content-length': null } })))).status).toBe(400)
  })

  test('is counted: the twenty-first in a minute gets 429 and when to try again', async () => {
    for (let i = 0; i < 20; i++) await post(uploadOf({ body: Buffer.from('nothing') }))
    const { status, headers } = await answer(post(uploadOf({ body: await png() })))
    expect(status).toBe(429)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

test('a body that grows beyond the limit is given up while it streams', async () => {
  let given = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 1_000_000
      controller.enqueue(new Uint8Array(1_000_000))
    },
  })
  expect((await answer(postReference(uploadOf({ body, headers: { 'content-length': '100' } })))).status).toBe(413)
  expect(given).toBeLessThan(IMAGE_BYTES_MAX + 5_000_000)
})
