import { describe, expect, it } from 'vitest'
import { type HistoryFilter, isFiltered, NO_FILTER, readHistoryFilter, writeHistoryFilter } from './history-filter'
import { newId } from './ids'

const everything: HistoryFilter = {
  q: 'brass "lamp"',
  author: newId('usr'),
  scene: newId('scn'),
  shot: 'Front & top',
  engine: 'comfyui:depth',
  model: 'black-forest-labs/flux-2-pro',
  ratio: '16:9',
  status: 'failed',
  reason: 'rejected',
  from: '2026-11-01',
  to: '2026-11-22',
  tag: 'for the client',
  collection: newId('col'),
  favourite: true,
  review: 'approved',
  stars: 4,
  hasReference: true,
  sort: 'rating',
}

describe('the filter of History in the address bar', () => {
  it('comes back as it was written, and the whole History has no query at all', () => {
    expect(readHistoryFilter(new URLSearchParams(writeHistoryFilter(everything).toString()))).toEqual(everything)
    expect(writeHistoryFilter(NO_FILTER).toString()).toBe('')
  })

  it.each([
    'author=somebody',
    'scene=gen_1',
    'status=gone',
    'reason=bad luck',
    'ratio=7:3',
    'from=yesterday',
    'to=2026-02-31',
    'stars=11',
    'favourite=maybe',
    'sort=price',
    'unknown=1',
    `q=${'x'.repeat(400)}`,
    'q=%20',
  ])('leaves out what it cannot read: %s', (search) => {
    expect(readHistoryFilter(new URLSearchParams(search))).toEqual(NO_FILTER)
  })

  it('counts as filtered by everything but the order', () => {
    expect(isFiltered(NO_FILTER)).toBe(false)
    expect(isFiltered({ ...NO_FILTER, sort: 'rating' })).toBe(false)
    expect(isFiltered({ ...NO_FILTER, favourite: true })).toBe(true)
  })
})
