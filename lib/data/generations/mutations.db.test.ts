import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { generationAttempts, generationOutputs } from '@/db/schema'
import { testRequest } from '@/e2e/fixtures/generations'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { beginAttempt, endAttempt, keepProviderRef } from './attempts'
import { addOutput, fail, markRunning, reportProgress, requestCancel, succeed } from './mutations'
import { hosted, ledgerOf, output, refusal, rowOf, running, useTeams } from './testing/generations'
import { getForWorker } from './worker-queries'

const { team } = useTeams()

describe('a generation moves forward only', () => {
  test('an end stays, whatever is tried after it', async () => {
    const id = await running(team)
    expect(await fail(system, id, { code: 'transient', message: 'It broke.' })).toBe(true)
    expect(await fail(system, id, { code: 'internal', message: 'Other.' })).toBe(false)
    expect(await succeed(system, id)).toBe(false)
    expect(await markRunning(system, id, 'test/2')).toBe(false)
    expect(await reportProgress(system, id, { fraction: 0.5, step: 'x', remainingMs: null, preview: 0 })).toBe(false)
    expect(await addOutput(system, await output(team, id, 0))).toBeNull()
    expect(await requestCancel(team.actor, id)).toEqual({ status: 'failed', canceled: false })
    expect(await rowOf(id)).toMatchObject({ status: 'failed', error: { message: 'It broke.' }, engineVersion: 'test/1' })
  })

  test('of cancel and success at the same moment exactly one wins, and the ledger is closed once', async () => {
    for (let round = 0; round < 8; round++) {
      const id = await running(team)
      await addOutput(system, await output(team, id, 0))
      const [canceled, succeeded] = await Promise.all([requestCancel(team.actor, id), succeed(system, id)])
      expect(canceled.canceled).toBe(!succeeded)
      expect((await rowOf(id)).status).toBe(succeeded ? 'succeeded' : 'canceled')
      expect((await ledgerOf(id)).map(([kind]) => kind)).toEqual(['reserve', succeeded ? 'settle' : 'release'])
    }
  })

  test('does not succeed while an image is missing', async () => {
    const settings = { ...(await testRequest(team)).settings, images: 2 as const }
    const id = await running(team, { settings })
    await addOutput(system, await output(team, id, 0))
    await expect(succeed(system, id)).rejects.toThrow('1 of 2 images')
    expect((await rowOf(id)).status).toBe('running')
  })

  test('an output that is added twice stays one, the first', async () => {
    const id = await running(team)
    const first = await addOutput(system, await output(team, id, 0))
    expect(await addOutput(system, await output(team, id, 0))).toBe(first)
    expect(await db().select().from(generationOutputs).where(eq(generationOutputs.generationId, id))).toHaveLength(1)
  })

  test('steps of the worker are refused to everybody else', async () => {
    const id = await running(team)
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
    await addOutput(system, await output(team, id, 0))
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

  test('a call that kept what to ask its result with is taken up again, by every worker after it, until it has ended', async () => {
    const id = await paid()
    const attemptId = await attempt(id)
    await keepProviderRef(system, attemptId, 'job-1')
    expect(await beginAttempt(system, id, 0)).toEqual({ kind: 'resume', attemptId, ref: 'job-1' })
    expect(await beginAttempt(system, id, 0)).toEqual({ kind: 'resume', attemptId, ref: 'job-1' })
    expect(await beginAttempt(system, id, 1)).toMatchObject({ kind: 'started' })
    await endAttempt(system, attemptId, { status: 'failed', costMicroUsd: 0, providerRequestId: null })
    expect(await beginAttempt(system, id, 0)).toMatchObject({ kind: 'started' })
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
