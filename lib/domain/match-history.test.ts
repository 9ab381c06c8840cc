import { expect, test } from 'vitest'
import type { GenerationView, OutputView } from './generation-view'
import { type HistoryFilter, NO_FILTER } from './history-filter'
import { matchHistory } from './match-history'

const output = (id: string, changes: Partial<OutputView> = {}): OutputView => ({
  id,
  index: 0,
  assetId: 'ast_1',
  thumbnailAssetId: 'ast_2',
  thumbhash: '',
  width: 4,
  height: 3,
  seed: 1,
  byteSize: 1,
  details: {},
  title: null,
  tags: [],
  review: null,
  stars: null,
  myStars: null,
  fidelity: null,
  favourite: false,
  ...changes,
})

const run = {
  id: 'gen_1',
  sceneId: 'scn_1',
  sceneName: 'Still life',
  authorId: 'usr_1',
  shotName: null,
  hasReference: false,
  status: 'succeeded',
  engine: 'studio',
  prompt: 'Oak table, soft light',
  settings: { ratio: '4:3' },
  createdAtMs: Date.parse('2026-03-03T12:00:00Z'),
  outputs: [output('out_1', { tags: ['hero'], stars: 4 }), output('out_2', { review: 'approved' })],
} as unknown as GenerationView

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const matched = (filter: Partial<HistoryFilter>, shown: string[] = []): string[] | null =>
  matchHistory(run, { ...NO_FILTER, ...filter }, dayOf, new Set(shown))?.outputs.map(({ id }) => id) ?? null

test('without a filter everything belongs, as it is', () => {
  expect(matchHistory(run, NO_FILTER, dayOf, new Set())).toBe(run)
})

test.each<[Partial<HistoryFilter>, boolean]>([
  [{ q: 'tab sof' }, true],
  [{ q: 'still' }, true],
  [{ q: 'hero' }, true],
  [{ q: 'oak marble' }, false],
  [{ author: 'usr_1', scene: 'scn_1', engine: 'studio', ratio: '4:3', status: 'succeeded' }, true],
  [{ author: 'usr_2' }, false],
  [{ shot: 'Front' }, false],
  [{ ratio: '1:1' }, false],
  [{ status: 'failed' }, false],
  [{ hasReference: true }, false],
  [{ from: '2026-03-03', to: '2026-03-03' }, true],
  [{ from: '2026-03-04' }, false],
  [{ to: '2026-03-02' }, false],
])('what just arrived belongs to a History under %j: %s', (filter, belongs) => {
  expect(matched(filter) !== null).toBe(belongs)
})

test('where a filter asks about images, those alone belong that meet it', () => {
  expect(matched({ tag: 'hero' })).toEqual(['out_1'])
  expect(matched({ review: 'approved' })).toEqual(['out_2'])
  expect(matched({ stars: 4 })).toEqual(['out_1'])
  expect(matched({ stars: 5 })).toBeNull()
  expect(matched({ favourite: true })).toBeNull()
})

test('in a collection only what was there already stays: new images are in none', () => {
  expect(matched({ collection: 'col_1' }, ['out_2'])).toEqual(['out_2'])
  expect(matched({ collection: 'col_1' })).toBeNull()
})
