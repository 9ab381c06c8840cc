import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { generations, memberships } from '@/db/schema'
import { createTestTeam } from '@/e2e/fixtures/generations'
import { HISTORY_SORTS, type HistoryFilter, type HistorySort, NO_FILTER } from '@/lib/domain/history-filter'
import { anonymous } from '../actor'
import { db } from '../db'
import { queued, refusal, useTeams } from '../generations/testing/generations'
import { renameScene } from '../scenes/mutations'
import { historyFacets } from './facets'
import { listHistory } from './queries'
import { deleteFilter, listSavedFilters, SAVED_FILTERS_MAX, saveFilter } from './saved-filters'
import { bestFidelityOf, bestOf, type Known, type KnownOutput, type Made, makeMany, randomFrom } from './testing/many'

const { team, stranger } = useTeams()
let made: Made
beforeAll(async () => {
  made = await makeMany(team, 160, randomFrom(7))
})

const fold = (text: string): string[] => {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** The filter, said once more in plain code. */
function oracle(filter: HistoryFilter, known: readonly Known[], collectionId: string): { id: string; outputs: string[] }[] {
  const fits = (output: KnownOutput): boolean =>
    !output.trashed &&
    (filter.tag === null || output.tags.includes(filter.tag)) &&
    (filter.review === null || output.review === filter.review) &&
    (filter.stars === null || (output.starsCount > 0 && output.starsSum / output.starsCount >= filter.stars)) &&
    (!filter.favourite || output.favourite) &&
    (filter.collection === null || (filter.collection === collectionId && output.collected))
  const asksOutputs = filter.tag !== null || filter.review !== null || filter.stars !== null || filter.favourite || filter.collection !== null
  const day = (one: Known): string => new Date(one.createdAt).toISOString().slice(0, 10)
  const words = (one: Known): string[] =>
    fold([one.prompt, one.shot ?? '', one.sceneName, ...one.outputs.filter((o) => !o.trashed).flatMap((o) => [o.title ?? '', ...o.tags])].join(' '))
  const met = known.filter(
    (one) =>
      !one.trashed &&
      (filter.author === null || one.author === filter.author) &&
      (filter.scene === null || one.scene === filter.scene) &&
      (filter.shot === null || one.shot === filter.shot) &&
      (filter.engine === null || one.engine === filter.engine) &&
      (filter.ratio === null || one.ratio === filter.ratio) &&
      (filter.status === null || one.status === filter.status) &&
      (filter.from === null || day(one) >= filter.from) &&
      (filter.to === null || day(one) <= filter.to) &&
      (!filter.hasReference || one.hasReference) &&
      (!asksOutputs || one.outputs.some(fits)) &&
      fold(filter.q).every((typed) => words(one).some((word) => word.startsWith(typed))),
  )
  const newest = (a: Known, b: Known): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)
  const byRating = (a: Known, b: Known): number => (bestOf(b) ?? 0) - (bestOf(a) ?? 0) || newest(a, b)
  const byFidelity = (a: Known, b: Known): number => (bestFidelityOf(b) ?? -1) - (bestFidelityOf(a) ?? -1) || newest(a, b)
  const orders = { newest, oldest: (a: Known, b: Known): number => -newest(a, b), rating: byRating, fidelity: byFidelity }
  met.sort(orders[filter.sort])
  return met.map((one) => ({ id: one.id, outputs: one.outputs.filter(fits).map(({ id }) => id) }))
}

async function readAll(filter: HistoryFilter, limit: number): Promise<{ id: string; outputs: string[] }[]> {
  const all: { id: string; outputs: string[] }[] = []
  let cursor: string | null = null
  do {
    const page = await listHistory(team.actor, { teamId: team.teamId, filter, cursor, limit })
    all.push(...page.items.map((item) => ({ id: item.id, outputs: item.outputs.map(({ id }) => id) })))
    cursor = page.nextCursor
  } while (cursor)
  return all
}

describe('filters', () => {
  test('any combination gives what plain code gives, in its order, page by page, with rows of one moment', async () => {
    const random = randomFrom(11)
    const maybe = <T>(share: number, value: () => T): T | null => (random() < share ? value() : null)
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    let found = 0
    for (let round = 0; round < 120; round++) {
      const filter: HistoryFilter = {
        ...NO_FILTER,
        q:
          maybe(0.3, () => pick(['golden', 'gold', 'bra', 'vase', 'cafe', 'quokka', 'ocelot', 'client', 'front', 'golden brass', 'warm toned', 'final'])) ?? '',
        author: maybe(0.15, () => pick(made.authors)),
        scene: maybe(0.15, () => pick(made.scenes)),
        shot: maybe(0.15, () => pick(['Front', 'Close'])),
        engine: maybe(0.15, () => pick(['studio', 'openai-compatible'])),
        ratio: maybe(0.15, () => pick(['1:1', '4:3'])),
        status: maybe(0.15, () => pick(['succeeded', 'canceled'])),
        from: maybe(0.15, () => pick(['2026-01-02', '2026-01-04'])),
        to: maybe(0.15, () => pick(['2026-01-04', '2026-01-05'])),
        tag: maybe(0.15, () => pick(['client', 'final cut'])),
        collection: maybe(0.15, () => made.collectionId),
        favourite: random() < 0.15,
        review: maybe(0.15, () => pick(['approved', 'changes_requested'] as const)),
        stars: maybe(0.15, () => pick([2, 4])),
        hasReference: random() < 0.15,
        sort: pick(['newest', 'oldest', 'rating', 'fidelity'] as const),
      }
      const expected = oracle(filter, made.known, made.collectionId)
      const asksOutputs = filter.tag !== null || filter.review !== null || filter.stars !== null || filter.favourite || filter.collection !== null
      const all = oracle({ ...NO_FILTER }, made.known, made.collectionId)
      const shown = expected.map((one) => (asksOutputs ? one : { ...one, outputs: all.find(({ id }) => id === one.id)?.outputs ?? [] }))
      expect(await readAll(filter, 7), JSON.stringify(filter)).toEqual(shown)
      found += expected.length
    }
    expect(found).toBeGreaterThan(500)
  })

  test('days are those of the reader', async () => {
    const filter = { ...NO_FILTER, from: '2026-01-03', to: '2026-01-03' }
    const page = await listHistory(team.actor, { teamId: team.teamId, filter, timeZone: 'America/Los_Angeles' })
    const expected = made.known.filter((one) => !one.trashed && one.createdAt >= Date.UTC(2026, 0, 3, 8) && one.createdAt < Date.UTC(2026, 0, 4, 8))
    expect(page.items.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
    expect(expected.length).toBeGreaterThan(0)
  })

  test('refuses a cursor of another order', async () => {
    const cursors = new Map<HistorySort, string | null>()
    for (const sort of HISTORY_SORTS) {
      cursors.set(sort, (await listHistory(team.actor, { teamId: team.teamId, filter: { ...NO_FILTER, sort }, limit: 2 })).nextCursor)
    }
    for (const [of, sort] of [
      ['newest', 'rating'],
      ['rating', 'fidelity'],
      ['fidelity', 'rating'],
      ['fidelity', 'oldest'],
    ] as const) {
      const page = { teamId: team.teamId, filter: { ...NO_FILTER, sort }, cursor: cursors.get(of) ?? null }
      expect(await refusal(listHistory(team.actor, page)), `${of}, ${sort}`).toMatchObject({ code: 'invalid' })
    }
  })
})

describe('search', () => {
  const ids = async (q: string): Promise<string[]> => (await readAll({ ...NO_FILTER, q }, 60)).map(({ id }) => id)

  test('forgives one wrong letter, and two in a long word', async () => {
    expect(await ids('gloden')).toEqual(await ids('golden'))
    expect(await ids('vasse')).toEqual(await ids('vase'))
    expect(await ids('brushd')).toEqual(await ids('brushed'))
    expect(await ids('qoukka')).toEqual(await ids('quokka'))
    expect((await ids('golden')).length).toBeGreaterThan(0)
  })

  test('finds nothing for words that are near none, and everything for no words', async () => {
    expect(await ids('xylophone')).toEqual([])
    expect(await ids('golden xylophone')).toEqual([])
    expect((await ids(' ... ')).length).toBe((await ids('')).length)
  })

  test('finds a scene by its new name and no longer by the old one', async () => {
    const own = await createTestTeam()
    const id = await queued(own)
    const found = async (q: string) => (await listHistory(own.actor, { teamId: own.teamId, filter: { ...NO_FILTER, q } })).items.map((item) => item.id)
    expect(await found('plinth')).toEqual([id])
    await renameScene(own.actor, { sceneId: own.sceneId, name: 'Éclair' })
    expect(await found('eclair')).toEqual([id])
    expect(await found('eclari')).toEqual([id])
    expect(await found('plinth')).toEqual([])
  })

  test('takes any text as it is', async () => {
    for (const q of ["'", "golden' | 'x", 'a & !b', '\\', ':*', '((', '🙂', '花瓶', '%_%', 'gen_0', '--']) {
      expect(Array.isArray(await ids(q)), q).toBe(true)
    }
  })

  test('finds what is common by walking and what only seems common by its index', async () => {
    const own = await createTestTeam()
    await db().execute(sql`
      insert into generations (id, team_id, scene_id, author_id, request_key, status, engine, prompt, settings, width, height, created_at, finished_at)
      select 'gen_' || lpad(n::text, 26, '0'), ${own.teamId}, ${own.sceneId}, ${own.actor.userId}, n::text, 'canceled', 'studio',
        case when n % 2 = 0 then 'amber' else 'indigo' end || case when n = 1 then ' zinc' else '' end, '{"ratio":"1:1"}', 1, 1, timestamptz '2026-01-01' + n * interval '1 second', now()
      from generate_series(1, 12000) n`)
    await db().execute(sql`
      insert into generation_search (generation_id, team_id, created_at, words) select id, team_id, created_at, to_tsvector('simple', prompt) from generations where team_id = ${own.teamId}`)
    await db().execute(sql`insert into search_words values (${own.teamId}, 'amber', 6000), (${own.teamId}, 'indigo', 6000), (${own.teamId}, 'zinc', 9000)`)
    const page = (q: string, sort: HistoryFilter['sort'] = 'newest') => listHistory(own.actor, { teamId: own.teamId, filter: { ...NO_FILTER, q, sort } })
    const amber = await page('amber')
    expect(amber.items).toHaveLength(60)
    expect(amber.items[0]?.id).toBe(`gen_${'12000'.padStart(26, '0')}`)
    const next = await listHistory(own.actor, { teamId: own.teamId, filter: { ...NO_FILTER, q: 'amber' }, cursor: amber.nextCursor })
    expect(next.items[0]?.id).toBe(`gen_${'11880'.padStart(26, '0')}`)
    expect((await page('indigo', 'oldest')).items[0]?.id).toBe(`gen_${'1'.padStart(26, '0')}`)
    expect((await page('zinc')).items.map(({ id }) => id)).toEqual([`gen_${'1'.padStart(26, '0')}`])
    expect((await page('amber', 'rating')).items).toHaveLength(60)
  })
})

describe('who may read', () => {
  test('nobody outside the team finds a row, by whatever filter; a viewer finds all', async () => {
    const filters: HistoryFilter[] = [
      NO_FILTER,
      { ...NO_FILTER, q: 'golden' },
      { ...NO_FILTER, collection: made.collectionId },
      { ...NO_FILTER, tag: 'client' },
      { ...NO_FILTER, sort: 'rating' },
      { ...NO_FILTER, sort: 'fidelity' },
    ]
    for (const filter of filters) {
      for (const actor of [stranger.actor, anonymous]) expect((await listHistory(actor, { teamId: team.teamId, filter })).items).toEqual([])
    }
    // A collection of one team shows nothing in the History of another.
    expect((await listHistory(stranger.actor, { teamId: stranger.teamId, filter: { ...NO_FILTER, collection: made.collectionId } })).items).toEqual([])
    const viewer = await createTestTeam()
    await db().insert(memberships).values({ teamId: team.teamId, userId: viewer.actor.userId, role: 'viewer' })
    expect((await listHistory(viewer.actor, { teamId: team.teamId })).items.length).toBeGreaterThan(0)
    // Favourites are the reader's own.
    expect((await listHistory(viewer.actor, { teamId: team.teamId, filter: { ...NO_FILTER, favourite: true } })).items).toEqual([])
  })

  test('the menus of the filter bar name what occurs, to members', async () => {
    const engine = and(eq(generations.teamId, team.teamId), eq(generations.engine, 'openai-compatible'))
    await db().update(generations).set({ model: 'picture-1' }).where(engine)
    const facets = await historyFacets(team.actor, team.teamId)
    await db().update(generations).set({ model: null }).where(engine)
    expect(facets.authors.map(({ id }) => id).sort()).toEqual([...made.authors].sort())
    expect(facets.scenes.map(({ name }) => name).sort()).toEqual(['Plinth', 'Quokka corner'])
    expect(facets.shots).toEqual(['Close', 'Front'])
    expect(facets.engines).toEqual(['openai-compatible', 'studio'])
    expect(facets.models).toEqual(['picture-1'])
    expect(await historyFacets(stranger.actor, team.teamId)).toEqual({ authors: [], scenes: [], shots: [], engines: [], models: [], tags: [] })
  })
})

describe('saved filters', () => {
  test('are the person’s own, readable, and not endless', async () => {
    const saved = await saveFilter(team.actor, { teamId: team.teamId, name: ' Approved ', query: 'review=approved&nonsense=1&tag=' })
    expect(saved).toMatchObject({ name: 'Approved', query: 'review=approved' })
    expect(await listSavedFilters(team.actor, team.teamId)).toEqual([saved])
    expect(await listSavedFilters(stranger.actor, team.teamId)).toEqual([])
    expect(await refusal(saveFilter(stranger.actor, { teamId: team.teamId, name: 'Mine', query: '' }))).toMatchObject({ code: 'not_found' })
    expect(await refusal(deleteFilter(stranger.actor, saved.id))).toMatchObject({ code: 'not_found' })
    await deleteFilter(team.actor, saved.id)
    for (let i = 0; i < SAVED_FILTERS_MAX; i++) await saveFilter(team.actor, { teamId: team.teamId, name: `Filter ${i}`, query: '' })
    expect(await refusal(saveFilter(team.actor, { teamId: team.teamId, name: 'One more', query: '' }))).toMatchObject({ code: 'invalid' })
  })
})
