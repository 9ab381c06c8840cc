import { randomUUID } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { auditLog, explorations, generationReferences, generations, memberships, teamQuotas } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { TRASH_DAYS } from '@/lib/domain/curation'
import { type Explore, NO_EXPLORATION } from '@/lib/domain/exploration'
import { anonymous, system, type UserActor } from '../actor'
import { db } from '../db'
import { addOutput, fail, markRunning, softDelete, succeed } from '../generations/mutations'
import { purgeTrash } from '../generations/purge'
import { getGeneration } from '../generations/queries'
import { tryAgain } from '../generations/request-generation'
import { hosted, ledgerOf, output, queued, refusal, rowOf, useTeams } from '../generations/testing/generations'
import { listHistory } from '../history/queries'
import { cancelExploration } from './cancel-exploration'
import { getExploration } from './queries'
import { type RequestExploration, requestExploration } from './request-exploration'

const { team, stranger } = useTeams()

const PROMPT = '{oak|walnut|ash} table'

async function asking(of: TestTeam, changes: Partial<RequestExploration> = {}): Promise<RequestExploration> {
  const { explore, ...rest } = changes
  return { ...(await testRequest(of, { prompt: PROMPT, ...rest })), explore: explore ?? { ...NO_EXPLORATION, seeds: 2 } }
}
const explored = async (of: TestTeam, changes: Partial<RequestExploration> = {}) => requestExploration(of.actor, await asking(of, changes))
const rowsOf = (explorationId: string) =>
  db().select().from(generations).where(eq(generations.explorationId, explorationId)).orderBy(generations.explorationPlace, generations.id)
const countIn = async (teamId: string): Promise<number> => db().$count(generations, eq(generations.teamId, teamId))

async function viewerOf(of: TestTeam): Promise<UserActor> {
  const { actor } = await createTestTeam()
  await db().insert(memberships).values({ teamId: of.teamId, userId: actor.userId, role: 'viewer' })
  return actor
}
async function finish(of: TestTeam, id: string): Promise<void> {
  await markRunning(system, id, 'test/1')
  await addOutput(system, await output(of, id, 0))
  await succeed(system, id)
}

describe('one press that explores', () => {
  test('makes a generation for each place, with its own prompt, reading, seed and reservation, from one snapshot and one frozen scene', async () => {
    const request = await asking(team)
    const { explorationId, generations: made } = await requestExploration(team.actor, request)
    const rows = await rowsOf(explorationId)
    expect(rows.map((row) => [row.explorationPlace, row.explorationLabel, row.prompt, row.settings.seed])).toEqual([
      [0, 'Seed 7 · oak', 'oak table', 7],
      [1, 'Seed 7 · walnut', 'walnut table', 7],
      [2, 'Seed 7 · ash', 'ash table', 7],
      [3, 'Seed 8 · oak', 'oak table', 8],
      [4, 'Seed 8 · walnut', 'walnut table', 8],
      [5, 'Seed 8 · ash', 'ash table', 8],
    ])
    expect(made.map(({ generationId, created }) => [generationId, created])).toEqual(rows.map((row) => [row.id, true]))
    expect(new Set(rows.map((row) => row.sceneRevisionId)).size).toBe(1)
    expect(new Set(rows.map((row) => row.snapshotAssetId))).toEqual(new Set([request.snapshotAssetId]))
    expect(new Set(rows.map((row) => JSON.stringify(row.reading))).size).toBe(3)
    for (const row of rows) {
      expect(row).toMatchObject({ status: 'queued', settings: { images: 1 } })
      expect(await ledgerOf(row.id)).toEqual([['reserve', 0]])
    }
    const audited = await db()
      .select({ action: auditLog.action })
      .from(auditLog)
      .where(
        inArray(
          auditLog.targetId,
          rows.map(({ id }) => id),
        ),
      )
    expect(audited).toHaveLength(6)
    expect(await db().select().from(explorations).where(eq(explorations.id, explorationId))).toMatchObject([
      { teamId: team.teamId, sceneId: team.sceneId, authorId: team.actor.userId, kinds: ['words', 'seed'], cells: 6 },
    ])
  })

  test('of strengths gives each its own strength of that reference', async () => {
    const references = await Promise.all(
      ([2, 3] as const).map(async (slot) => ({
        slot,
        assetId: await storeTestPicture(team.actor, team.teamId, 'reference'),
        role: 'style' as const,
        strength: 0.6,
      })),
    )
    const explore: Explore = { seeds: 1, strength: { slot: 3, from: 0.25, to: 1, steps: 4 }, words: true }
    const { explorationId } = await explored(team, { prompt: 'Dusk', references, explore })
    const strengths = await Promise.all(
      (await rowsOf(explorationId)).map(async ({ id }) =>
        (await db().select().from(generationReferences).where(eq(generationReferences.generationId, id)).orderBy(generationReferences.slot)).map(
          (row) => row.strength,
        ),
      ),
    )
    expect(strengths.map((each) => each.map((value) => Number(value.toFixed(2))))).toEqual([
      [0.6, 0.25],
      [0.6, 0.5],
      [0.6, 0.75],
      [0.6, 1],
    ])
  })

  test('pressed twice at the same moment makes one exploration, and a later press of the same button finds it', async () => {
    const own = await createTestTeam()
    const request = await asking(own)
    const both = await Promise.all([requestExploration(own.actor, request), requestExploration(own.actor, request), requestExploration(own.actor, request)])
    const later = await requestExploration(own.actor, request)
    expect(new Set([...both, later].map(({ explorationId }) => explorationId)).size).toBe(1)
    expect(both.flatMap((each) => each.generations).filter(({ created }) => created)).toHaveLength(6)
    expect(later.generations.map(({ created }) => created)).toEqual(Array.from({ length: 6 }, () => false))
    expect(await countIn(own.teamId)).toBe(6)
  })

  test.each([
    ['more than eight images', { explore: { ...NO_EXPLORATION, seeds: 4 } }, '12 images: 3 wordings × 4 seeds. At most 8 can be made at once.'],
    ['a single image', { prompt: 'Dusk', explore: NO_EXPLORATION }, 'There is nothing to explore in this. Choose seeds, strengths or words to try.'],
    ['a brace left open', { prompt: 'a {oak|ash table' }, 'A brace is left open: “{oak|ash table”. Close it with }.'],
    [
      'the strength of an empty slot',
      { prompt: 'Dusk', explore: { seeds: 1, strength: { slot: 2, from: 0, to: 1, steps: 2 }, words: true } },
      'Slot 2 holds no reference whose strength could be tried.',
    ],
    ['settings that the engine cannot make', { settings: { ...hosted, size: 2048 }, explore: NO_EXPLORATION }, 'cannot make size 2048'],
    ['seeds with an engine that takes none', { settings: hosted }, 'picture-1 takes no seed, so seeds cannot be tried with it.'],
    ['a snapshot that is missing', { snapshotAssetId: null }, 'The picture of the canvas is missing'],
    ['a single place that cannot be made', { settings: hosted, prompt: '{|Dusk}', explore: NO_EXPLORATION }, 'Nothing to work from.'],
  ] as const)('is refused whole, with a sentence, for %s', async (_, changes, sentence) => {
    const own = await createTestTeam()
    const request = { ...(await asking(own)), ...(changes as Partial<RequestExploration>) }
    const error = await refusal(requestExploration(own.actor, request))
    expect(error.code).toBe('invalid')
    expect(error.userMessage).toContain(sentence)
    expect(await countIn(own.teamId)).toBe(0)
    expect(await db().$count(explorations, eq(explorations.teamId, own.teamId))).toBe(0)
  })

  test('is refused whole where some of it would be too many that wait', async () => {
    const own = await createTestTeam()
    await db().insert(teamQuotas).values({ teamId: own.teamId, openGenerationsMax: 8 })
    for (let i = 0; i < 3; i++) await queued(own)
    expect(await refusal(explored(own))).toMatchObject({
      code: 'rate_limited',
      userMessage: '3 images are already waiting, and 6 more would be too many. Let some finish, or cancel them.',
    })
    expect(await countIn(own.teamId)).toBe(3)
  })

  test('is for those who may make images here: a scene of others does not exist, nor do their files', async () => {
    const request = await asking(team)
    for (const actor of [stranger.actor, await viewerOf(team)]) expect(await refusal(requestExploration(actor, request))).toMatchObject({ code: 'not_found' })
    expect(await refusal(requestExploration(anonymous, request))).toMatchObject({ code: 'unauthenticated' })
    const smuggled = { ...(await asking(stranger)), snapshotAssetId: request.snapshotAssetId }
    expect(await refusal(requestExploration(stranger.actor, smuggled))).toMatchObject({ code: 'not_found' })
    expect(await countIn(stranger.teamId)).toBe(0)
  })
})

describe('the grid', () => {
  test('is read by everybody in the team and by nobody else; what was deleted is missing from it', async () => {
    const { explorationId, generations: made } = await explored(team, { explore: NO_EXPLORATION })
    const [first, second] = made.map(({ generationId }) => generationId)
    await finish(team, first ?? '')
    await fail(system, second ?? '', { code: 'transient', message: 'It broke.' })
    for (const actor of [team.actor, await viewerOf(team)]) {
      const grid = await getExploration(actor, explorationId)
      expect(grid).toMatchObject({ teamId: team.teamId, sceneId: team.sceneId, cells: 3 })
      expect(grid.runs.map(({ status, outputs, exploration }) => [status, outputs.length, exploration?.place, exploration?.label])).toEqual([
        ['succeeded', 1, 0, 'oak'],
        ['failed', 0, 1, 'walnut'],
        ['queued', 0, 2, 'ash'],
      ])
    }
    for (const id of [explorationId, 'exp_unknown']) expect(await refusal(getExploration(stranger.actor, id))).toMatchObject({ code: 'not_found' })
    await softDelete(team.actor, second ?? '')
    expect((await getExploration(team.actor, explorationId)).runs.map(({ exploration }) => exploration?.place)).toEqual([0, 2])
  })

  test('names each place in History and on the page of an image; what was made by itself has none', async () => {
    const own = await createTestTeam()
    const alone = await queued(own)
    const { explorationId, generations: made } = await explored(own, { explore: NO_EXPLORATION })
    const place = { id: explorationId, place: 0, label: 'oak', cells: 3 }
    expect((await getGeneration(own.actor, made[0]?.generationId ?? '')).exploration).toEqual(place)
    const { items } = await listHistory(own.actor, { teamId: own.teamId, sceneId: own.sceneId })
    expect(items.map(({ id, exploration }) => [id, exploration?.place ?? null]).sort()).toEqual(
      [[alone, null], ...made.map(({ generationId }, i) => [generationId, i])].sort(),
    )
  })

  test('gets another try of what failed into its place, while what succeeded keeps it', async () => {
    const { explorationId, generations: made } = await explored(team, { explore: NO_EXPLORATION })
    const [first, second] = made.map(({ generationId }) => generationId)
    await finish(team, first ?? '')
    await fail(system, second ?? '', { code: 'transient', message: 'It broke.' })
    const again = await tryAgain(team.actor, { generationId: second ?? '', requestKey: randomUUID() })
    expect(await rowOf(again.generationId)).toMatchObject({ explorationId, explorationPlace: 1, explorationLabel: 'walnut', prompt: 'walnut table' })
    const beside = await tryAgain(team.actor, { generationId: first ?? '', requestKey: randomUUID() })
    expect((await rowOf(beside.generationId)).explorationId).toBeNull()
    expect((await getExploration(team.actor, explorationId)).runs.map(({ id, exploration }) => [id, exploration?.place])).toEqual([
      [first, 0],
      [second, 1],
      [again.generationId, 1],
      [made[2]?.generationId, 2],
    ])
  })
})

test('what differs in an image leaves with it when the trash is emptied, since it holds words of the prompt', async () => {
  const { generations: made } = await explored(team, { explore: NO_EXPLORATION })
  const id = made[0]?.generationId ?? ''
  await finish(team, id)
  await softDelete(team.actor, id)
  await purgeTrash(system, Date.now() + (TRASH_DAYS + 1) * 86_400_000)
  expect(await rowOf(id)).toMatchObject({ prompt: '', explorationLabel: null })
  expect((await rowOf(made[1]?.generationId ?? '')).explorationLabel).toBe('walnut')
})

describe('cancel all', () => {
  test('ends what waits and works, gives back what was reserved, and leaves what had ended', async () => {
    const { explorationId, generations: made } = await explored(team, { settings: hosted, snapshotAssetId: null, explore: NO_EXPLORATION })
    const [first, second, third] = made.map(({ generationId }) => generationId)
    await finish(team, first ?? '')
    await markRunning(system, second ?? '', 'test/1')
    const other = await queued(team)
    const { canceled } = await cancelExploration(team.actor, explorationId)
    expect(canceled).toEqual([second, third])
    expect((await rowsOf(explorationId)).map(({ status }) => status)).toEqual(['succeeded', 'canceled', 'canceled'])
    for (const id of canceled) expect((await ledgerOf(id)).map(([kind]) => kind)).toEqual(['reserve', 'release'])
    expect((await rowOf(other)).status).toBe('queued')
    expect(await cancelExploration(team.actor, explorationId)).toEqual({ canceled: [] })
  })

  test('is for those who may cancel here', async () => {
    const { explorationId } = await explored(team, { explore: NO_EXPLORATION })
    for (const actor of [stranger.actor, await viewerOf(team)])
      expect(await refusal(cancelExploration(actor, explorationId))).toMatchObject({ code: 'not_found' })
    expect(await refusal(cancelExploration(anonymous, explorationId))).toMatchObject({ code: 'unauthenticated' })
    expect(await db().$count(generations, and(eq(generations.explorationId, explorationId), eq(generations.status, 'queued')))).toBe(3)
  })
})
