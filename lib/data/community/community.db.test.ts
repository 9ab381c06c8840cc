import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { assets, auditLog, generationOutputs, generations, publicationLikes, publications, scenes, users } from '@/db/schema'
import { seedGallery } from '@/db/seed/gallery'
import { arrangeTenants } from '@/e2e/fixtures/tenants'
import { GALLERY_EXAMPLES } from '@/lib/domain/community/gallery-examples'
import { newId } from '@/lib/domain/ids'
import { bodyBytes } from '@/lib/platform/blob'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import { anonymous, type UserActor } from '../actor'
import { storeAsset } from '../assets/mutations'
import { db } from '../db'
import { freezeScene } from '../generations/freeze-scene'
import { setLike } from './likes'
import { dismissReports, hidePublication, listModeration, restorePublication, setGalleryAccess, setGalleryBan } from './moderation'
import { publishOutput, unpublish } from './publish'
import { browseGallery, getPublication, publicationOfOutput, readPublicationFile } from './queries'
import { reportPublication } from './reports'
import { startFromPublication } from './start-from-publication'

const actor = (userId: string, isInstanceAdmin = false): UserActor => ({ kind: 'user', userId, sessionId: 'ses_test', isInstanceAdmin })
const author = actor('usr_author')
const teamAdmin = actor('usr_teamadmin')
const member = actor('usr_member')
const viewer = actor('usr_viewer')
const outsider = actor('usr_outsider')
const instanceAdmin = actor('usr_instance', true)
const everybodyElse = [
  ['a member who is not its author', member],
  ['a viewer', viewer],
  ['an outsider', outsider],
  ['a visitor', anonymous],
] as const

const words = { title: 'Bottle at dusk', credit: 'A. Uthor', allowSceneStart: false }
let takeAway: () => Promise<void>
let outputId: string

beforeAll(async () => {
  takeAway = await arrangeTenants([
    { userId: 'usr_author', teamId: 'team_a', role: 'member' },
    { userId: 'usr_teamadmin', teamId: 'team_a', role: 'admin' },
    { userId: 'usr_member', teamId: 'team_a', role: 'member' },
    { userId: 'usr_viewer', teamId: 'team_a', role: 'viewer' },
    { userId: 'usr_outsider', teamId: 'team_b', role: 'owner' },
    { userId: 'usr_instance', teamId: 'team_c', role: 'owner' },
  ])
})
afterAll(() => takeAway())
beforeEach(async () => {
  await db().delete(publications)
  await db().update(users).set({ galleryBannedAt: null })
  await setGalleryAccess(instanceAdmin, 'public')
  outputId = await finishedOutput()
})

async function picture(kind: 'output' | 'thumbnail'): Promise<string> {
  const background = { r: Math.floor(Math.random() * 255), g: Math.floor(Math.random() * 255), b: Math.floor(Math.random() * 255) }
  const bytes = await sharp({ create: { width: 24, height: 18, channels: 3, background } })
    .png()
    .toBuffer()
  return (await storeAsset(author, { teamId: 'team_a', kind, bytes, mime: 'image/png', width: 24, height: 18 })).id
}

/** A finished image of the author's team, made from the plinth or from another scene. */
async function finishedOutput(document: SceneDocument = SAMPLE_SCENES.plinth.document): Promise<string> {
  const [sceneId, generationId, id] = [newId('scn'), newId('gen'), newId('out')]
  await db().insert(scenes).values({ id: sceneId, teamId: 'team_a', name: 'Secret scene name', document, createdBy: author.userId })
  const sceneRevisionId = await db().transaction((tx) => freezeScene(tx, { id: sceneId, teamId: 'team_a', document }))
  await db()
    .insert(generations)
    .values({
      id: generationId,
      teamId: 'team_a',
      sceneId,
      sceneRevisionId,
      authorId: author.userId,
      requestKey: generationId,
      status: 'succeeded',
      engine: 'studio',
      prompt: 'Dusk, amber glass bottle',
      settings: { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 },
      camera: { ...document.camera, fov: 50 },
      width: 24,
      height: 18,
      shotName: 'Front',
      finishedAt: new Date(),
    })
  await db()
    .insert(generationOutputs)
    .values({
      id,
      generationId,
      teamId: 'team_a',
      index: 0,
      assetId: await picture('output'),
      thumbnailAssetId: await picture('thumbnail'),
      thumbhash: 'o/gNDYI2iHh7d4iAd4eHd3eHd/gHd3g=',
      width: 24,
      height: 18,
      seed: 7,
      requestedAt: new Date(),
    })
  return id
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: { code?: string }) => error.code ?? 'defect',
  )
const publish = (changes: Partial<typeof words> = {}) => publishOutput(author, outputId, { ...words, ...changes })
const shown = async (who: typeof anonymous | UserActor) => (await browseGallery(who, { sort: 'newest' })).items.map(({ id }) => id)
const statusOf = async (id: string) => (await db().select().from(publications).where(eq(publications.id, id)))[0]?.status

describe('publishing', () => {
  it('shows an image to visitors with its own copy of the words, and nothing else of the team', async () => {
    const { id } = await publish()
    const seen = await getPublication(anonymous, id)
    expect(seen).toMatchObject({ title: 'Bottle at dusk', credit: 'A. Uthor', prompt: 'Dusk, amber glass bottle', shotName: 'Front', mayUnpublish: false })
    expect(seen.settings).toEqual({ engine: 'studio', ratio: '4:3', size: 512, quality: 'draft', canvas: true, seed: 7 })
    expect(JSON.stringify(seen)).not.toMatch(/Secret|team_|usr_|ast_|example\.org/)
    const { asset, body } = await readPublicationFile(anonymous, id, 'image')
    expect((await bodyBytes(body)).byteLength).toBe(asset.byteSize)
  })

  it.each([
    ['a viewer', viewer],
    ['an outsider', outsider],
    ['an instance admin', instanceAdmin],
  ] as const)('is not for %s', async (_, who) => {
    expect(await codeOf(publishOutput(who, outputId, words))).toBe('not_found')
    expect(await shown(anonymous)).toEqual([])
  })

  it('is not for visitors, and needs a title and a credit', async () => {
    expect(await codeOf(publishOutput(anonymous, outputId, words))).toBe('unauthenticated')
    expect(await codeOf(publish({ title: '  ' }))).toBe('invalid')
    expect(await codeOf(publish({ credit: 'x'.repeat(61) }))).toBe('invalid')
  })

  it('twice at once makes one publication, and again changes its words and keeps its likes', async () => {
    const made = await Promise.all([publish(), publish(), publish()])
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    const id = made[0]?.id ?? ''
    await setLike(outsider, id, true)
    await publish({ title: 'Another title' })
    expect(await getPublication(anonymous, id)).toMatchObject({ title: 'Another title', likeCount: 1 })
    // What the dialog begins with, so that saving again changes nothing by itself.
    expect((await publicationOfOutput(author, outputId))?.shown.title).toBe('Another title')
  })

  it('is undone by its author and by an admin of the team, and by nobody else', async () => {
    const { id } = await publish()
    for (const [, who] of everybodyElse) expect(await codeOf(unpublish(who, id))).not.toBe('fine')
    await unpublish(author, id)
    expect(await shown(anonymous)).toEqual([])
    await publish()
    await unpublish(teamAdmin, id)
    expect(await publicationOfOutput(member, outputId)).toMatchObject({ status: 'unpublished' })
    for (const who of [outsider, viewer, anonymous]) expect(await codeOf(publicationOfOutput(who, outputId))).toBe('not_found')
    const log = await db().select().from(auditLog).where(eq(auditLog.targetId, id))
    expect(log.map(({ action }) => action)).toEqual(['output.published', 'output.unpublished', 'output.published', 'output.unpublished'])
  })

  it.each(everybodyElse)('leaves no file behind for %s once it is undone', async (_, who) => {
    const { id } = await publish()
    await unpublish(author, id)
    expect(await codeOf(getPublication(who, id))).toBe('not_found')
    for (const file of ['image', 'thumbnail'] as const) expect(await codeOf(readPublicationFile(who, id, file))).toBe('not_found')
    expect(await codeOf(getPublication(author, id))).toBe('fine')
  })

  it('ends when the image or its generation goes to the trash', async () => {
    const { id } = await publish()
    await db().update(generationOutputs).set({ deletedAt: new Date() }).where(eq(generationOutputs.id, outputId))
    expect(await shown(anonymous)).toEqual([])
    expect(await codeOf(readPublicationFile(anonymous, id, 'image'))).toBe('not_found')
    expect(await codeOf(publish())).toBe('not_found')
  })
})

describe('the gallery', () => {
  it.each([
    ['public', 'fine', 'fine'],
    ['internal', 'not_found', 'fine'],
    ['off', 'not_found', 'not_found'],
  ] as const)('that is %s answers visitors %s and people with an account %s', async (access, forVisitor, forPerson) => {
    const { id } = await publish()
    await setGalleryAccess(instanceAdmin, access)
    for (const [who, answer] of [
      [anonymous, forVisitor],
      [outsider, forPerson],
    ] as const) {
      expect(await codeOf(browseGallery(who, { sort: 'newest' }))).toBe(answer)
      expect(await codeOf(getPublication(who, id))).toBe(answer)
      expect(await codeOf(readPublicationFile(who, id, 'image'))).toBe(answer)
    }
    expect(await codeOf(browseGallery(instanceAdmin, { sort: 'newest' }))).toBe('fine')
    expect(await codeOf(publish())).toBe(access === 'off' ? 'not_found' : 'fine')
  })

  it('pages by key without a gap or a repeat in both orders, and finds by words of title, prompt and credit', async () => {
    await seedGallery(db())
    const all = GALLERY_EXAMPLES.length
    for (const sort of ['newest', 'liked'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof browseGallery>> = await browseGallery(anonymous, { sort, limit: 4, cursor })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      } while (cursor)
      expect(seen).toHaveLength(new Set(seen).size)
      expect(seen.length).toBeLessThanOrEqual(all)
      expect(seen.length).toBeGreaterThan(0)
    }
    const { id } = await publish({ title: '100% amber' })
    expect((await browseGallery(anonymous, { sort: 'newest', search: '100% dusk uthor' })).items.map((item) => item.id)).toEqual([id])
    expect((await browseGallery(anonymous, { sort: 'newest', search: 'amber nothing-like-it' })).items).toEqual([])
    expect(await codeOf(browseGallery(anonymous, { sort: 'newest', cursor: 'nonsense' }))).toBe('invalid')
  })

  it('holds each example once, however often and however many at once the product starts, and keeps what a moderator hid', async () => {
    await Promise.all([seedGallery(db()), seedGallery(db())])
    const before = await db().select().from(publications)
    expect(new Set(before.map(({ sampleKey }) => sampleKey)).size).toBe(before.length)
    await hidePublication(instanceAdmin, before[0]?.id ?? '', 'Not today')
    await seedGallery(db())
    expect(await db().select().from(publications)).toHaveLength(before.length)
    expect(await shown(anonymous)).not.toContain(before[0]?.id)
  })
})

describe('a like', () => {
  it('counts once for each person, however many presses arrive at once', async () => {
    const { id } = await publish()
    const people = [author, member, viewer, outsider]
    await Promise.all(people.flatMap((who) => Array.from({ length: 5 }, () => setLike(who, id, true))))
    expect(await getPublication(outsider, id)).toMatchObject({ likeCount: 4, liked: true })
    await Promise.all(Array.from({ length: 5 }, () => setLike(outsider, id, false)))
    expect(await getPublication(outsider, id)).toMatchObject({ likeCount: 3, liked: false })
    expect(await db().select().from(publicationLikes).where(eq(publicationLikes.publicationId, id))).toHaveLength(3)
  })

  it('is not for visitors, nor for what is not on show', async () => {
    const { id } = await publish()
    expect(await codeOf(setLike(anonymous, id, true))).toBe('unauthenticated')
    await unpublish(author, id)
    expect(await codeOf(setLike(outsider, id, true))).toBe('not_found')
  })
})

describe('moderation', () => {
  const report = { reason: 'spam', note: 'An advert' } as const

  it('does not exist for anybody but instance admins', async () => {
    const { id } = await publish()
    for (const who of [author, teamAdmin, outsider, anonymous]) {
      for (const work of [
        listModeration(who),
        hidePublication(who, id, 'Because'),
        restorePublication(who, id),
        dismissReports(who, id),
        setGalleryBan(who, author.userId, true),
        setGalleryAccess(who, 'off'),
      ]) {
        expect(await codeOf(work)).toBe('not_found')
      }
    }
    expect(await shown(anonymous)).toEqual([id])
  })

  it('sees each report once, and keeping the image closes them', async () => {
    const { id } = await publish()
    expect(await codeOf(reportPublication(anonymous, id, report))).toBe('unauthenticated')
    await Promise.all([reportPublication(outsider, id, report), reportPublication(outsider, id, report), reportPublication(member, id, report)])
    const [waiting] = (await listModeration(instanceAdmin)).reported
    expect(waiting).toMatchObject({ id, authorId: author.userId })
    expect(waiting?.reports.map(({ reporter }) => reporter).sort()).toEqual(['usr_member', 'usr_outsider'])
    await dismissReports(instanceAdmin, id)
    expect((await listModeration(instanceAdmin)).reported).toEqual([])
    await reportPublication(outsider, id, report)
    expect((await listModeration(instanceAdmin)).reported).toHaveLength(1)
  })

  it('hides an image from everybody with a reason for its author, who cannot publish it again until it is restored', async () => {
    const { id } = await publish()
    await hidePublication(instanceAdmin, id, 'It shows a logo')
    expect(await shown(anonymous)).toEqual([])
    for (const [, who] of everybodyElse) expect(await codeOf(getPublication(who, id))).toBe('not_found')
    expect(await getPublication(author, id)).toMatchObject({ status: 'hidden', hiddenReason: 'It shows a logo' })
    expect(await codeOf(publish())).toBe('conflict')
    await restorePublication(instanceAdmin, id)
    expect(await shown(anonymous)).toEqual([id])
  })

  it('bans an author, whose images go out of sight and come back with the ban', async () => {
    const { id } = await publish()
    await setGalleryBan(instanceAdmin, author.userId, true)
    expect(await shown(anonymous)).toEqual([])
    expect(await codeOf(readPublicationFile(outsider, id, 'image'))).toBe('not_found')
    expect(await codeOf(publish())).toBe('conflict')
    expect((await listModeration(instanceAdmin)).banned.map(({ userId }) => userId)).toEqual([author.userId])
    expect(await codeOf(setGalleryBan(instanceAdmin, instanceAdmin.userId, true))).toBe('invalid')
    await setGalleryBan(instanceAdmin, author.userId, false)
    expect(await shown(anonymous)).toEqual([id])
    expect(await statusOf(id)).toBe('published')
  })
})

describe('a scene as a start', () => {
  it('is given to nobody unless its author allows it', async () => {
    const { id } = await publish()
    expect(await codeOf(startFromPublication(outsider, { publicationId: id, teamId: 'team_b' }))).toBe('not_found')
    await publish({ allowSceneStart: true })
    expect(await codeOf(startFromPublication(anonymous, { publicationId: id, teamId: 'team_b' }))).toBe('unauthenticated')
    expect(await codeOf(startFromPublication(outsider, { publicationId: id, teamId: 'team_a' }))).toBe('not_found')
    await unpublish(author, id)
    expect(await codeOf(startFromPublication(outsider, { publicationId: id, teamId: 'team_b' }))).toBe('not_found')
  })

  it('is a scene of the own team at the camera of the image, with copies of its models', async () => {
    const bytes = Buffer.from(`glTF model ${newId('ast')}`)
    const model = await storeAsset(author, { teamId: 'team_a', kind: 'model', bytes, mime: 'model/gltf-binary' })
    const { plinth } = SAMPLE_SCENES
    const node = { type: 'model', name: 'Chair', visible: true, position: [0, 0, 0], rotation: [0, 0, 0], scale: [1, 1, 1], assetId: model.id, material: null }
    const document = sceneDocumentSchema.parse({
      ...plinth.document,
      nodes: { ...plinth.document.nodes, node_chair: node },
      order: [...plinth.document.order, 'node_chair'],
    })
    outputId = await finishedOutput(document)
    const { id } = await publish({ allowSceneStart: true })
    const { id: sceneId } = await startFromPublication(outsider, { publicationId: id, teamId: 'team_b' })
    const [row] = await db().select().from(scenes).where(eq(scenes.id, sceneId))
    const copy = sceneDocumentSchema.parse(row?.document)
    expect(row).toMatchObject({ teamId: 'team_b', name: 'Bottle at dusk' })
    expect(copy.camera.fov).toBe(50)
    const chair = copy.nodes.node_chair
    const [asset] = await db()
      .select()
      .from(assets)
      .where(eq(assets.id, chair?.type === 'model' ? chair.assetId : ''))
    expect(asset).toMatchObject({ teamId: 'team_b', sha256: model.sha256, kind: 'model' })
  })

  it('of an example is its sample', async () => {
    await seedGallery(db())
    const [example] = await db().select().from(publications).where(eq(publications.sampleKey, 'clay-study'))
    const { id } = await startFromPublication(outsider, { publicationId: example?.id ?? '', teamId: 'team_b' })
    const [row] = await db().select().from(scenes).where(eq(scenes.id, id))
    expect(sceneDocumentSchema.parse(row?.document).nodes).toEqual(SAMPLE_SCENES['small-objects'].document.nodes)
  })
})
