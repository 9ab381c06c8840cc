import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { generationAttempts } from '@/db/schema'
import { db } from '@/lib/data/db'
import { tryAgain } from '@/lib/data/generations/request-generation'
import { EngineError } from '@/lib/engines/contract'
import { type Behaviour, called, dead, ended, failing, outputsOf, PAID, picture, press, renderHarness, send } from './testing/render-harness'

const harness = renderHarness()
const attemptsOf = (id: string) => db().select().from(generationAttempts).where(eq(generationAttempts.generationId, id))

describe('storage that goes away in the middle of an image', () => {
  const blobs = () => path.join(harness.folder, 'blobs')
  /** A file in the place of the folder: nothing below it can be read or written, not even by root. */
  const losing: Behaviour = async (request, run) => {
    await rename(blobs(), `${blobs()}.away`).catch(() => {})
    await writeFile(blobs(), '')
    return picture(request, run)
  }
  const back = async (): Promise<void> => {
    await rm(blobs())
    await rename(`${blobs()}.away`, blobs())
  }

  test('fails the image with a plain sentence, and Try again works when it is back', async () => {
    harness.script = [losing]
    const id = await press(harness.team)
    const { status, error } = await ended(id)
    await back()
    expect(status).toBe('failed')
    expect(error?.message).toMatch(/^The storage folder of this installation cannot be used\./)
    harness.script = [picture]
    const { generationId } = await tryAgain(harness.team.actor, { generationId: id, requestKey: randomUUID() })
    await send(generationId)
    expect((await ended(generationId)).status).toBe('succeeded')
  })

  test('does not make a provider be paid twice for one image', async () => {
    harness.script = [losing, picture]
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    const { error } = await ended(id)
    await back()
    expect(error).toMatchObject({ code: 'maybe_charged', message: expect.stringContaining('The provider may have charged') })
    expect(harness.calls).toHaveLength(1)
  })
})

describe('a database that goes away under an image', () => {
  const gone = failing(() => Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' }))

  test('is waited for, so that the image is made however often that happens', async () => {
    harness.script = [...Array.from({ length: 6 }, () => gone), picture]
    const id = await press(harness.team)
    expect(await ended(id)).toMatchObject({ status: 'succeeded', error: null })
    expect(harness.calls).toHaveLength(7)
    expect(await outputsOf(id)).toHaveLength(1)
  })
})

describe('a worker that is killed in the middle of an image', () => {
  test('is followed by one that makes it again: one output', async () => {
    harness.script = [dead, picture]
    const id = await press(harness.team)
    await called(harness, 1)
    await harness.executor.stop(0)
    harness.executor = await harness.start()
    expect((await ended(id)).status).toBe('succeeded')
    expect(await outputsOf(id)).toHaveLength(1)
  })

  test('leaves a call that may have been charged, which is said and never sent again', async () => {
    harness.script = [dead, picture]
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    await called(harness, 1)
    await harness.executor.stop(0)
    harness.executor = await harness.start()
    const row = await ended(id)
    expect(row).toMatchObject({ status: 'failed', error: { code: 'maybe_charged' }, costMicroUsd: null })
    expect(row.error?.message).toContain('The provider may have finished and charged')
    expect(harness.calls).toHaveLength(1)
    expect(await attemptsOf(id)).toMatchObject([{ status: 'unknown' }])
  })

  test('while the provider works on an accepted job is followed by one that asks for its result and sends nothing', async () => {
    const refs: (string | null)[] = []
    const polling = (then: Behaviour): Behaviour => {
      return async (asked, run) => {
        refs.push(run.job.ref)
        if (run.job.ref === null) await run.job.keep('job-7')
        return then(asked, run)
      }
    }
    const priced: Behaviour = async (asked, run) => ({ ...(await picture(asked, run)), costMicroUsd: 40_000 })
    harness.script = [polling(dead), polling(priced)]
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    await vi.waitFor(async () => expect(await attemptsOf(id)).toMatchObject([{ providerRef: 'job-7' }]), { timeout: 20_000 })
    await harness.executor.stop(0)
    harness.executor = await harness.start()
    expect(await ended(id)).toMatchObject({ status: 'succeeded', costMicroUsd: 40_000 })
    expect(refs).toEqual([null, 'job-7'])
    expect(await attemptsOf(id)).toMatchObject([{ status: 'succeeded', providerRef: 'job-7' }])
  })
})

describe('a provider that has accepted a job and then cannot be reached', () => {
  const away = () => new EngineError('transient', 'The provider cannot be reached.')
  const losing: Behaviour = async (_, run) => {
    if (run.job.ref === null) await run.job.keep('job-8')
    throw away()
  }

  test('is asked for the result again, and the image is paid once', async () => {
    harness.script = [losing, losing, picture]
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    expect((await ended(id)).status).toBe('succeeded')
    expect(await attemptsOf(id)).toMatchObject([{ status: 'succeeded' }])
  })

  test('and stays away leaves an unknown price and the words that it may charge', async () => {
    harness.script = [losing]
    const id = await press(harness.team, { settings: PAID, snapshotAssetId: null })
    const row = await ended(id)
    expect(row).toMatchObject({ status: 'failed', costMicroUsd: null, error: { message: expect.stringContaining('may charge') } })
    expect(await attemptsOf(id)).toHaveLength(1)
  })
})
