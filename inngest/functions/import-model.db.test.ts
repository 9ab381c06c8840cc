import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { assets, modelImports } from '@/db/schema'
import { squareGlb } from '@/e2e/fixtures/models'
import { arrangeTenants, person } from '@/e2e/fixtures/tenants'
import { anonymous, system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { db, rawSql } from '@/lib/data/db'
import { beginModelImport, createModelImport, failModelImport } from '@/lib/data/model-imports/mutations'
import { getModelImport, listModelImports, listWaitingImports } from '@/lib/data/model-imports/queries'
import { LIVE_CHANNEL } from '@/lib/data/notify'
import { AppError } from '@/lib/domain/errors'
import { blobStore } from '@/lib/platform/blob'

const sent = vi.hoisted(() => [] as unknown[])
vi.mock('../send', () => ({ sendEvent: async (event: unknown) => void sent.push(event) }))

const member = person('usr_member')
const outsider = person('usr_outsider')

let end: () => Promise<void>
let importOnce: typeof import('./import-model').importOnce
let sweepModelImportsOnce: typeof import('./sweep-model-imports').sweepModelImportsOnce
beforeAll(async () => {
  end = await arrangeTenants([
    { teamId: 'team_a', userId: 'usr_member', role: 'member' },
    { teamId: 'team_b', userId: 'usr_outsider', role: 'owner' },
  ])
  // The Inngest client reads the settings when it is loaded, so that comes after they are set.
  importOnce = (await import('./import-model')).importOnce
  sweepModelImportsOnce = (await import('./sweep-model-imports')).sweepModelImportsOnce
})
afterAll(() => end())

const upload = async (bytes?: Uint8Array) =>
  createModelImport(member, { teamId: 'team_a', fileName: 'square.glb', bytes: bytes ?? (await squareGlb({ texture: true })) })

describe('a model import', () => {
  test('is queued, then becomes the canonical model with its facts', async () => {
    const queued = await upload()
    expect(queued).toMatchObject({ status: 'queued', fileName: 'square.glb', model: null, error: null })
    expect(await importOnce(queued.id)).toEqual({ status: 'succeeded' })
    const done = await getModelImport(member, queued.id)
    expect(done).toMatchObject({ status: 'succeeded', model: { triangles: 2, bounds: { min: [-1, -1, 0], max: [1, 1, 0] } }, notes: [] })
    const { asset, bytes } = await readAssetBytes(member, done.model?.assetId ?? '')
    expect(asset).toMatchObject({ kind: 'model', mime: 'model/gltf-binary' })
    expect(Buffer.from(bytes).toString('latin1', 0, 4)).toBe('glTF')
  })

  test('ends as it ended, however often it runs', async () => {
    const { id } = await upload()
    await importOnce(id)
    const before = await getModelImport(member, id)
    expect(await importOnce(id)).toEqual({ status: 'stopped' })
    await failModelImport(system, id, 'Too late.')
    expect(await getModelImport(member, id)).toEqual(before)
  })

  test('goes on after a crash in the middle, and stores one model', async () => {
    const { id } = await upload()
    expect(await beginModelImport(system, id)).toMatchObject({ teamId: 'team_a' })
    expect(await importOnce(id)).toEqual({ status: 'succeeded' })
    expect(await db().select().from(assets).where(eq(assets.kind, 'model'))).toHaveLength(1)
  })

  test('that cannot be used fails with a sentence', async () => {
    const { id } = await upload(Buffer.from('{"asset":{"version":"1.0"}}'))
    expect(await importOnce(id)).toEqual({ status: 'failed' })
    expect(await getModelImport(member, id)).toMatchObject({ status: 'failed', error: expect.stringContaining('glTF 2.0'), model: null })
  })

  test('whose storage is down stays running and throws, so that it is tried again', async () => {
    const { id } = await upload()
    const down = vi.spyOn(blobStore(), 'read').mockRejectedValueOnce(new AppError('unavailable', 'Storage does not answer.'))
    await expect(importOnce(id)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await getModelImport(member, id)).toMatchObject({ status: 'running' })
    down.mockRestore()
    expect(await importOnce(id)).toEqual({ status: 'succeeded' })
  })

  test('tells the browsers of its team about every change', async () => {
    const heard: unknown[] = []
    const { unlisten } = await rawSql().listen(LIVE_CHANNEL, (payload) => heard.push(JSON.parse(payload)))
    const { id } = await upload()
    await importOnce(id)
    await vi.waitFor(() => expect(heard).toHaveLength(3))
    expect(heard).toEqual(Array.from({ length: 3 }, () => ({ teamId: 'team_a', kind: 'import', id })))
    await unlisten()
  })

  test('is found by its team alone', async () => {
    const { id } = await upload()
    await expect(getModelImport(outsider, id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(getModelImport(anonymous, id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await listModelImports(outsider, 'team_a')).toEqual([])
    expect((await listModelImports(member, 'team_a'))[0]).toMatchObject({ id })
  })

  test('cannot be made in another team, and not by a visitor', async () => {
    const file = { teamId: 'team_a', fileName: 'x.glb', bytes: await squareGlb() }
    await expect(createModelImport(outsider, file)).rejects.toMatchObject({ code: 'not_found' })
    await expect(createModelImport(anonymous, file)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is moved by the worker alone', async () => {
    const { id } = await upload()
    await expect(beginModelImport(member, id)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(listWaitingImports(member, new Date(), 10)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('that still waits after half a minute is announced again, and no other', async () => {
    await db().delete(modelImports)
    const { id } = await upload()
    expect(await sweepModelImportsOnce(Date.now())).toEqual({ sent: 0 })
    expect(await sweepModelImportsOnce(Date.now() + 31_000)).toEqual({ sent: 1 })
    expect(sent).toEqual([{ name: 'model/import-requested', data: { importId: id, teamId: expect.any(String) } }])
    await importOnce(id)
    expect(await sweepModelImportsOnce(Date.now() + 31_000)).toEqual({ sent: 0 })
  })
})
