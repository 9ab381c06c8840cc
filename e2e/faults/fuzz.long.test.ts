import { readFileSync } from 'node:fs'
import type postgres from 'postgres'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { API_SCOPES } from '@/lib/domain/api-token'
import { ACTIONS, type Belongings, PAGES, ROUTES } from '../access/surface'
import { API_ROUTES } from '../access/surface-api'
import { Installation } from '../fixtures/installation'
import { triangleGlb } from '../fixtures/models'
import { type Answer, codeOf, draftRequest, successOf, Visitor } from '../fixtures/visitor'
import { Malformed } from './malformed'

/** Another seed asks for other requests; a failure names the one it happened with. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_122)
const ROUNDS = 10_000
const ANSWER_MS_MAX = 10_000
/** Memory is compared after the first requests have filled caches. */
const WARM_ROUNDS = 600
/** Hashing one password takes 128 MB for a moment: the least of as many requests is what stays. */
const RECENT_ROUNDS = 50
const GROWTH_BYTES_MAX = 200 * 1024 ** 2

let installation: Installation
let visitor: Visitor
let token: string
let sql: postgres.Sql
let own: Belongings

beforeAll(async () => {
  installation = await Installation.create('fuzz')
  await installation.start({ LOG_LEVEL: 'error' }).ready()
  sql = installation.database()
  visitor = new Visitor(installation.url)
  const { email, sceneId } = await visitor.signUp()
  const { document } = successOf(await visitor.send(`/api/scenes/${sceneId}`), z.object({ document: z.looseObject({ camera: z.unknown() }) }))
  const { assetId } = successOf(await visitor.upload('snapshots', await picture()), z.object({ assetId: z.string() }))
  const request = draftRequest({ sceneId, snapshotAssetId: assetId, camera: document.camera })
  const { generationId } = successOf(await visitor.call('requestGenerationAction', [request]), z.object({ generationId: z.string() }))
  const { id: importId } = successOf(await visitor.upload('models', triangleGlb()), z.object({ id: z.string() }))
  const [place] = await sql`select team_id from scenes where id = ${sceneId}`
  const generations = { generationId, runningGenerationId: generationId, queuedGenerationId: generationId, deletedGenerationId: generationId }
  const { camera } = document
  own = {
    ...generations,
    teamId: String(place?.team_id),
    email,
    sessionId: 'ses_x',
    sceneId,
    deletedSceneId: sceneId,
    camera,
    document,
    snapshotAssetId: assetId,
    commentId: 'cmt_x',
    keptSceneId: 'kpt_x',
    outputId: 'out_x',
    outputAssetId: assetId,
    importId,
    sharedTeamId: String(place?.team_id),
    colleagueId: 'usr_x',
    removableId: 'usr_y',
    invitationId: 'inv_x',
    deletedTeamId: 'team_x',
    notificationId: 'ntf_x',
    shareLinkId: 'shr_x',
    explorationId: 'exp_x',
    shareToken: 'unknown',
    collectionId: 'col_x',
    deletedCollectionId: 'col_y',
    savedFilterId: 'flt_x',
    promptId: 'tpl_x',
    workflowId: 'wfl_x',
    apiTokenId: 'tok_x',
    webhookId: 'whk_x',
    deliveryId: 'msg_x',
    announcementId: 'ann_x',
    publicationId: 'pub_x',
    exampleId: 'pub_y',
  }
  const all = { name: 'Fuzz', scopes: API_SCOPES, expiresInDays: 30 }
  token = successOf(await visitor.call('createApiTokenAction', [own.teamId, all]), z.object({ token: z.string() })).token
}, 300_000)
afterAll(async () => {
  await sql.end()
  await installation.stop()
  installation.remove()
})

const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#405060' } })
    .png()
    .toBuffer()

/** Resident bytes of the process that serves pages. */
function residentBytes(): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${installation.pids.web}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}

/** What some requests rightly did to the team and its things would answer in place of what the next ones try. */
async function putBack(): Promise<void> {
  await sql`delete from rate_limits`
  await sql`update teams set suspended_at = null where suspended_at is not null`
  await sql`update scenes set deleted_at = null where deleted_at is not null`
}

type Shot = { what: string; fire: () => Promise<Answer> }

/** These end the session or the account, which every other request needs. */
const KEEPS_SESSION = Object.keys(ACTIONS).filter((name) => !ACTIONS[name]?.endsSession && name !== 'changePasswordAction')

function shot(random: Malformed, files: readonly Uint8Array[]): Shot {
  const address = (path: string): string => {
    const parts = path.split('/')
    return parts.map((part, at) => (at === parts.length - 1 || random.below(6) === 0 ? random.segment() : part)).join('/')
  }
  const timeoutMs = ANSWER_MS_MAX
  switch (random.below(7)) {
    case 0: {
      const path = address(random.pick(Object.values(PAGES)).path(own))
      const query = random.pick(['', `?cursor=${random.segment()}`, `?image=${random.segment()}`, `?next=${random.segment()}&q=${random.segment()}`])
      return { what: `GET ${path}${query}`, fire: () => visitor.send(`${path}${query}`, { timeoutMs }) }
    }
    case 1: {
      const entry = random.pick(Object.entries(ROUTES).filter(([name]) => name.startsWith('GET') && name !== 'GET /api/events'))
      const path = random.below(2) ? address(entry[1].path(own)) : entry[1].path(own)
      const query = `${path.includes('?') ? '&' : '?'}${random.pick(['team', 'scene', 'cursor', 'limit', 'format', 'metadata', 'n'])}=${random.segment()}`
      const headers: Record<string, string> =
        random.below(3) === 0 ? { range: random.pick(['bytes=-', 'bytes=9-1', 'bytes=0-0,2-3', 'bytes=99999999999999999999-']) } : {}
      return { what: `${entry[0]} ${path}${query}`, fire: () => visitor.send(`${path}${query}`, { headers, timeoutMs }) }
    }
    case 2: {
      const body = random.pick([
        JSON.stringify(random.value()) ?? '',
        JSON.stringify(random.spoil({ baseRevision: 1, patches: [{ path: ['exposure'], value: 0.5 }] })) ?? '',
      ])
      return { what: `PATCH scene ${body.slice(0, 300)}`, fire: () => visitor.send(`/api/scenes/${own.sceneId}`, { method: 'PATCH', body, timeoutMs }) }
    }
    case 3: {
      const kind = random.pick(['references', 'snapshots', 'models', 'thumbnail'] as const)
      const bytes = random.file(files)
      const headers = { 'x-file-name': random.segment() }
      const what = `${kind} ${bytes.length} bytes ${headers['x-file-name']}`
      if (kind === 'thumbnail')
        return { what, fire: () => visitor.send(`/api/scenes/${own.sceneId}/thumbnail`, { method: 'PUT', body: new Uint8Array(bytes), timeoutMs }) }
      return { what, fire: () => visitor.upload(kind, bytes, random.below(4) ? '' : `?teamId=${random.segment()}`, headers) }
    }
    case 5: {
      const [name, entry] = random.pick(Object.entries(API_ROUTES).filter(([, { access }]) => access === 'token'))
      const valid = entry.send?.(own) ?? {}
      const json = typeof valid.body === 'string' ? (JSON.parse(valid.body) as unknown) : undefined
      const path = random.below(3)
        ? entry.path(own)
        : `${address(entry.path(own))}?${random.pick(['cursor', 'limit', 'status', 'format', 'from', 'range'])}=${random.segment()}`
      const body =
        json === undefined
          ? valid.body
            ? new Uint8Array(random.file(files))
            : undefined
          : random.pick([JSON.stringify(random.spoil(json)) ?? '', random.text()])
      const key: Record<string, string> = random.below(3) ? {} : { 'idempotency-key': random.pick(['a', '"b"', 'c d', random.segment().slice(0, 300)]) }
      const headers = { ...valid.headers, ...key, authorization: `Bearer ${token}` }
      return { what: `${name} ${path} ${String(body).slice(0, 300)}`, fire: () => visitor.send(path, { method: valid.method, body, headers, timeoutMs }) }
    }
    case 4: {
      const name = random.pick(KEEPS_SESSION)
      const valid = ACTIONS[name]?.args(own) ?? []
      const form = valid.find((arg) => arg instanceof FormData)
      if (form) {
        const spoilt = new FormData()
        for (const [field, value] of form) if (random.below(8)) spoilt.set(field, random.below(2) ? random.text() : value)
        return { what: `${name} ${JSON.stringify([...spoilt])}`, fire: () => visitor.call(name, [random.value(), spoilt]) }
      }
      const args = random.below(2) ? (random.spoil(valid) as unknown[]) : Array.from({ length: random.below(4) }, () => random.value())
      return { what: `${name} ${JSON.stringify(args)?.slice(0, 600)}`, fire: () => visitor.call(name, Array.isArray(args) ? args : [args]) }
    }
    default: {
      const name = random.pick(KEEPS_SESSION)
      const body = random.reply(JSON.stringify(['scn_x', 'Name']))
      return { what: `${name} raw ${body.slice(0, 100)}`, fire: () => visitor.callRaw(name, body) }
    }
  }
}

/** A failure that was not foreseen, or null. */
function complaint(answer: Answer): string | null {
  const code = codeOf(answer)
  // React itself ends a body that is no call before any code of ours runs, with a digest and no word of what was wrong.
  if (answer.status === 500 && /^0:\{[^\n]*\}\n1:E\{"digest":"\d+"\}\n?$/.test(answer.text)) return null
  if (code === 'internal') return `internal: ${answer.text.slice(0, 200)}`
  if (answer.status >= 500 && code !== 'unavailable') return `${answer.status}: ${answer.text.slice(0, 200)}`
  return null
}

test('thousands of malformed requests: each is answered, none as a defect, and memory stays bounded', async () => {
  const files = [
    await picture(),
    await sharp(await picture())
      .webp()
      .toBuffer(),
    await sharp(await picture())
      .jpeg()
      .toBuffer(),
    triangleGlb(),
  ]
  const complaints = new Map<string, string>()
  const codes = new Map<string, number>()
  const recentBytes: number[] = []
  let warmBytes = 0
  let slowestMs = 0
  const began = performance.now()
  for (let round = 0; round < ROUNDS; round++) {
    const random = new Malformed(SEED + round)
    const { what, fire } = shot(random, files)
    if (round % 15 === 0) await putBack()
    const at = performance.now()
    const answer = await fire().catch((error: unknown) => String(error))
    slowestMs = Math.max(slowestMs, performance.now() - at)
    const problem = typeof answer === 'string' ? answer : complaint(answer)
    if (problem)
      complaints.set(`${what.split(' ').slice(0, 2).join(' ')}: ${problem.replace(/[0-9A-Z]{4}-[0-9A-Z]{2}\b/g, 'ID')}`, `seed ${SEED + round}: ${what}`)
    const code = typeof answer === 'string' ? 'no answer' : codeOf(answer)
    codes.set(code, (codes.get(code) ?? 0) + 1)
    recentBytes.push(residentBytes())
    if (recentBytes.length > RECENT_ROUNDS) recentBytes.shift()
    if (round === WARM_ROUNDS) warmBytes = Math.min(...recentBytes)
  }
  const grownBytes = Math.min(...recentBytes) - warmBytes
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`
  console.log(
    `  ${ROUNDS} malformed requests in ${Math.round((performance.now() - began) / 1000)} s, slowest ${Math.round(slowestMs)} ms, ` +
      `memory ${megabytes(warmBytes)} and ${grownBytes >= 0 ? '+' : '-'}${megabytes(Math.abs(grownBytes))}, answers ${JSON.stringify(Object.fromEntries(codes))}`,
  )
  expect(Object.fromEntries(complaints)).toEqual({})
  expect(slowestMs).toBeLessThan(ANSWER_MS_MAX)
  expect(grownBytes).toBeLessThan(GROWTH_BYTES_MAX)
  expect(await installation.health()).toBe(200)
})
