import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { FloatType } from 'three'
import { EXRLoader } from 'three/examples/jsm/loaders/EXRLoader.js'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { GET } from '@/app/api/generations/[generationId]/passes/[kind]/route'
import { generationPasses } from '@/db/schema'
import { createTestTeam } from '@/e2e/fixtures/generations'
import { type Actor, anonymous, system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { db } from '@/lib/data/db'
import { requestCancel, softDelete } from '@/lib/data/generations/mutations'
import { getGeneration } from '@/lib/data/generations/queries'
import { getForWorker } from '@/lib/data/generations/worker-queries'
import { PASS_KINDS, type PassKind } from '@/lib/domain/passes'
import { renderPasses } from '@/lib/engines/studio'
import { makePasses, renderPassesOnce } from './render-passes'
import { called, ended, endless, PAID, press, renderHarness } from './testing/render-harness'

const session = vi.hoisted(() => ({ actor: { kind: 'anonymous' } as Actor }))
vi.mock('@/app/_server/actor', () => ({ currentActor: async () => session.actor }))

const harness = renderHarness()
const rowsOf = (id: string) => db().select().from(generationPasses).where(eq(generationPasses.generationId, id))

const exrSchema = z.object({ data: z.instanceof(Float32Array), width: z.number(), height: z.number(), header: z.looseObject({}) })
/** The first `channels` values of each pixel, rows from the top, as a reader of others gives them. */
function readExr(bytes: Uint8Array, channels: 1 | 3) {
  const read: object = new EXRLoader().setDataType(FloatType).parse(bytes.slice().buffer)
  const { data, width, height, header } = exrSchema.parse(read)
  const values = new Float32Array(width * height * channels)
  for (let i = 0; i < width * height; i++) {
    const from = ((height - 1 - Math.floor(i / width)) * width + (i % width)) * 4
    for (let c = 0; c < channels; c++) values[i * channels + c] = data[from + c] ?? 0
  }
  return { values, header }
}
const same = (a: ArrayBufferView, b: ArrayBufferView): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))

async function bytesOf(id: string, kind: PassKind): Promise<Uint8Array> {
  const row = (await rowsOf(id)).find((each) => each.kind === kind)
  return (await readAssetBytes(harness.team.actor, row?.assetId ?? '')).bytes
}

describe('the passes of a generation', () => {
  test('are kept bit for bit as the frozen scene gives them, with a name for every id', async () => {
    harness.makePasses = makePasses
    const id = await press(harness.team)
    expect((await ended(id)).status).toBe('succeeded')
    const job = await getForWorker(system, id)
    if (!job?.scene) throw new Error('The frozen scene is missing.')
    const { document: scene, camera } = job.scene
    const exact = await renderPasses({ scene, camera, models: new Map() }, { width: 592, height: 444, threads: 1 })
    const depth = readExr(await bytesOf(id, 'depth'), 1)
    expect(same(depth.values, exact.depth)).toBe(true)
    expect(depth.header).toMatchObject({ near: exact.near, far: exact.far })
    expect(same(readExr(await bytesOf(id, 'normals'), 3).values, exact.normal)).toBe(true)
    const { data, info } = await sharp(await bytesOf(id, 'ids'))
      .toColourspace('grey16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height, info.channels]).toEqual([592, 444, 1])
    expect(same(data, exact.ids)).toBe(true)
    const table = JSON.parse(new TextDecoder().decode(await bytesOf(id, 'objects')))
    expect(table.objects).toEqual(exact.nodes.map((node, index) => ({ id: index + 1, node, name: scene.nodes[node]?.name })))
    expect((await getGeneration(harness.team.actor, id)).passes.map(({ kind }) => kind)).toEqual([...PASS_KINDS])
  })

  test('are one file a kind when their step runs twice, and the same bytes when they are computed again', async () => {
    harness.script = [endless]
    const id = await press(harness.team)
    await called(harness, 1)
    const make = vi.fn(makePasses)
    expect(await renderPassesOnce(id, make)).toBe(true)
    const first = await rowsOf(id)
    expect(first).toHaveLength(PASS_KINDS.length)
    await db().delete(generationPasses).where(eq(generationPasses.generationId, id))
    expect(await renderPassesOnce(id, make)).toBe(true)
    const ids = (rows: typeof first) => rows.map(({ assetId }) => assetId).sort()
    expect(ids(await rowsOf(id))).toEqual(ids(first))
    expect(await renderPassesOnce(id, make)).toBe(true)
    expect(await rowsOf(id)).toHaveLength(PASS_KINDS.length)
    expect(make).toHaveBeenCalledTimes(2)
    await requestCancel(harness.team.actor, id)
  })

  test('that cannot be computed do not cost the picture', async () => {
    harness.makePasses = async () => {
      throw new Error('out of memory')
    }
    const id = await press(harness.team)
    expect((await ended(id)).status).toBe('succeeded')
    expect(await rowsOf(id)).toEqual([])
    expect((await getGeneration(harness.team.actor, id)).passes).toEqual([])
  })

  test('are stopped by Cancel, before any engine is asked', async () => {
    const stopped = new Promise<void>((resolve) => {
      harness.makePasses = (_, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            reject(signal.reason)
            resolve()
          }),
        )
    })
    const making = vi.spyOn(harness, 'makePasses')
    const id = await press(harness.team)
    await vi.waitFor(() => expect(making).toHaveBeenCalled(), { timeout: 20_000 })
    await requestCancel(harness.team.actor, id)
    await stopped
    expect(harness.calls).toEqual([])
  })

  test('are not computed where the canvas is left out', async () => {
    const making = vi.spyOn(harness, 'makePasses')
    await ended(await press(harness.team, { settings: PAID, snapshotAssetId: null }))
    expect(making).not.toHaveBeenCalled()
  })
})

describe('the download of a pass', () => {
  const get = async (actor: Actor, generationId: string, kind: string): Promise<Response> => {
    session.actor = actor
    return GET(new Request('http://localhost/'), { params: Promise.resolve({ generationId, kind }) })
  }

  test('is the file under a name that says what it is, for the team alone, until the generation is deleted', async () => {
    harness.makePasses = makePasses
    const id = await press(harness.team)
    await ended(id)
    const stranger = await createTestTeam()
    const answer = await get(harness.team.actor, id, 'depth')
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/x-exr',
      'content-disposition': expect.stringContaining('filename="plinth-golden-hour-depth.exr"'),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(same(new Uint8Array(await answer.arrayBuffer()), await bytesOf(id, 'depth'))).toBe(true)
    expect((await get(stranger.actor, id, 'depth')).status).toBe(404)
    expect((await get(anonymous, id, 'depth')).status).toBe(404)
    expect((await get(harness.team.actor, id, 'albedo')).status).toBe(404)
    await softDelete(harness.team.actor, id)
    expect((await get(harness.team.actor, id, 'depth')).status).toBe(404)
  })
})
