import { expect, test } from 'vitest'
import { NO_FILTER, NONE } from '@/lib/domain/history-filter'
import { chipsOf, datesOf, dateWords, ofReason, ofStatus, presetOf, REASON_OPTIONS, without } from './filter-words'

const names = {
  authors: [{ id: 'usr_1', name: 'Ada' }],
  scenes: [{ id: 'scn_1', name: 'Still life' }],
  shots: [],
  engines: ['studio'],
  models: ['black-forest-labs/flux-2-pro'],
  tags: [],
  engineLabels: { studio: 'Studio' },
  collections: [{ id: 'col_1', name: 'Autumn' }],
}
const today = '2026-03-03'

test('every part that is set is one chip in plain words, and no other', () => {
  const filter = {
    ...NO_FILTER,
    q: 'oak',
    scene: 'scn_1',
    author: 'usr_gone',
    engine: 'studio',
    collection: 'col_1',
    stars: 4,
    from: '2026-02-25',
    favourite: true,
  }
  expect(chipsOf(filter, names, today).map(({ words }) => words)).toEqual([
    'Scene: Still life',
    'Made by a former member',
    'Engine: Studio',
    'Last 7 days',
    'In Autumn',
    'Favourites',
    '4 stars or more',
  ])
  expect(chipsOf(NO_FILTER, names, today)).toEqual([])
})

test('taking a chip away takes all its parts away and leaves the rest', () => {
  const filter = { ...NO_FILTER, from: '2026-01-01', to: '2026-01-31', tag: 'oak' }
  expect(without(filter, ['from', 'to'])).toEqual({ ...NO_FILTER, tag: 'oak' })
})

test('a model and a reason of failure are chips that can be taken away one by one', () => {
  const filter = { ...NO_FILTER, model: 'black-forest-labs/flux-2-pro', ...ofReason('rejected') }
  const chips = chipsOf(filter, names, today)
  expect(chips.map(({ words }) => words)).toEqual(['Model: black-forest-labs/flux-2-pro', 'Failed', 'Refused by the provider'])
  expect(without(filter, chips[0]?.names ?? [])).toEqual({ ...NO_FILTER, status: 'failed', reason: 'rejected' })
  expect(without(filter, chips[2]?.names ?? [])).toEqual({ ...NO_FILTER, model: 'black-forest-labs/flux-2-pro', status: 'failed' })
  expect(chipsOf({ ...NO_FILTER, model: NONE }, names, today).map(({ words }) => words)).toEqual(['No model named'])
})

test('a reason asks for what failed, and what did not fail has none', () => {
  expect(ofReason('transient')).toEqual({ reason: 'transient', status: 'failed' })
  expect(ofReason(null)).toEqual({ reason: null })
  expect(ofStatus('succeeded', { reason: 'transient' })).toEqual({ status: 'succeeded', reason: null })
  for (const status of ['failed', null]) expect(ofStatus(status, { reason: 'transient' })).toEqual({ status, reason: 'transient' })
  // Each is offered once, in words that no other has.
  expect(new Set(REASON_OPTIONS.map(({ name }) => name)).size).toBe(7)
})

test('presets count the days from the reader’s own, over the end of a month', () => {
  expect(datesOf('week', today)).toEqual({ from: '2026-02-25', to: null })
  expect(datesOf('month', today)).toEqual({ from: '2026-02-02', to: null })
  expect(datesOf('this-month', today)).toEqual({ from: '2026-03-01', to: null })
  expect(presetOf(datesOf('today', today), today)).toBe('today')
  expect(presetOf({ from: '2026-02-25', to: '2026-02-26' }, today)).toBeNull()
})

test('days of one’s own choice are said in words', () => {
  expect(dateWords({ from: '2026-01-05', to: '2026-01-31' }, today)).toBe('5 Jan 2026 to 31 Jan 2026')
  expect(dateWords({ from: '2026-01-05', to: '2026-01-05' }, today)).toBe('5 Jan 2026')
  expect(dateWords({ from: null, to: '2026-01-31' }, today)).toBe('Until 31 Jan 2026')
  expect(dateWords({ from: '2026-01-05', to: null }, today)).toBe('Since 5 Jan 2026')
})
