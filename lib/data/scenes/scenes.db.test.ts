import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { assets, auditLog, memberships, scenes, teams, users } from '@/db/schema'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { newId } from '@/lib/domain/ids'
import type { Role } from '@/lib/domain/roles'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import type { UserActor } from '../actor'
import { db } from '../db'
import { createBlankScene, createSceneFromSample, deleteScene, duplicateScene, renameScene, restoreScene, saveScene, setSceneThumbnail } from './mutations'
import { countScenes, getScene, listScenes } from './queries'

let teamId: string
let owner: UserActor
let viewer: UserActor
let outsider: UserActor

async function person(role: Role | null): Promise<UserActor> {
  const userId = newId('usr')
  await db()
    .insert(users)
    .values({ id: userId, email: `${userId}@example.com`, name: 'Somebody' })
  if (role) await db().insert(memberships).values({ teamId, userId, role })
  return { kind: 'user', userId, sessionId: 'ses_test', isInstanceAdmin: false }
}

useDatabase()
beforeEach(async () => {
  teamId = newId('team')
  await db().insert(teams).values({ id: teamId, name: 'Team', kind: 'shared' })
  ;[owner, viewer, outsider] = [await person('owner'), await person('viewer'), await person(null)]
})

const exposure = (value: number) => [{ path: ['exposure'], value }]
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    (error: { code?: string }) => error.code ?? 'defect',
  )

describe('scenes', () => {
  it('begin from every start, valid and at revision 1', async () => {
    const made = await createSceneFromSample(owner, { teamId, sample: 'plinth' })
    const blank = await createBlankScene(owner, { teamId, name: 'Mine' })
    expect(await getScene(owner, made.id)).toMatchObject({ revision: 1, canEdit: true, document: SAMPLE_SCENES.plinth.document })
    expect((await getScene(viewer, blank.id)).canEdit).toBe(false)
  })

  it('save patches, count revisions, and write down who did it', async () => {
    const { id } = await createBlankScene(owner, { teamId })
    expect(await saveScene(owner, { sceneId: id, baseRevision: 1, patches: exposure(1) })).toEqual({ revision: 2 })
    expect((await getScene(owner, id)).document.exposure).toBe(1)
    const log = await db().select().from(auditLog).where(eq(auditLog.targetId, id))
    expect(log.map((row) => [row.action, row.actorUserId])).toEqual([
      ['scene.created', owner.userId],
      ['scene.saved', owner.userId],
    ])
  })

  it('let exactly one of two tabs save that began at the same revision', async () => {
    const { id } = await createBlankScene(owner, { teamId })
    const tabs = await Promise.all(Array.from({ length: 8 }, (_, i) => codeOf(saveScene(owner, { sceneId: id, baseRevision: 1, patches: exposure(i / 10) }))))
    expect(tabs.filter((code) => code === 'fine')).toHaveLength(1)
    expect(tabs.filter((code) => code === 'conflict')).toHaveLength(7)
    expect((await getScene(owner, id)).revision).toBe(2)
  })

  it('stay as they were when a patch would break them', async () => {
    const { id } = await createBlankScene(owner, { teamId })
    for (const patches of [exposure(99), [{ path: ['__proto__', 'x'], value: 1 }], [{ path: ['order'], value: [] }], 'nonsense']) {
      expect(await codeOf(saveScene(owner, { sceneId: id, baseRevision: 1, patches }))).toBe('invalid')
    }
    expect(await getScene(owner, id)).toMatchObject({ revision: 1, document: { exposure: 0 } })
  })

  it('refuse to grow without bound', async () => {
    const { id } = await createBlankScene(owner, { teamId })
    const { document } = await getScene(owner, id)
    const profile = Array.from({ length: 200 }, (_, i) => [i + 0.123456, i + 0.654321])
    const nodes = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`node_x${i}`, { ...document.nodes.node_cube, geometry: { shape: 'lathe', profile, segments: 96 } }]),
    )
    const patches = [
      ...Object.entries(nodes).map(([key, value]) => ({ path: ['nodes', key], value })),
      { path: ['order'], value: [...document.order, ...Object.keys(nodes)] },
    ]
    expect(await codeOf(saveScene(owner, { sceneId: id, baseRevision: 1, patches }))).toBe('too_large')
  })

  it('take no model of another team', async () => {
    const otherTeam = newId('team')
    const assetId = newId('ast')
    await db().insert(teams).values({ id: otherTeam, name: 'Other', kind: 'shared' })
    await db()
      .insert(assets)
      .values({ id: assetId, teamId: otherTeam, sha256: 'a'.repeat(64), kind: 'model', mime: 'model/gltf-binary', byteSize: 1 })
    const { id } = await createBlankScene(owner, { teamId })
    const { document } = await getScene(owner, id)
    const { geometry: _geometry, ...cube } = document.nodes.node_cube as Record<string, unknown>
    const patches = [
      { path: ['nodes', 'node_m'], value: { ...cube, type: 'model', assetId, material: null } },
      { path: ['order'], value: [...document.order, 'node_m'] },
    ]
    expect(await codeOf(saveScene(owner, { sceneId: id, baseRevision: 1, patches }))).toBe('invalid')
    expect(await codeOf(setSceneThumbnail(owner, { sceneId: id, assetId }))).toBe('not_found')
  })

  it('can be renamed, copied, deleted and brought back', async () => {
    const { id } = await createSceneFromSample(owner, { teamId, sample: 'small-objects' })
    expect(await renameScene(owner, { sceneId: id, name: '  Autumn table ' })).toEqual({ name: 'Autumn table' })
    expect(await codeOf(renameScene(owner, { sceneId: id, name: '  ' }))).toBe('invalid')
    const copy = await duplicateScene(owner, { sceneId: id })
    expect(copy.name).toBe('Autumn table copy')
    await deleteScene(owner, id)
    expect(await codeOf(getScene(owner, id))).toBe('not_found')
    expect(await countScenes(owner, teamId)).toBe(1)
    await restoreScene(owner, id)
    expect((await getScene(owner, id)).name).toBe('Autumn table')
    expect(await codeOf(restoreScene(owner, id))).toBe('not_found')
  })

  it('keep both sides of a conflict: unsaved work becomes a scene of its own', async () => {
    const { id } = await createBlankScene(owner, { teamId })
    const mine = { ...(await getScene(owner, id)).document, exposure: 2 }
    const copy = await duplicateScene(owner, { sceneId: id, name: 'Mine', document: mine })
    expect((await getScene(owner, copy.id)).document.exposure).toBe(2)
    expect((await getScene(owner, id)).document.exposure).toBe(0)
    expect(await codeOf(duplicateScene(owner, { sceneId: id, document: { ...mine, exposure: 99 } }))).toBe('invalid')
  })

  it('page by key without a gap or a repeat, also where many changed at one moment', async () => {
    const made: string[] = []
    for (let i = 0; i < 7; i++) made.push((await createBlankScene(owner, { teamId, name: `Scene ${i}` })).id)
    await db()
      .update(scenes)
      .set({ updatedAt: new Date('2026-01-01') })
      .where(eq(scenes.teamId, teamId))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listScenes>> = await listScenes(owner, { teamId, limit: 3, cursor })
      seen.push(...page.scenes.map((scene) => scene.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([...made].sort().reverse())
    expect(await codeOf(listScenes(owner, { teamId, cursor: 'not-a-cursor' }))).toBe('invalid')
  })

  it('are found by a part of their name, whose wildcards mean themselves', async () => {
    await createBlankScene(owner, { teamId, name: '100% linen' })
    await createBlankScene(owner, { teamId, name: '100 chairs' })
    const { scenes: found } = await listScenes(owner, { teamId, search: '100%' })
    expect(found.map((scene) => scene.name)).toEqual(['100% linen'])
  })

  it('do not exist for outsiders, and cannot be changed by viewers', async () => {
    const { id } = await createBlankScene(owner, { teamId })
    expect(await codeOf(getScene(outsider, id))).toBe('not_found')
    expect((await listScenes(outsider, { teamId })).scenes).toEqual([])
    expect(await codeOf(createBlankScene(outsider, { teamId }))).toBe('not_found')
    for (const actor of [viewer, outsider]) {
      expect(await codeOf(saveScene(actor, { sceneId: id, baseRevision: 1, patches: exposure(1) }))).toBe('not_found')
      expect(await codeOf(renameScene(actor, { sceneId: id, name: 'X' }))).toBe('not_found')
      expect(await codeOf(duplicateScene(actor, { sceneId: id }))).toBe('not_found')
      expect(await codeOf(deleteScene(actor, id))).toBe('not_found')
    }
    expect(await codeOf(saveScene({ kind: 'anonymous' }, { sceneId: id, baseRevision: 1, patches: exposure(1) }))).toBe('not_found')
  })
})
