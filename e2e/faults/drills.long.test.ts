import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Installation } from '../fixtures/installation'
import { type OpenAiImagesServer, startOpenAiImages } from '../fixtures/providers/openai-images'
import { codeOf } from '../fixtures/visitor'
import { Designer, HOSTED, type Seen } from './designer'

let installation: Installation
let provider: OpenAiImagesServer
let designer: Designer
let sql: postgres.Sql
let env: Record<string, string>

beforeAll(async () => {
  provider = await startOpenAiImages()
  env = { OPENAI_COMPATIBLE_BASE_URL: provider.baseUrl, OPENAI_COMPATIBLE_MODEL: 'picture-1', LOG_LEVEL: 'warn' }
  installation = await Installation.create('faults')
  await installation.start(env).ready()
  designer = await Designer.signUp(installation)
  sql = installation.database()
}, 300_000)
afterAll(async () => {
  await sql.end()
  await installation.stop()
  await provider.close()
  installation.remove()
})

/** More than a draft: it has to be at work for long enough to be killed in the middle. */
const LONG = { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'standard', seed: 7, images: 1 }
const pressed = async (times: number, changes: Record<string, unknown> = {}): Promise<string[]> => {
  const ids: string[] = []
  for (let i = 0; i < times; i++) ids.push(await designer.press({ prompt: `Golden hour ${i}`, settings: LONG, ...changes }))
  return ids
}
/** Kills come anywhere in a picture, not always right after what we waited for. */
const anyMoment = (): Promise<void> => sleep(Math.random() * 1500)
const figure = (text: string): void => console.log(`  ${text}`)
const secondsSince = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`

/** Every one of them ended with its picture, once, and nobody works on any more. */
async function expectEachOnce(ids: readonly string[], seen: readonly Seen[]): Promise<void> {
  expect(seen.map(({ status, error }) => ({ status, error }))).toEqual(ids.map(() => ({ status: 'succeeded', error: null })))
  expect(seen.map(({ outputs }) => outputs.length)).toEqual(ids.map(() => 1))
  for (const each of seen) expect(await designer.picture(each)).toEqual({ width: 512, height: 512 })
  const ledger = await sql`select kind, count(*)::int as n from usage_ledger where generation_id in ${sql([...ids])} group by kind order by kind`
  expect(ledger.map(({ kind, n }) => [kind, n])).toEqual([
    ['reserve', ids.length],
    ['settle', ids.length],
  ])
  // The image is there before the run ends: it is measured afterwards.
  await expect
    .poll(() => sql`select call.* from executor.calls call join executor.runs run on run.id = call.run_id where run.function_id like '%render%'`, {
      timeout: 60_000,
    })
    .toEqual([])
}

test('a worker that is killed again and again in the middle of pictures: each is finished, once', async () => {
  const began = performance.now()
  const ids = await pressed(5)
  const KILLS = 5
  for (let kill = 0; kill < KILLS; kill++) {
    await designer.rendering(ids)
    await anyMoment()
    await installation.kill('worker')
  }
  await expectEachOnce(ids, await designer.ended(ids))
  figure(`${ids.length} pictures under ${KILLS} kills of the worker: ${secondsSince(began)}`)
})

test('a web that is killed in the middle of a picture: it goes on, and is seen afterwards by the same session', async () => {
  const began = performance.now()
  const ids = await pressed(2)
  await designer.rendering(ids)
  await installation.kill('web')
  await expectEachOnce(ids, await designer.ended(ids))
  figure(`2 pictures under a kill of the web: ${secondsSince(began)}`)
})

test('everything killed at once in the middle of a picture: the next start finishes it, once', async () => {
  const began = performance.now()
  const ids = await pressed(2)
  await designer.rendering(ids)
  await installation.killEverything()
  await installation.start(env).ready()
  await sql.end()
  sql = installation.database()
  await expectEachOnce(ids, await designer.ended(ids))
  figure(`2 pictures under a kill of everything: ${secondsSince(began)}`)
})

/** Presses Generate before each restart and into it. */
async function restartUnderPresses(restarts: number, ids: string[]) {
  for (let restart = 0; restart < restarts; restart++) {
    ids.push(...(await pressed(1)))
    await designer.rendering(ids)
    const [more] = await Promise.all([pressed(1), anyMoment().then(() => installation.kill('postgres'))])
    ids.push(...more)
  }
  return designer.ended(ids)
}

test('Postgres restarted under load: no press is lost or doubled, and History says plainly when it cannot answer', async () => {
  const began = performance.now()
  const before = (await designer.history()).length
  const codes = new Map<string, number>()
  let looking = true
  const lookers = Array.from({ length: 3 }, async () => {
    while (looking) {
      const code = codeOf(await designer.look())
      codes.set(code, (codes.get(code) ?? 0) + 1)
    }
  })
  const ids: string[] = []
  const RESTARTS = 3
  const seen = await restartUnderPresses(RESTARTS, ids).finally(() => {
    looking = false
  })
  await Promise.all(lookers)
  await expectEachOnce(ids, seen)
  expect((await designer.history()).length).toBe(before + ids.length)
  expect([...codes.keys()].filter((code) => !['ok', 'unavailable'].includes(code))).toEqual([])
  figure(`${ids.length} pictures under ${RESTARTS} kills of Postgres: ${secondsSince(began)}; History looked at: ${JSON.stringify([...codes])}`)
})

test('storage that goes away and comes back: uploads say so, pictures wait and are finished, once', async () => {
  const began = performance.now()
  const folder = path.join(installation.data, 'blobs')
  const [id = ''] = await pressed(1)
  await designer.rendering([id])
  renameSync(folder, `${folder}.away`)
  writeFileSync(folder, '')
  const refused = await designer.upload(
    await sharp({ create: { width: 9, height: 9, channels: 3, background: '#123456' } })
      .png()
      .toBuffer(),
  )
  expect(codeOf(refused)).toBe('unavailable')
  expect(refused.text).toContain('The storage folder of this installation cannot be used.')
  await expect
    .poll(async () => (await designer.history()).find((each) => each.id === id), { timeout: 120_000, interval: 100 })
    .toMatchObject({ status: 'running', progress: { step: expect.stringContaining('We try again') } })
  rmSync(folder)
  renameSync(`${folder}.away`, folder)
  await expectEachOnce([id], await designer.ended([id]))
  figure(`a picture whose storage was away: ${secondsSince(began)}`)
})

test('Generate pressed twenty times at the same moment makes one generation', async () => {
  const ids = [...new Set(await designer.hammer(20))]
  expect(ids).toHaveLength(1)
  await expectEachOnce(ids, await designer.ended(ids))
})

test('a worker killed while a provider works: it is said that it may have charged, and nothing is sent again', async () => {
  provider.behave({ kind: 'image', delayMs: 600_000 })
  const ROUNDS = 3
  for (let round = 0; round < ROUNDS; round++) {
    const sentBefore = provider.requests.length
    const id = await designer.press({ settings: HOSTED, snapshotAssetId: null })
    await expect.poll(() => provider.requests.length, { timeout: 60_000 }).toBe(sentBefore + 1)
    await installation.kill('worker')
    const [seen] = await designer.ended([id])
    expect(seen).toMatchObject({ status: 'failed', error: { code: 'maybe_charged' }, outputs: [] })
    expect(provider.requests.length).toBe(sentBefore + 1)
  }
  figure(`${ROUNDS} calls under kills of the worker: ${provider.requests.length} requests reached the provider`)
})
