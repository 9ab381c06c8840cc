import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { generations, providerExchanges } from '@/db/schema'
import { createTestTeam, testRequest } from '@/e2e/fixtures/generations'
import { arrangeTenants } from '@/e2e/fixtures/tenants'
import { system } from '@/lib/data/actor'
import { db } from '@/lib/data/db'
import { setEngineKey } from '@/lib/data/engines/keys'
import { markRunning } from '@/lib/data/generations/mutations'
import { requestGeneration } from '@/lib/data/generations/request-generation'
import { createOpenAi } from '@/lib/engines/openai'
import type { LoadEngine } from '@/lib/engines/registry'
import { renderImage } from './render-image'

const TEAM_KEY = 'sk-team-0123456789-very-secret'
let server: Server
let baseUrl = ''
let seen: (string | undefined)[] = []
let printed = ''
let takeAway: () => Promise<void>

/** Refuses every request and repeats the key that it came with, as some providers do. */
beforeAll(async () => {
  vi.stubEnv('ENCRYPTION_KEY', 'the secret of this installation, for tests')
  vi.stubEnv('OPENAI_API_KEY', 'sk-installation-0123456789-very-secret')
  takeAway = await arrangeTenants([{ userId: 'usr_x', teamId: 'team_x', role: 'owner' }])
  server = createServer((request, response) => {
    const key = request.headers.authorization
    seen.push(key)
    response.writeHead(401, { 'content-type': 'application/json', 'x-echo': key ?? '' })
    response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${key?.replace('Bearer ', '')}`, code: 'invalid_api_key' } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(async () => {
  vi.restoreAllMocks()
  await new Promise((resolve) => server.close(resolve))
  await takeAway()
})
beforeEach(() => {
  seen = []
  printed = ''
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      printed += String(text)
      return true
    })
  }
})

/** The real engine with the settings that the worker hands over, at the address of the test server. */
const load: LoadEngine = async (_id, settings) => {
  const provider = settings.provider('openai')
  if (!provider) throw new Error('no key')
  return createOpenAi({ ...provider, baseUrl })
}

test("a picture is asked for with the team's key, which then stands in no row, no log and no sentence", async () => {
  const team = await createTestTeam()
  await setEngineKey(team.actor, { teamId: team.teamId, family: 'openai', key: TEAM_KEY })
  const request = await testRequest(team, { snapshotAssetId: null })
  const settings = { engine: 'openai', canvas: false, ratio: '1:1', size: 1024, quality: 'standard', seed: 1, images: 1 } as const
  const { generationId } = await requestGeneration(team.actor, { ...request, settings })
  await markRunning(system, generationId, 'test')
  const failure = await renderImage(generationId, 0, load).then(
    () => null,
    (error: unknown) => error,
  )
  expect(failure).toMatchObject({ code: 'not_configured' })
  expect(seen).toEqual([`Bearer ${TEAM_KEY}`])
  expect(await db().select().from(providerExchanges).where(eq(providerExchanges.generationId, generationId))).toHaveLength(1)
  expect(failure instanceof Error ? failure.message : '').not.toContain('very-secret')
  expect(printed).not.toContain('very-secret')
  expect(await everything()).not.toContain('very-secret')
  await db().delete(generations)
})

test("a team without a key of its own uses the installation's", async () => {
  const team = await createTestTeam()
  const request = await testRequest(team, { snapshotAssetId: null })
  const settings = { engine: 'openai', canvas: false, ratio: '1:1', size: 1024, quality: 'standard', seed: 1, images: 1 } as const
  const { generationId } = await requestGeneration(team.actor, { ...request, settings })
  await markRunning(system, generationId, 'test')
  await expect(renderImage(generationId, 0, load)).rejects.toMatchObject({ code: 'not_configured' })
  expect(seen).toEqual(['Bearer sk-installation-0123456789-very-secret'])
  expect(await everything()).not.toContain('very-secret')
})

async function everything(): Promise<string> {
  const tables = await db().execute<{ name: string }>(sql`select tablename as name from pg_tables where schemaname = 'public'`)
  const texts = await Promise.all(
    tables.map(async ({ name }) => JSON.stringify(await db().execute(sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t`))),
  )
  return texts.join('\n')
}
