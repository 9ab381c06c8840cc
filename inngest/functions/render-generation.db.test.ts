import { eq, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { memberships, usageLedger } from '@/db/schema'
import { createTestTeam, testRequest } from '@/e2e/fixtures/generations'
import { db } from '@/lib/data/db'
import { requestCancel } from '@/lib/data/generations/mutations'
import { requestGeneration } from '@/lib/data/generations/request-generation'
import { previewKey } from '@/lib/domain/preview-key'
import { EngineError } from '@/lib/engines/contract'
import { blobStore } from '@/lib/platform/blob'
import { type Behaviour, called, ended, endless, failing, outputsOf, PAID, picture, press, renderHarness, request, rowOf, send } from './testing/render-harness'

const harness = renderHarness()

describe('a generation', () => {
  test('gets each image from its own seed and the frozen inputs, with thumbnail and ThumbHash, and leaves no preview behind', async () => {
    const { settings } = await testRequest(harness.team)
    const id = await press(harness.team, { settings: { ...settings, images: 2 } })
    expect(await ended(id)).toMatchObject({ status: 'succeeded', engineVersion: 'fake/1', progress: null, costMicroUsd: 0 })
    expect(harness.calls.map(({ seed, width, height, prompt }) => ({ seed, width, height, prompt }))).toEqual([
      { seed: 7, width: 592, height: 444, prompt: 'Golden hour' },
      { seed: 8, width: 592, height: 444, prompt: 'Golden hour' },
    ])
    expect(harness.calls[0]?.canvas?.scene.order.length).toBeGreaterThan(3)
    expect(harness.calls[0]?.canvas?.snapshot.byteLength).toBeGreaterThan(50)
    const outputs = await outputsOf(id)
    expect(outputs.map(({ index, seed, width }) => ({ index, seed, width }))).toEqual([
      { index: 0, seed: 7, width: 592 },
      { index: 1, seed: 8, width: 592 },
    ])
    expect(outputs[0]?.thumbhash.length).toBeGreaterThan(10)
    for (const n of [1, 2, 3]) expect(await blobStore().exists(previewKey(harness.team.teamId, id, n))).toBe(false)
    expect((await db().select().from(usageLedger).where(eq(usageLedger.generationId, id))).map(({ kind }) => kind).sort()).toEqual(['reserve', 'settle'])
  })

  test('stops within a second of Cancel, in the middle of an image', async () => {
    harness.script = [endless]
    const id = await press(harness.team)
    await called(harness, 1)
    const abortedAt = new Promise<number>((resolve) => {
      harness.script = [
        (asked, run) => {
          run.signal.addEventListener('abort', () => resolve(Date.now()))
          return endless(asked, run)
        },
      ]
    })
    const second = await press(harness.team)
    await called(harness, 2)
    const at = Date.now()
    await requestCancel(harness.team.actor, second)
    expect((await abortedAt) - at).toBeLessThan(1_000)
    expect((await rowOf(second)).status).toBe('canceled')
    await requestCancel(harness.team.actor, id)
    expect(await outputsOf(second)).toEqual([])
  })

  test('that is canceled while it waits never reaches an engine', async () => {
    const id = await request(harness.team)
    await requestCancel(harness.team.actor, id)
    await send(id)
    const next = await press(harness.team)
    await ended(next)
    expect(harness.calls).toHaveLength(1)
    expect((await rowOf(id)).status).toBe('canceled')
  })

  test('is tried again when the engine has a passing problem', async () => {
    harness.script = [failing(() => new EngineError('transient', 'The provider has a problem.')), picture]
    const id = await press(harness.team)
    expect((await ended(id)).status).toBe('succeeded')
    expect(harness.calls).toHaveLength(2)
  })

  test('comes back when a busy provider says so', async () => {
    harness.script = [failing(() => new EngineError('rate_limited', 'The provider is busy.', { retryAfterMs: 1_000 })), picture]
    const id = await press(harness.team)
    await vi.waitFor(async () => expect((await rowOf(id)).progress?.step).toBe('The provider is busy. We try again in 1 second.'), {
      timeout: 10_000,
      interval: 20,
    })
    expect((await ended(id)).status).toBe('succeeded')
  })

  test('fails and says when to come back where a busy provider asks for a longer pause than anybody waits', async () => {
    harness.script = [failing(() => new EngineError('rate_limited', 'The provider is busy.', { retryAfterMs: 3_600_000 }))]
    expect(await ended(await press(harness.team))).toMatchObject({
      status: 'failed',
      error: { code: 'rate_limited', message: 'The provider is busy. It says to come back in 1 hour.', retryAfterMs: 3_600_000 },
    })
    expect(harness.calls).toHaveLength(1)
  })

  test('fails with the sentence of the engine when problems stay', async () => {
    harness.script = [failing(() => new EngineError('transient', 'The provider has a problem.'))]
    expect(await ended(await press(harness.team))).toMatchObject({ status: 'failed', error: { code: 'transient', message: 'The provider has a problem.' } })
    expect(harness.calls).toHaveLength(4)
  })

  test('that the provider refuses is not sent again', async () => {
    harness.script = [failing(() => new EngineError('rejected', 'The provider refused this prompt.'))]
    expect(await ended(await press(harness.team))).toMatchObject({ status: 'failed', error: { code: 'rejected' } })
    expect(harness.calls).toHaveLength(1)
  })

  test.each([
    ['throws something unexpected', failing(() => new TypeError('secret detail'))],
    ['gives a picture of another size', async (request, run) => picture({ ...request, width: 100 }, run)],
  ] as [string, Behaviour][])('fails with a code for support when the engine %s', async (_, behaviour) => {
    harness.script = [behaviour]
    const { status, error } = await ended(await press(harness.team))
    expect(status).toBe('failed')
    expect(error).toMatchObject({ code: 'internal', message: expect.stringMatching(/Give this code to support: [0-9A-Z]{4}-[0-9A-Z]{2}\./) })
    expect(JSON.stringify(error)).not.toContain('secret detail')
  })

  test('whose author has left the team is not made', async () => {
    const own = await createTestTeam()
    const { generationId } = await requestGeneration(own.actor, await testRequest(own))
    await db().delete(memberships).where(eq(memberships.userId, own.actor.userId))
    await send(generationId)
    expect(await ended(generationId)).toMatchObject({ status: 'failed', error: { code: 'rejected' } })
    expect(harness.calls).toEqual([])
  })
})

describe('engines beside each other', () => {
  test('four hosted calls that wait for their provider do not hold up Studio', async () => {
    harness.script = [endless, endless, endless, endless, picture]
    const hosted: string[] = []
    for (let i = 0; i < 4; i++) hosted.push(await press(harness.team, { settings: PAID, snapshotAssetId: null }))
    await called(harness, 4)
    expect((await ended(await press(harness.team))).status).toBe('succeeded')
    for (const id of hosted) {
      expect((await rowOf(id)).status).toBe('running')
      await requestCancel(harness.team.actor, id)
    }
  })

  test('two pictures of Studio at once, and a third only when one of them has ended', async () => {
    harness.script = [endless, endless, picture]
    const [first, second, third] = [await press(harness.team), await press(harness.team), await press(harness.team)]
    await called(harness, 2)
    // A hosted picture that was asked for later is done while the third has not begun.
    expect((await ended(await press(harness.team, { settings: PAID, snapshotAssetId: null }))).status).toBe('succeeded')
    expect((await rowOf(third)).status).toBe('queued')
    await requestCancel(harness.team.actor, first)
    expect((await ended(third)).status).toBe('succeeded')
    await requestCancel(harness.team.actor, second)
  })
})

describe('the sweep', () => {
  test('sends what was committed and never sent, once', async () => {
    const id = await request(harness.team)
    await db().execute(sql`update generations set created_at = now() - interval '1 minute' where id = ${id}`)
    expect((await harness.sweepOnce(Date.now())).sent).toBe(1)
    expect((await harness.sweepOnce(Date.now())).sent).toBe(0)
    expect((await ended(id)).status).toBe('succeeded')
  })

  test('sending an event twice makes one set of images', async () => {
    const id = await press(harness.team)
    await send(id)
    await ended(id)
    await ended(await press(harness.team))
    expect(harness.calls).toHaveLength(2)
  })

  test('ends what has been silent for a quarter of an hour', async () => {
    const id = await request(harness.team)
    await db().execute(sql`update generations set status = 'running', updated_at = now() - interval '16 minutes' where id = ${id}`)
    await harness.sweepOnce(Date.now())
    expect(await rowOf(id)).toMatchObject({ status: 'failed', error: { code: 'internal' } })
  })

  test('leaves no preview behind of what it ends, nor one that was written before the row named it', async () => {
    const id = await request(harness.team)
    const progress = JSON.stringify({ fraction: 0.5, step: 'Rendering', remainingMs: null, preview: 4 })
    await db().execute(
      sql`update generations set status = 'running', progress = ${progress}::jsonb, updated_at = now() - interval '16 minutes' where id = ${id}`,
    )
    const keys = [4, 5].map((n) => previewKey(harness.team.teamId, id, n))
    for (const key of keys) await blobStore().put(key, Buffer.from('preview'), { mime: 'image/jpeg' })
    await harness.sweepOnce(Date.now())
    expect((await rowOf(id)).status).toBe('failed')
    for (const key of keys) expect(await blobStore().exists(key)).toBe(false)
  })
})
