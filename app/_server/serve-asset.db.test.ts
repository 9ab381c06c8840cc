import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { memberships, teams, users } from '@/db/schema'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database'
import { anonymous, type UserActor } from '@/lib/data/actor'
import type { AssetDto } from '@/lib/data/assets/dto'
import { storeAsset } from '@/lib/data/assets/mutations'
import { assetInfo, readAssetBytes } from '@/lib/data/assets/queries'
import { closeDb, db } from '@/lib/data/db'
import { DATA_POLICY } from '@/lib/domain/content-security-policy'
import { serveAsset } from './serve-asset'

let database: TestDatabase
let folder: string
let asset: AssetDto
const bytes = Buffer.from('0123456789')
const person = (userId: string): UserActor => ({ kind: 'user', userId, sessionId: 'ses_test', isInstanceAdmin: false })
const member = person('usr_member')
const viewer = person('usr_viewer')
const outsider = person('usr_outsider')

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'maquette-assets-'))
  vi.stubEnv('DATABASE_URL', database.url)
  vi.stubEnv('MAQUETTE_DATA', folder)
  const ids = ['usr_member', 'usr_viewer', 'usr_outsider']
  await db()
    .insert(users)
    .values(ids.map((id) => ({ id, email: `${id}@example.org`, name: id })))
  await db()
    .insert(teams)
    .values(['team_a', 'team_b'].map((id) => ({ id, name: id, kind: 'shared' as const })))
  await db()
    .insert(memberships)
    .values([
      { teamId: 'team_a', userId: 'usr_member', role: 'member' },
      { teamId: 'team_a', userId: 'usr_viewer', role: 'viewer' },
      { teamId: 'team_b', userId: 'usr_outsider', role: 'owner' },
    ])
  asset = await storeAsset(member, { teamId: 'team_a', kind: 'reference', bytes, mime: 'image/png', width: 2, height: 1 })
})
afterAll(async () => {
  await closeDb()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const get = (headers: Record<string, string> = {}, actor: Parameters<typeof serveAsset>[0] = member): Promise<Response> =>
  serveAsset(actor, asset.id, new Request('http://localhost/file', { headers }))

describe('assets', () => {
  test('the same bytes are stored once, and again for another team', async () => {
    const again = await storeAsset(member, { teamId: 'team_a', kind: 'reference', bytes, mime: 'image/png' })
    expect(again.id).toBe(asset.id)
    const theirs = await storeAsset(outsider, { teamId: 'team_b', kind: 'reference', bytes, mime: 'image/png' })
    expect(theirs.id).not.toBe(asset.id)
    expect(Buffer.from((await readAssetBytes(outsider, theirs.id)).bytes)).toEqual(bytes)
  })

  test('two writers of the same bytes at once get the same asset', async () => {
    const file = { teamId: 'team_a', kind: 'snapshot' as const, bytes: Buffer.from('at once'), mime: 'image/png' }
    const stored = await Promise.all([storeAsset(member, file), storeAsset(member, file), storeAsset(member, file)])
    expect(new Set(stored.map((each) => each.id)).size).toBe(1)
  })

  test('an unread source becomes what it is once its bytes arrive as a checked file', async () => {
    const file = { teamId: 'team_a', bytes: Buffer.from('both') }
    const source = await storeAsset(member, { ...file, kind: 'model_source', mime: 'application/octet-stream' })
    const checked = await storeAsset(member, { ...file, kind: 'reference', mime: 'image/png', width: 1, height: 1 })
    expect(checked).toMatchObject({ id: source.id, kind: 'reference', mime: 'image/png', width: 1 })
    expect(await storeAsset(member, { ...file, kind: 'snapshot', mime: 'image/jpeg' })).toMatchObject({ kind: 'reference', mime: 'image/png' })
  })

  test.each([
    ['a viewer', viewer, 'team_a'],
    ['an outsider', outsider, 'team_a'],
    ['a visitor', anonymous, 'team_a'],
    ['a member, into a team that does not exist,', member, 'team_none'],
  ])('%s cannot store a file', async (_who, actor, teamId) => {
    const file = { teamId, kind: 'reference' as const, bytes: Buffer.from('x'), mime: 'image/png' }
    await expect(storeAsset(actor, file)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a file of another team is not found', async () => {
    await expect(assetInfo(outsider, asset.id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(assetInfo(anonymous, asset.id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('the files route', () => {
  test.each([
    ['member', member],
    ['viewer', viewer],
  ])('sends a %s the whole file, private and unable to run', async (_role, actor) => {
    const response = await get({}, actor)
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': DATA_POLICY,
      'content-type': 'image/png',
      'content-length': '10',
      'content-disposition': `inline; filename="${asset.id}.png"`,
      'x-content-type-options': 'nosniff',
      etag: `"${asset.sha256}"`,
    })
    expect(await response.text()).toBe('0123456789')
  })

  test('answers 404 without a hint to outsiders, visitors and for unknown ids, and lets nobody keep that answer', async () => {
    const unknown = await serveAsset(member, 'ast_unknown', new Request('http://localhost/file'))
    for (const response of [await get({}, outsider), await get({}, anonymous), unknown]) {
      expect(response.status).toBe(404)
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(await response.json()).toMatchObject({ ok: false, error: { code: 'not_found' } })
    }
  })

  test('an outsider who knows the ETag still gets 404', async () => {
    expect((await get({ 'if-none-match': `"${asset.sha256}"` }, outsider)).status).toBe(404)
  })

  test.each([(tag: string) => tag, (tag: string) => `W/${tag}`, (tag: string) => `"other", ${tag}`, () => '*'])('answers 304 to its ETag', async (header) => {
    const response = await get({ 'if-none-match': header(`"${asset.sha256}"`) })
    expect(response.status).toBe(304)
    expect(await response.text()).toBe('')
  })

  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-50', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-500', '89', 'bytes 8-9/10'],
  ])('answers 206 to Range: %s', async (range, text, contentRange) => {
    const response = await get({ range })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(contentRange)
    expect(response.headers.get('content-length')).toBe(String(text.length))
    expect(await response.text()).toBe(text)
  })

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('answers 416 to Range: %s', async (range) => {
    const response = await get({ range })
    expect(response.status).toBe(416)
    expect(response.headers.get('content-range')).toBe('bytes */10')
  })

  test.each(['bytes=4-2', 'bytes=0-1,3-4', 'pages=1-2', 'bytes=-', 'bytes=a-b'])('ignores Range: %s', async (range) => {
    expect((await get({ range })).status).toBe(200)
  })

  test('sends the whole file when If-Range names another one', async () => {
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200)
    expect((await get({ range: 'bytes=0-1', 'if-range': `"${asset.sha256}"` })).status).toBe(206)
  })

  test('offers what a browser should not show as a download', async () => {
    const model = await storeAsset(member, { teamId: 'team_a', kind: 'model', bytes: Buffer.from('glb'), mime: 'model/gltf-binary' })
    const response = await serveAsset(member, model.id, new Request('http://localhost/file'))
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${model.id}.glb"`)
  })

  test('says so when the bytes are gone from storage', async () => {
    const lost = await storeAsset(member, { teamId: 'team_a', kind: 'model', bytes: Buffer.from('lost'), mime: 'model/gltf-binary' })
    await rm(path.join(folder, 'blobs/teams/team_a', lost.sha256))
    expect((await serveAsset(member, lost.id, new Request('http://localhost/file'))).status).toBe(404)
    await storeAsset(member, { teamId: 'team_a', kind: 'model', bytes: Buffer.from('lost'), mime: 'model/gltf-binary' })
    expect((await serveAsset(member, lost.id, new Request('http://localhost/file'))).status).toBe(200)
  })
})

test('a picture for a screen has the pixels in a smaller file, an ETag of its own, and is not found by others', async () => {
  const noise = randomBytes(64 * 48 * 3)
  const png = await sharp(noise, { raw: { width: 64, height: 48, channels: 3 } })
    .png()
    .toBuffer()
  const { id, sha256 } = await storeAsset(member, { teamId: 'team_a', kind: 'output', bytes: png, mime: 'image/png', width: 64, height: 48 })
  const ask = (actor: Parameters<typeof serveAsset>[0], headers: Record<string, string> = {}): Promise<Response> =>
    serveAsset(actor, id, new Request(`http://localhost/api/files/${id}?for=screen`, { headers }))
  const answer = await ask(viewer)
  expect(answer.headers.get('etag')).toBe(`"${sha256}-screen"`)
  const shown = new Uint8Array(await answer.arrayBuffer())
  expect(await sharp(shown).metadata()).toMatchObject({ format: 'webp', width: 64, height: 48 })
  expect(shown.byteLength).toBeLessThan(png.byteLength)
  expect((await ask(viewer, { 'if-none-match': `"${sha256}-screen"` })).status).toBe(304)
  expect((await ask(viewer, { 'if-none-match': `"${sha256}"` })).status).toBe(200)
  expect((await ask(outsider)).status).toBe(404)
})
