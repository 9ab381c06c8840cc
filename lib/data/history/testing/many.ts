import { eq } from 'drizzle-orm'
import { collectionOutputs, collections, generationOutputs, generations, outputFavourites, scenes } from '@/db/schema'
import { addPerson, storeTestPicture, type TestTeam } from '@/e2e/fixtures/generations'
import type { UserActor } from '@/lib/data/actor'
import { newId } from '@/lib/domain/ids'
import { db } from '../../db'
import { indexGenerations, learnWords } from '../search-index'

/** One generation as the oracle of the tests knows it. */
export type Known = {
  id: string
  createdAt: number
  author: string
  scene: string
  sceneName: string
  shot: string | null
  engine: string
  ratio: '1:1' | '4:3'
  status: 'succeeded' | 'canceled'
  hasReference: boolean
  prompt: string
  trashed: boolean
  outputs: KnownOutput[]
}
export type KnownOutput = {
  id: string
  trashed: boolean
  title: string | null
  tags: string[]
  review: 'approved' | 'changes_requested' | null
  starsSum: number
  starsCount: number
  favourite: boolean
  collected: boolean
  fidelity: number | null
}

export const PROMPTS = ['Golden hour on brass', 'golden dusk', 'A glass vase, brushed steel', 'Café table, warm-toned', 'Brass lamp'] as const

/** A generator of numbers from 0 to 1 that gives the same ones every time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export type Made = { known: Known[]; authors: string[]; scenes: string[]; collectionId: string; reader: UserActor }

/** Fills a team with generations of every kind. Many share their moment, as those of an import would. */
export async function makeMany(team: TestTeam, many: number, random: () => number): Promise<Made> {
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0]
  const chance = (share: number): boolean => random() < share
  const { userId: other } = await addPerson(team.teamId, 'member')
  const second = newId('scn')
  const [first] = await db().select().from(scenes).where(eq(scenes.id, team.sceneId))
  if (!first) throw new Error('The team has no scene.')
  await db()
    .insert(scenes)
    .values({ ...first, id: second, name: 'Quokka corner' })
  await learnWords(db(), team.teamId, 'Quokka corner')
  const collectionId = newId('col')
  await db().insert(collections).values({ id: collectionId, teamId: team.teamId, name: 'Chosen' })
  const assetId = await storeTestPicture(team.actor, team.teamId, 'output')

  const known = Array.from({ length: many }, (_, i): Known => {
    const scene = pick([team.sceneId, second])
    const status = pick<Known['status']>(['succeeded', 'succeeded', 'succeeded', 'canceled'])
    const outputs = status === 'canceled' ? [] : Array.from({ length: pick([1, 2, 4]) }, () => anOutput(chance, pick))
    return {
      id: newId('gen', 1_700_000_000_000 + i),
      createdAt: Date.UTC(2026, 0, 1 + Math.floor(random() * 6), pick([0, 12, 23])),
      author: pick([team.actor.userId, other]),
      scene,
      sceneName: scene === second ? 'Quokka corner' : first.name,
      shot: pick([null, 'Front', 'Close']),
      engine: pick(['studio', 'openai-compatible']),
      ratio: pick(['1:1', '4:3']),
      status,
      hasReference: chance(0.3),
      prompt: pick(PROMPTS),
      trashed: outputs.length > 0 ? outputs.every((output) => output.trashed) : chance(0.2),
      outputs,
    }
  })
  await insertAll(team, known, assetId, collectionId)
  await indexGenerations(
    db(),
    known.map(({ id }) => id),
  )
  return { known, authors: [team.actor.userId, other], scenes: [team.sceneId, second], collectionId, reader: team.actor }
}

function anOutput(chance: (share: number) => boolean, pick: <T>(of: readonly [T, ...T[]]) => T): KnownOutput {
  const starsCount = pick([0, 1, 2])
  return {
    id: newId('out'),
    trashed: chance(0.2),
    title: pick([null, null, 'Hero shot', 'Ocelot']),
    tags: pick([[], ['client'], ['client', 'final cut'], ['brass']]),
    review: pick([null, null, 'approved', 'changes_requested']),
    starsCount,
    starsSum: starsCount * pick([1, 3, 5]) - (starsCount === 2 ? 1 : 0),
    favourite: chance(0.3),
    collected: chance(0.3),
    fidelity: pick([null, null, 0, 41.7, 92.3, 100]),
  }
}

async function insertAll(team: TestTeam, known: readonly Known[], assetId: string, collectionId: string): Promise<void> {
  const { teamId } = team
  await db()
    .insert(generations)
    .values(
      known.map((one) => ({
        id: one.id,
        teamId,
        sceneId: one.scene,
        authorId: one.author,
        requestKey: one.id,
        status: one.status,
        engine: one.engine,
        prompt: one.prompt,
        settings: { engine: one.engine, canvas: true, ratio: one.ratio, size: 512 as const, quality: 'draft' as const, seed: 1, images: 1 as const },
        width: 512,
        height: 512,
        createdAt: new Date(one.createdAt),
        finishedAt: new Date(one.createdAt),
        deletedAt: one.trashed ? new Date() : null,
        shotName: one.shot,
        hasReference: one.hasReference,
        bestStars: bestOf(one),
        bestFidelity: bestFidelityOf(one),
      })),
    )
  const outputs = known.flatMap((one) => one.outputs.map((output, index) => ({ one, output, index })))
  await db()
    .insert(generationOutputs)
    .values(
      outputs.map(({ one, output, index }) => ({
        id: output.id,
        generationId: one.id,
        teamId,
        index,
        assetId,
        thumbnailAssetId: assetId,
        thumbhash: 'AAAA',
        width: 512,
        height: 512,
        title: output.title,
        tags: output.tags,
        review: output.review,
        starsSum: output.starsSum,
        fidelity: output.fidelity,
        starsCount: output.starsCount,
        requestedAt: new Date(one.createdAt),
        deletedAt: output.trashed ? new Date() : null,
      })),
    )
  const favourites = outputs.filter(({ output }) => output.favourite)
  await db()
    .insert(outputFavourites)
    .values(favourites.map(({ one, output }) => ({ userId: team.actor.userId, outputId: output.id, teamId, generationId: one.id })))
  const collected = outputs.filter(({ output }) => output.collected)
  await db()
    .insert(collectionOutputs)
    .values(collected.map(({ output }) => ({ collectionId, outputId: output.id })))
}

/** The best average among the images that are not in the trash, as a 32-bit float like the database's. */
export function bestOf(one: Known): number | null {
  const averages = one.outputs.filter((output) => !output.trashed && output.starsCount > 0).map((output) => Math.fround(output.starsSum / output.starsCount))
  return averages.length === 0 ? null : Math.max(...averages)
}

/** The best fidelity among the images that are not in the trash. */
export function bestFidelityOf(one: Known): number | null {
  const scores = one.outputs.flatMap(({ trashed, fidelity }) => (trashed || fidelity === null ? [] : [Math.fround(fidelity)]))
  return scores.length === 0 ? null : Math.max(...scores)
}
