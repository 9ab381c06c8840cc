import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '@/lib/data/actor'
import { countWrongBudgets } from '@/lib/data/budgets/recount'
import { checkUsage } from '@/lib/data/usage/check'
import { Installation, type Started } from '../fixtures/installation'
import { startProviders } from '../fixtures/providers/all'
import { Designer, type Seen } from './designer'

/** Five teams at work at once, each with fewer pictures than may wait at a time. */
const TEAMS = 5
const PICTURES = 100
/** Seldom enough for a supervisor that gives up a database or a web that ends again and again within a minute. */
const KILLS_MS = { every: 6_000, jitter: 8_000 } as const

let installation: Installation
let providers: Awaited<ReturnType<typeof startProviders>>
let started: Started
let sql: postgres.Sql

beforeAll(async () => {
  providers = await startProviders()
  // Long enough at work to be killed there.
  providers.servers.openai.behave({ kind: 'image', workMs: 1_200 })
  installation = await Installation.create('hundred')
  started = installation.start({ ...providers.env, ...providers.keys, LOG_LEVEL: 'error' })
  await started.ready()
  sql = installation.database()
  process.env.DATABASE_URL = installation.databaseUrl
}, 300_000)
afterAll(async () => {
  await sql.end()
  await installation.stop()
  await providers.close()
  installation.remove()
})

const COMMON = { ratio: '1:1', size: 512, seed: 7, images: 1 } as const
/** Six of ten by a provider that answers at once, two by one that gives a job to ask about, two by the built-in engine. */
const settingsOf = (picture: number) => {
  const place = picture % 10
  if (place < 6) return { ...COMMON, engine: 'openai', quality: 'standard', canvas: false }
  return place < 8 ? { ...COMMON, engine: 'fal', quality: 'standard', canvas: false } : { ...COMMON, engine: 'studio', quality: 'draft', canvas: true }
}
const promptOf = (picture: number): string => `A vase in morning light, study no. ${picture}.`
const studyOf = (words: unknown): string => /study no\. \d+/.exec(JSON.stringify(words))?.[0] ?? 'none'

/** What the server said about some generations, for whoever reads why the drill failed. */
const logOf = (generations: readonly Seen[]): string =>
  started
    .output()
    .split('\n')
    .filter((line) => generations.some(({ id }) => line.includes(id)))
    .join('\n')

/** Kills one process after another at random moments for as long as anything waits or works. */
async function killUntil(done: () => boolean): Promise<Record<string, number>> {
  const kills = { web: 0, worker: 0, postgres: 0 }
  const names = ['worker', 'web', 'postgres'] as const
  while (!done()) {
    await sleep(KILLS_MS.every + Math.random() * KILLS_MS.jitter)
    if (done()) break
    const name = names[Math.floor(Math.random() * names.length)] ?? 'worker'
    await installation.kill(name).catch(() => {
      throw new Error(`Nothing took the place of the ${name}:\n${started.output().slice(-4000)}`)
    })
    kills[name] += 1
  }
  return kills
}

test('a hundred pictures while web, worker and Postgres are killed at random moments: each has one answer, none is paid twice, and every figure is right', async () => {
  const began = performance.now()
  const designers: Designer[] = []
  for (let team = 0; team < TEAMS; team++) designers.push(await Designer.signUp(installation))
  let left = PICTURES
  const kills = killUntil(() => left === 0)
  const work = designers.map(async (designer, team) => {
    const ids: string[] = []
    for (let each = 0; each < PICTURES / TEAMS; each++) {
      const picture = team * (PICTURES / TEAMS) + each
      const settings = settingsOf(picture)
      ids.push(await designer.press({ prompt: promptOf(picture), settings, ...(settings.canvas ? {} : { snapshotAssetId: null }) }))
    }
    const seen = await designer.ended(ids)
    left -= seen.length
    return seen
  })
  const [killed, ...answers] = await Promise.all([kills, ...work])
  const seen = answers.flat()
  await installation.healthy()

  expect(seen).toHaveLength(PICTURES)
  // The one failure that a kill may leave: a provider that may have finished and charged. It is never asked again by itself.
  const isAnswered = ({ status, error, outputs }: Seen): boolean =>
    status === 'succeeded' ? outputs.length === 1 : status === 'failed' && error?.code === 'maybe_charged' && outputs.length === 0
  const unanswered = seen.filter((each) => !isAnswered(each))
  expect(unanswered, logOf(unanswered)).toEqual([])
  const [rows] = await sql`select count(*)::int as n from generations`
  expect(rows?.n).toBe(PICTURES)

  const { openai, fal } = providers.servers
  const sent = [...openai.asked.map((asked) => studyOf(asked.fields)), ...fal.jobs.map((job) => studyOf(job.body))]
  expect(sent).toHaveLength(new Set(sent).size)

  const doubled =
    await sql`select generation_id, count(*)::int as n from usage_ledger group by 1 having count(*) filter (where kind = 'reserve') <> 1 or count(*) <> 2`
  expect(doubled).toEqual([])
  const [money] = await sql`select coalesce(sum(amount_micro_usd), 0)::float8 as settled from usage_ledger where kind = 'settle'`
  expect(money?.settled).toBeLessThanOrEqual(openai.billedMicroUsd() + fal.billedMicroUsd())
  expect(await checkUsage(system)).toEqual([])
  expect(await countWrongBudgets(system)).toBe(0)

  const failed = seen.filter(({ status }) => status === 'failed').length
  console.log(
    `  ${PICTURES} pictures under ${JSON.stringify(killed)} kills: ${((performance.now() - began) / 1000).toFixed(1)} s, ` +
      `${PICTURES - failed} made, ${failed} said that the provider may have charged, ${sent.length} requests reached a provider`,
  )
}, 1_200_000)
