import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { POST as assets } from '@/app/api/v1/assets/route'
import { GET as engines } from '@/app/api/v1/engines/route'
import { POST as generate } from '@/app/api/v1/generate/route'
import { POST as cancel } from '@/app/api/v1/generations/[generationId]/cancel/route'
import { GET as readGeneration } from '@/app/api/v1/generations/[generationId]/route'
import { GET as listGenerations } from '@/app/api/v1/generations/route'
import { GET as downloadOutput } from '@/app/api/v1/outputs/[outputId]/file/route'
import { GET as readOutput } from '@/app/api/v1/outputs/[outputId]/route'
import { PATCH as changeScene, GET as readScene } from '@/app/api/v1/scenes/[sceneId]/route'
import { POST as createScene, GET as listScenes } from '@/app/api/v1/scenes/route'
import { GET as usage } from '@/app/api/v1/usage/route'
import { apiIdempotencyKeys, apiTokens, auditLog, generationReferences, generations, memberships, scenes, teams, users } from '@/db/schema'
import type { TestTeam } from '@/e2e/fixtures/generations'
import { system } from '@/lib/data/actor'
import { createApiToken, revokeApiToken } from '@/lib/data/api-tokens/mutations'
import { db } from '@/lib/data/db'
import { addOutput, succeed } from '@/lib/data/generations/mutations'
import { output, running, useTeams } from '@/lib/data/generations/testing/generations'
import { API_SCOPES, type ApiScope } from '@/lib/domain/api-token'
import { isId } from '@/lib/domain/ids'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { openApiDocument } from './openapi'
import type { OperationId } from './operations'

vi.mock('@/inngest/send', () => ({ sendEvent: async () => {}, wakeWebhooks: async () => {} }))

const { team, stranger } = useTeams()

type Route = (request: Request, context: { params: Promise<Record<string, string> | undefined> }) => Promise<Response>
const ROUTES: Record<OperationId, Route> = {
  listEngines: engines,
  listScenes,
  createScene,
  readScene,
  changeScene,
  uploadAsset: assets,
  generate,
  listGenerations,
  readGeneration,
  cancelGeneration: cancel,
  readOutput,
  downloadOutput,
  readUsage: usage,
}

const described = openApiDocument('http://127.0.0.1:3000')
const defs = JSON.parse(JSON.stringify(described.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'))
const checks = new Map<string, z.ZodType>()
function fits(name: string, value: unknown): void {
  const check = checks.get(name) ?? z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: defs })
  checks.set(name, check)
  expect(check.safeParse(value).error?.issues ?? [], name).toEqual([])
}

type Ask = { token?: string; params?: Record<string, string>; query?: string; json?: unknown; bytes?: Uint8Array; headers?: Record<string, string> }
type Said = { status: number; headers: Headers; body: Record<string, unknown>; bytes: Uint8Array; code: string | undefined }

/** Asks an operation, and holds what it answers against the OpenAPI document, refusals too. */
async function ask(id: OperationId, { token, params = {}, query = '', json, bytes, headers = {} }: Ask = {}): Promise<Said> {
  const [address, methods] = Object.entries(described.paths).find(([, each]) => Object.values(each).some(({ operationId }) => operationId === id)) ?? []
  const [method, operation] = Object.entries(methods ?? {}).find(([, each]) => each.operationId === id) ?? []
  if (!address || !method || !operation) throw new Error(`${id} is not described`)
  const request = new Request(`http://127.0.0.1:3000/api/v1${address.replace(/\{(\w+)\}/g, (_, name) => params[name] ?? '')}${query}`, {
    method: method.toUpperCase(),
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    body: json === undefined ? (bytes ? new Uint8Array(bytes) : undefined) : JSON.stringify(json),
  })
  // As Next does: nothing where nothing varies.
  const response = await ROUTES[id](request, { params: Promise.resolve(address.includes('{') ? params : undefined) })
  const said = operation.responses[String(response.status)] as { content: Record<string, { schema?: { $ref: string } }> } | undefined
  expect(said, `${id} answers ${response.status}`).toBeDefined()
  const type = response.headers.get('content-type') ?? ''
  const content = new Uint8Array(await response.arrayBuffer())
  expect(Object.keys(said?.content ?? {})).toContain(type)
  const body = type === 'application/json' ? JSON.parse(new TextDecoder().decode(content)) : {}
  const ref = said?.content[type]?.schema?.$ref
  if (ref) fits(ref.split('/').at(-1) ?? '', body)
  return { status: response.status, headers: response.headers, body, bytes: content, code: body.error?.code }
}

const tokenFor = async (of: TestTeam, scopes: readonly ApiScope[] = API_SCOPES): Promise<string> =>
  (await createApiToken(of.actor, { teamId: of.teamId, token: { name: 'Test', scopes: [...scopes], expiresInDays: 30 } })).token

const finished = async (of: TestTeam): Promise<{ generationId: string; outputId: string }> => {
  const generationId = await running(of)
  const outputId = (await addOutput(system, await output(of, generationId, 0))) ?? ''
  await succeed(system, generationId)
  return { generationId, outputId }
}

const SETTINGS = { size: 512, quality: 'draft', seed: 7 }

describe('scenes', () => {
  test('are created, listed, read and changed, and a change against an old revision is refused', async () => {
    const token = await tokenFor(team)
    const created = await ask('createScene', { token, json: { name: 'By a program', document: SAMPLE_SCENES.plinth.document } })
    expect([created.status, created.body.revision]).toEqual([201, 1])
    const id = String(created.body.id)
    const list = await ask('listScenes', { token, query: '?limit=1' })
    expect((list.body.items as { id: string }[]).map((item) => item.id)).toEqual([id])
    expect(list.body.nextCursor).toEqual(expect.any(String))
    const document = { ...SAMPLE_SCENES.plinth.document, exposure: 0.5 }
    const changed = await ask('changeScene', { token, params: { sceneId: id }, json: { name: 'Renamed', document, baseRevision: 1 } })
    expect(changed.body).toEqual({ id, name: 'Renamed', revision: 2 })
    expect((await ask('readScene', { token, params: { sceneId: id } })).body).toMatchObject({ name: 'Renamed', revision: 2, document: { exposure: 0.5 } })
    const late = await ask('changeScene', { token, params: { sceneId: id }, json: { document, baseRevision: 1 } })
    expect([late.status, late.code]).toEqual([409, 'conflict'])
    expect((await ask('changeScene', { token, params: { sceneId: id }, json: { document } })).code).toBe('invalid')
    const [entry] = await db()
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.targetId, id), eq(auditLog.action, 'scene.created')))
    expect(entry).toMatchObject({ actorKind: 'token', actorUserId: team.actor.userId, actorRef: expect.stringMatching(/^tok_/) })
  })

  test('a document is checked by the schema of scenes, and says which part does not fit', async () => {
    const token = await tokenFor(team)
    const wrong = await ask('createScene', { token, json: { name: 'Wrong', document: { ...SAMPLE_SCENES.plinth.document, exposure: 99 } } })
    expect([wrong.status, wrong.code, Object.keys((wrong.body.error as { fields: object }).fields)]).toEqual([400, 'invalid', ['document.exposure']])
  })
})

describe('generating', () => {
  test('queues what was asked for, from a shot by its name, with references, without a picture from any browser', async () => {
    const token = await tokenFor(team)
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#884422' } })
      .png()
      .toBuffer()
    const uploaded = await ask('uploadAsset', { token, bytes: picture })
    expect(uploaded.status).toBe(201)
    const [shot] = SAMPLE_SCENES.plinth.document.shots
    const asked = await ask('generate', {
      token,
      json: {
        sceneId: team.sceneId,
        shot: shot?.name,
        prompt: 'Golden hour',
        ratio: '1:1',
        settings: SETTINGS,
        references: [{ assetId: uploaded.body.id, role: 'style' }],
      },
    })
    expect(asked.status).toBe(202)
    const id = String(asked.body.id)
    const [row] = await db().select().from(generations).where(eq(generations.id, id))
    expect(row).toMatchObject({ status: 'queued', authorId: team.actor.userId, shotName: shot?.name, snapshotAssetId: null, prompt: 'Golden hour' })
    expect(row?.sceneRevisionId).toEqual(expect.any(String))
    expect(await db().select().from(generationReferences).where(eq(generationReferences.generationId, id))).toMatchObject([{ slot: 2, role: 'style' }])
    const canceled = await ask('cancelGeneration', { token, params: { generationId: id } })
    expect(canceled.body).toEqual({ id, status: 'canceled', canceled: true })
    expect((await ask('cancelGeneration', { token, params: { generationId: id } })).body).toMatchObject({ canceled: false })
  })

  test('is refused with the shots that there are, and for files of other teams', async () => {
    const token = await tokenFor(team)
    const shot = await ask('generate', { token, json: { sceneId: team.sceneId, shot: 'From the moon', settings: SETTINGS } })
    expect([shot.code, (shot.body.error as { message: string }).message]).toEqual([
      'invalid',
      expect.stringContaining(SAMPLE_SCENES.plinth.document.shots[0]?.name ?? ''),
    ])
    const foreign = await ask('uploadAsset', {
      token: await tokenFor(stranger),
      bytes: await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    })
    const json = { sceneId: team.sceneId, settings: SETTINGS, references: [{ assetId: foreign.body.id, role: 'style' }] }
    expect((await ask('generate', { token, json })).code).toBe('not_found')
  })

  test('finished work is listed by pages and filters, read, and downloaded in each format', async () => {
    const token = await tokenFor(team)
    const { generationId, outputId } = await finished(team)
    await finished(team)
    const first = await ask('listGenerations', { token, query: '?limit=1&status=succeeded' })
    const second = await ask('listGenerations', { token, query: `?limit=1&status=succeeded&cursor=${first.body.nextCursor}` })
    const ids = [first, second].flatMap(({ body }) => (body.items as { id: string }[]).map(({ id }) => id))
    expect(ids[1]).toBe(generationId)
    expect(new Set(ids).size).toBe(2)
    const read = await ask('readGeneration', { token, params: { generationId } })
    expect(read.body).toMatchObject({ id: generationId, status: 'succeeded', outputs: [{ id: outputId, file: `/api/v1/outputs/${outputId}/file` }] })
    expect((await ask('readOutput', { token, params: { outputId } })).body).toMatchObject({ id: outputId, generationId })
    for (const format of ['png', 'jpeg', 'webp']) {
      const file = await ask('downloadOutput', { token, params: { outputId }, query: `?format=${format}` })
      expect((await sharp(file.bytes).metadata()).format).toBe(format)
      expect(file.headers.get('cache-control')).toBe('private, no-store')
    }
    expect((await ask('downloadOutput', { token, params: { outputId }, query: '?format=gif' })).code).toBe('invalid')
    expect((await ask('listGenerations', { token, query: '?cursor=nonsense' })).code).toBe('invalid')
    expect((await ask('listEngines', { token })).body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: 'studio', ready: true })]),
    })
    expect((await ask('readUsage', { token, query: '?range=7d' })).body).toMatchObject({ total: { requested: expect.any(Number) } })
  })
})

describe('who may', () => {
  test('each operation needs its own scope', async () => {
    const { generationId, outputId } = await finished(team)
    const params = { sceneId: team.sceneId, generationId, outputId }
    for (const [id, operation] of Object.entries(described.paths).flatMap(([, methods]) =>
      Object.values(methods).map((each) => [each.operationId as OperationId, each] as const),
    )) {
      const scope = operation['x-scope'] as ApiScope
      const without = await ask(id, {
        token: await tokenFor(
          team,
          API_SCOPES.filter((each) => each !== scope),
        ),
        params,
        json: operation.requestBody ? {} : undefined,
      })
      expect([id, without.status, without.code]).toEqual([id, 403, 'missing_scope'])
      expect(without.headers.get('www-authenticate')).toContain(`scope="${scope}"`)
    }
  }, 60_000)

  test('nobody without a token, with one that is unknown, or with a cookie', async () => {
    for (const wanted of [{}, { token: `mqt_${'A'.repeat(43)}` }, { token: 'mqt_short' }, { headers: { cookie: 'authjs.session-token=anything' } }]) {
      const said = await ask('listScenes', wanted)
      expect([said.status, said.code]).toEqual([401, 'unauthenticated'])
      expect(said.headers.get('www-authenticate')).toMatch(/^Bearer /)
    }
  })

  test('a token sees its own team alone, however many its maker is in', async () => {
    const token = await tokenFor(team)
    await db().insert(memberships).values({ teamId: stranger.teamId, userId: team.actor.userId, role: 'owner' })
    const theirs = await finished(stranger)
    expect((await ask('readScene', { token, params: { sceneId: stranger.sceneId } })).code).toBe('not_found')
    expect((await ask('readGeneration', { token, params: { generationId: theirs.generationId } })).code).toBe('not_found')
    expect((await ask('readOutput', { token, params: { outputId: theirs.outputId } })).code).toBe('not_found')
    expect((await ask('downloadOutput', { token, params: { outputId: theirs.outputId } })).code).toBe('not_found')
    expect((await ask('cancelGeneration', { token, params: { generationId: theirs.generationId } })).code).toBe('not_found')
    expect((await ask('generate', { token, json: { sceneId: stranger.sceneId, settings: SETTINGS } })).code).toBe('not_found')
    await db()
      .delete(memberships)
      .where(and(eq(memberships.teamId, stranger.teamId), eq(memberships.userId, team.actor.userId)))
  })

  test('a token dies with its time, its revocation, its maker and its team', async () => {
    const alive = async (token: string) => (await ask('listScenes', { token })).status
    const expired = await tokenFor(team)
    await db()
      .update(apiTokens)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(apiTokens.lastFour, expired.slice(-4)))
    expect(await alive(expired)).toBe(401)

    const { id, token: revoked } = await createApiToken(team.actor, { teamId: team.teamId, token: { name: 'R', scopes: ['scenes:read'], expiresInDays: null } })
    expect(await alive(revoked)).toBe(200)
    await revokeApiToken(team.actor, id)
    expect(await alive(revoked)).toBe(401)

    const token = await tokenFor(stranger)
    const { teamId, actor } = stranger
    await db().update(users).set({ suspendedAt: new Date() }).where(eq(users.id, actor.userId))
    expect(await alive(token)).toBe(401)
    await db().update(users).set({ suspendedAt: null }).where(eq(users.id, actor.userId))
    await db().update(teams).set({ deletedAt: new Date() }).where(eq(teams.id, teamId))
    expect(await alive(token)).toBe(401)
    await db().update(teams).set({ deletedAt: null }).where(eq(teams.id, teamId))
    expect(await alive(token)).toBe(200)
    await db().delete(memberships).where(eq(memberships.userId, actor.userId))
    expect(await alive(token)).toBe(401)
    await db().insert(memberships).values({ teamId, userId: actor.userId, role: 'owner' })
  })

  test('a maker who becomes a viewer takes writing from the token, and reading stays', async () => {
    const token = await tokenFor(stranger)
    const mine = and(eq(memberships.teamId, stranger.teamId), eq(memberships.userId, stranger.actor.userId))
    await db().update(memberships).set({ role: 'viewer' }).where(mine)
    expect((await ask('listScenes', { token })).status).toBe(200)
    expect((await ask('createScene', { token, json: { name: 'No', document: SAMPLE_SCENES.plinth.document } })).code).toBe('not_found')
    expect((await ask('generate', { token, json: { sceneId: stranger.sceneId, settings: SETTINGS } })).code).toBe('not_found')
    expect((await ask('readUsage', { token })).code).toBe('not_found')
    await db().update(memberships).set({ role: 'owner' }).where(mine)
  })
})

describe('a suspended team', () => {
  test('can be read by its tokens and not changed, and says so', async () => {
    const token = await tokenFor(stranger)
    const { generationId, outputId } = await finished(stranger)
    await db().update(teams).set({ suspendedAt: new Date() }).where(eq(teams.id, stranger.teamId))
    expect((await ask('readGeneration', { token, params: { generationId } })).status).toBe(200)
    expect((await ask('downloadOutput', { token, params: { outputId } })).status).toBe(200)
    const params = { sceneId: stranger.sceneId }
    expect((await ask('changeScene', { token, params, json: { name: 'No' } })).code).toBe('forbidden')
    expect((await ask('createScene', { token, json: { name: 'No', document: SAMPLE_SCENES.plinth.document } })).code).toBe('forbidden')
    expect((await ask('generate', { token, json: { sceneId: stranger.sceneId, settings: SETTINGS } })).code).toBe('forbidden')
    await db().update(teams).set({ suspendedAt: null }).where(eq(teams.id, stranger.teamId))
  })
})

describe('an idempotency key', () => {
  const count = async (sceneId: string) => (await db().select({ id: generations.id }).from(generations).where(eq(generations.sceneId, sceneId))).length

  test('of thirty requests at once one does the work, and the others get its answer or are told to wait', async () => {
    const token = await tokenFor(team)
    const key = randomUUID()
    const before = await count(team.sceneId)
    const json = { sceneId: team.sceneId, settings: SETTINGS }
    const all = await Promise.all(Array.from({ length: 30 }, () => ask('generate', { token, json, headers: { 'idempotency-key': `"${key}"` } })))
    expect(await count(team.sceneId)).toBe(before + 1)
    const worked = all.filter(({ status }) => status === 202)
    expect(new Set(worked.map(({ body }) => body.id)).size).toBe(1)
    expect(worked.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
    for (const { status, code, headers } of all.filter((each) => each.status !== 202)) {
      expect([status, code, headers.get('retry-after')]).toEqual([409, 'conflict', '1'])
    }
    const again = await ask('generate', { token, json, headers: { 'idempotency-key': key } })
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([202, worked[0]?.body, 'true'])
    await ask('cancelGeneration', { token, params: { generationId: String(again.body.id) } })
  })

  test('makes one scene and one generation, also when the process died between making it and keeping the answer', async () => {
    const token = await tokenFor(team)
    const asks = [
      ['createScene', { name: 'Made once', document: SAMPLE_SCENES.plinth.document }],
      ['generate', { sceneId: team.sceneId, settings: SETTINGS }],
    ] as const
    const before = await count(team.sceneId)
    for (const [id, json] of asks) {
      const key = randomUUID()
      const first = await ask(id, { token, json, headers: { 'idempotency-key': key } })
      const died = { status: null, body: null, startedAt: new Date(Date.now() - 180_000) }
      await db().update(apiIdempotencyKeys).set(died).where(eq(apiIdempotencyKeys.key, key))
      const second = await ask(id, { token, json, headers: { 'idempotency-key': key } })
      expect([second.status, second.body, second.headers.get('idempotency-replayed')]).toEqual([first.status, first.body, null])
    }
    const made = await db().select({ id: scenes.id }).from(scenes).where(eq(scenes.name, 'Made once'))
    expect(made.map(({ id }) => isId('scn', id))).toEqual([true])
    expect(
      await db()
        .select()
        .from(auditLog)
        .where(eq(auditLog.targetId, made[0]?.id ?? '')),
    ).toHaveLength(1)
    expect(await count(team.sceneId)).toBe(before + 1)
  })

  test('is refused with another request, belongs to one token, and forgets what may be different next time', async () => {
    const token = await tokenFor(team)
    const headers = { 'idempotency-key': randomUUID() }
    const first = await ask('createScene', { token, json: { name: 'One', document: SAMPLE_SCENES.plinth.document }, headers })
    const other = await ask('createScene', { token, json: { name: 'Two', document: SAMPLE_SCENES.plinth.document }, headers })
    expect([first.status, other.status, other.code]).toEqual([201, 422, 'reused_key'])
    const elsewhere = await ask('createScene', { token: await tokenFor(team), json: { name: 'Two', document: SAMPLE_SCENES.plinth.document }, headers })
    expect(elsewhere.status).toBe(201)
    const refused = { 'idempotency-key': randomUUID() }
    expect((await ask('generate', { token, json: { sceneId: 'scn_none' }, headers: refused })).code).toBe('not_found')
    expect((await ask('generate', { token, json: { sceneId: 'scn_none' }, headers: refused })).headers.get('idempotency-replayed')).toBe('true')
    expect((await ask('createScene', { token, json: {}, headers: { 'idempotency-key': 'with a space' } })).code).toBe('invalid')
    expect(await db().select().from(scenes).where(eq(scenes.name, 'One'))).toHaveLength(1)
  })
})

describe('limits', () => {
  test('every answer says what is left, and one too many says when to come back', async () => {
    const token = await tokenFor(team, ['scenes:read', 'generate'])
    const said = await ask('listScenes', { token })
    expect(said.headers.get('ratelimit-policy')).toBe('"requests";q=300;w=60')
    expect(said.headers.get('ratelimit')).toMatch(/^"requests";r=299;t=(60|59)$/)
    let last = said
    for (let n = 0; n < 61; n++) last = await ask('cancelGeneration', { token, params: { generationId: 'gen_none' } })
    expect([last.status, last.code]).toEqual([429, 'rate_limited'])
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(last.headers.get('ratelimit')).toContain('"changes";r=0;t=')
    expect((await ask('listScenes', { token })).status).toBe(200)
  })
})
