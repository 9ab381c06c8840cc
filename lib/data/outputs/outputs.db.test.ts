import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { collections, generationOutputs, memberships } from '@/db/schema'
import { createTestTeam, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { TAGS_MAX } from '@/lib/domain/curation'
import { NO_FILTER } from '@/lib/domain/history-filter'
import type { UserActor } from '../actor'
import { anonymous, system } from '../actor'
import {
  addToCollection,
  createCollection,
  deleteCollection,
  moveBetween,
  removeFromCollection,
  renameCollection,
  restoreCollection,
} from '../collections/mutations'
import { getCollection, listCollections } from '../collections/queries'
import { db } from '../db'
import { addOutput, restore, softDelete, succeed } from '../generations/mutations'
import { getGeneration } from '../generations/queries'
import { requestGeneration } from '../generations/request-generation'
import { output, queued, refusal, rowOf, running, useTeams } from '../generations/testing/generations'
import { listHistory } from '../history/queries'
import { describeOutput, rate, setFavourite, setTags } from './mutations'
import { listTrash, restoreOutputs, trashOutputs } from './trash'
import { manifestOf } from './zip'

const { team, stranger } = useTeams()

/** A finished generation with some images. */
async function finished(of: TestTeam, images: 1 | 2 | 4 = 1): Promise<{ id: string; outputs: string[] }> {
  const { settings } = await testRequest(of)
  const id = await running(of, { settings: { ...settings, images } })
  const outputs: string[] = []
  for (let i = 0; i < images; i++) outputs.push((await addOutput(system, await output(of, id, i))) ?? '')
  await succeed(system, id)
  return { id, outputs }
}
async function viewerOf(of: TestTeam): Promise<UserActor> {
  const { actor } = await createTestTeam()
  await db().insert(memberships).values({ teamId: of.teamId, userId: actor.userId, role: 'viewer' })
  return actor
}
const shown = async (of: TestTeam, filter = {}): Promise<string[]> =>
  (await listHistory(of.actor, { teamId: of.teamId, filter: { ...NO_FILTER, ...filter } })).items.flatMap((item) => item.outputs.map(({ id }) => id))

describe('who may mark images', () => {
  test('nobody outside the team, and of a selection all or none', async () => {
    const { outputs } = await finished(team)
    const mine = await finished(stranger)
    const mixed = [...outputs, ...mine.outputs]
    const [first = ''] = outputs
    const tries = [
      setFavourite(stranger.actor, mixed, true),
      rate(stranger.actor, first, 5),
      setTags(stranger.actor, mixed, { add: ['x'], remove: [] }),
      describeOutput(stranger.actor, first, { title: 'Mine', note: null }),
      trashOutputs(stranger.actor, mixed),
      restoreOutputs(stranger.actor, outputs),
      manifestOf(stranger.actor, mixed),
      manifestOf(anonymous, outputs),
    ]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
    expect((await getGeneration(stranger.actor, mine.id)).outputs[0]).toMatchObject({ favourite: false, tags: [], stars: null })
  })

  test('a viewer has favourites and stars, and changes nothing else', async () => {
    const { id, outputs } = await finished(team)
    const viewer = await viewerOf(team)
    await setFavourite(viewer, outputs, true)
    await rate(viewer, outputs[0] ?? '', 4)
    expect((await getGeneration(viewer, id)).outputs[0]).toMatchObject({ favourite: true, myStars: 4, stars: 4 })
    expect((await getGeneration(team.actor, id)).outputs[0]).toMatchObject({ favourite: false, myStars: null, stars: 4 })
    const tries = [
      setTags(viewer, outputs, { add: ['x'], remove: [] }),
      describeOutput(viewer, outputs[0] ?? '', { title: 'x', note: null }),
      trashOutputs(viewer, outputs),
    ]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
  })
})

describe('marks', () => {
  test('stars given at once by many are all counted, and can be taken back', async () => {
    const { id, outputs } = await finished(team)
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => viewerOf(team)))
    await Promise.all(people.map((person, i) => rate(person, outputs[0] ?? '', i + 1)))
    expect((await getGeneration(team.actor, id)).outputs[0]?.stars).toBe(3)
    expect((await rowOf(id)).bestStars).toBe(3)
    for (const person of people) await rate(person, outputs[0] ?? '', null)
    expect((await rowOf(id)).bestStars).toBeNull()
    expect(await refusal(rate(team.actor, outputs[0] ?? '', 6))).toMatchObject({ code: 'invalid' })
  })

  test('tags are one in any writing, found at once, and not endless', async () => {
    const own = await createTestTeam()
    const { outputs } = await finished(own, 2)
    await setTags(own.actor, outputs, { add: [' Final   CUT ', 'final cut'], remove: [] })
    expect(await shown(own, { tag: 'final cut' })).toEqual(outputs)
    expect(await shown(own, { q: 'cut' })).toEqual(outputs)
    await setTags(own.actor, [outputs[0] ?? ''], { add: [], remove: ['final cut'] })
    expect(await shown(own, { tag: 'final cut' })).toEqual([outputs[1]])
    const many = Array.from({ length: TAGS_MAX }, (_, i) => `tag ${i}`)
    expect(await refusal(setTags(own.actor, outputs, { add: many, remove: [] }))).toMatchObject({ code: 'invalid' })
    expect(await refusal(setTags(own.actor, outputs, { add: ['a,b'], remove: [] }))).toMatchObject({ code: 'invalid' })
  })

  test('a title is searched, a note is shown on the image’s own page', async () => {
    const own = await createTestTeam()
    const { id, outputs } = await finished(own)
    await describeOutput(own.actor, outputs[0] ?? '', { title: ' Heliotrope ', note: '' })
    expect(await shown(own, { q: 'heliotrope' })).toEqual(outputs)
    expect((await getGeneration(own.actor, id)).outputs[0]).toMatchObject({ title: 'Heliotrope', note: null })
    await describeOutput(own.actor, outputs[0] ?? '', { title: null, note: 'For the client' })
    expect(await shown(own, { q: 'heliotrope' })).toEqual([])
  })
})

describe('the trash', () => {
  test('takes images out of everything, and the generation with the last one; restoring undoes it', async () => {
    const own = await createTestTeam()
    const { id, outputs } = await finished(own, 2)
    const [first = '', second = ''] = outputs
    await rate(own.actor, first, 5)
    await trashOutputs(own.actor, [first])
    expect(await shown(own)).toEqual([second])
    expect((await rowOf(id)).bestStars).toBeNull()
    await trashOutputs(own.actor, [second])
    expect(await shown(own)).toEqual([])
    expect(await refusal(getGeneration(own.actor, id))).toMatchObject({ code: 'not_found' })
    expect(await refusal(manifestOf(own.actor, [first]))).toMatchObject({ code: 'not_found' })
    expect((await listTrash(own.actor, { teamId: own.teamId })).items.map((item) => item.id).sort()).toEqual([...outputs].sort())
    expect((await listTrash(stranger.actor, { teamId: own.teamId })).items).toEqual([])
    await restoreOutputs(own.actor, [first])
    expect(await shown(own)).toEqual([first])
    expect((await rowOf(id)).bestStars).toBe(5)
    expect(await shown(own, { q: 'golden' })).toEqual([first])
  })

  test('deleting a whole generation and undoing it leaves in the trash what was there before', async () => {
    const own = await createTestTeam()
    const { id, outputs } = await finished(own, 2)
    await trashOutputs(own.actor, [outputs[0] ?? ''])
    await softDelete(own.actor, id)
    expect(await shown(own, { q: 'golden' })).toEqual([])
    await restore(own.actor, id)
    expect(await shown(own)).toEqual([outputs[1]])
  })

  test('pages without losing or repeating what went there at one moment', async () => {
    const own = await createTestTeam()
    const { outputs } = await finished(own, 4)
    await trashOutputs(own.actor, outputs)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listTrash(own.actor, { teamId: own.teamId, cursor, limit: 3 })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen.sort()).toEqual([...outputs].sort())
  })

  test('refuses images of work that has not ended', async () => {
    const id = await running(team)
    const outputId = (await addOutput(system, await output(team, id, 0))) ?? ''
    expect(await refusal(trashOutputs(team.actor, [outputId]))).toMatchObject({ code: 'conflict' })
  })
})

describe('collections', () => {
  test('hold images of their own team, each once, in several; deleting one leaves the images', async () => {
    const own = await createTestTeam()
    const { outputs } = await finished(own, 2)
    const foreign = await finished(stranger)
    const { id } = await createCollection(own.actor, { teamId: own.teamId, name: ' Client ', outputIds: outputs })
    const other = await createCollection(own.actor, { teamId: own.teamId, name: 'Second' })
    expect(await addToCollection(own.actor, id, outputs)).toEqual({ added: 0 })
    expect(await refusal(addToCollection(own.actor, id, foreign.outputs))).toMatchObject({ code: 'not_found' })
    await moveBetween(own.actor, { from: id, to: other.id, outputIds: [outputs[0] ?? ''] })
    expect(await shown(own, { collection: id })).toEqual([outputs[1]])
    expect(await shown(own, { collection: other.id })).toEqual([outputs[0]])
    await trashOutputs(own.actor, [outputs[0] ?? ''])
    const listed = await listCollections(own.actor, own.teamId)
    expect(Object.fromEntries(listed.map(({ name, images, covers }) => [name, [images, covers.length]]))).toEqual({ Client: [1, 1], Second: [0, 0] })
    expect(await getCollection(own.actor, id)).toMatchObject({ name: 'Client', images: 1 })
    await deleteCollection(own.actor, id)
    expect(await shown(own, { collection: id })).toEqual([])
    expect(await shown(own)).toEqual([outputs[1]])
    await restoreCollection(own.actor, id)
    await removeFromCollection(own.actor, id, outputs)
    expect((await getCollection(own.actor, id)).images).toBe(0)
  })

  test('belong to members: others find none, a viewer changes none', async () => {
    const { outputs } = await finished(team)
    const { id } = await createCollection(team.actor, { teamId: team.teamId, name: 'Ours' })
    const viewer = await viewerOf(team)
    for (const actor of [stranger.actor, viewer]) {
      const tries = [
        createCollection(actor, { teamId: team.teamId, name: 'x' }),
        renameCollection(actor, id, 'x'),
        deleteCollection(actor, id),
        addToCollection(actor, id, outputs),
        removeFromCollection(actor, id, outputs),
      ]
      for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
    }
    expect(await listCollections(stranger.actor, team.teamId)).toEqual([])
    expect((await listCollections(viewer, team.teamId)).length).toBeGreaterThan(0)
    const [row] = await db().select().from(collections).where(eq(collections.id, id))
    expect(row).toMatchObject({ name: 'Ours', deletedAt: null })
  })
})

describe('what a request freezes', () => {
  test('the shot whose camera it was, whether it has references, and the image that it began with', async () => {
    const own = await createTestTeam()
    const { outputs } = await finished(own)
    const request = await testRequest(own)
    await db().execute(
      sql`update scenes set document = jsonb_set(document, '{shots}', ${JSON.stringify([{ id: 'shot_a', name: 'Front', camera: request.camera }])}::jsonb) where id = ${own.sceneId}`,
    )
    const reference = { slot: 2 as const, assetId: request.snapshotAssetId ?? '', role: 'style' as const, strength: 1 }
    const { generationId } = await requestGeneration(own.actor, { ...request, references: [reference], remixedFromOutputId: outputs[0] })
    expect(await getGeneration(own.actor, generationId)).toMatchObject({ shotName: 'Front', hasReference: true, remixedFromOutputId: outputs[0] })
    const free = await queued(own, { camera: { ...request.camera, fov: 33 } })
    expect(await getGeneration(own.actor, free)).toMatchObject({ shotName: null, hasReference: false, remixedFromOutputId: null })
    expect(
      await refusal(testRequest(stranger, { remixedFromOutputId: outputs[0] }).then((foreign) => requestGeneration(stranger.actor, foreign))),
    ).toMatchObject({ code: 'not_found' })
  })
})

describe('the manifest of a zip', () => {
  test('names the images in the chosen order under names of their own, and says how they were made', async () => {
    const own = await createTestTeam()
    const [one, two] = [await finished(own, 2), await finished(own)]
    const ids = [...two.outputs, ...one.outputs.toReversed()]
    await describeOutput(own.actor, two.outputs[0] ?? '', { title: 'Golden hour', note: '../../etc' })
    const files = await manifestOf(own.actor, ids)
    expect(files.map(({ outputId }) => outputId)).toEqual(ids)
    const names = files.map(({ file }) => file)
    expect(new Set(names).size).toBe(3)
    for (const name of names) expect(name).toMatch(/^[\p{L}\p{N}-]+\.png$/u)
    expect(files[0]).toMatchObject({ title: 'Golden hour', prompt: 'Golden hour', seed: 7, settings: { ratio: '4:3' } })
    const [row] = await db()
      .select()
      .from(generationOutputs)
      .where(eq(generationOutputs.id, ids[0] ?? ''))
    expect(row?.note).toBe('../../etc')
  })
})
