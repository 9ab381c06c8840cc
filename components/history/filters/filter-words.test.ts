import { expect, test } from 'vitest'
import { NO_FILTER } from '@/lib/domain/history-filter'
import { chipsOf, datesOf, dateWords, presetOf, without } from './filter-words'

const names = {
  authors: [{ id: 'usr_1', name: 'Ada' }],
  scenes: [{ id: 'scn_1', name: 'Still life' }],
  shots: [],
  engines: ['studio'],
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
