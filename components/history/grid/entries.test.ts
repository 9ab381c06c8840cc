import { expect, test } from 'vitest'
import type { GenerationView } from '@/lib/domain/generation-view'
import { appendRuns, changeOutputs, entriesOf, putRun } from './entries'

type Shape = Partial<Pick<GenerationView, 'status' | 'width' | 'height'>> & { outputs?: { id: string; width?: number; height?: number }[] }

const run = (id: string, at: string, { status = 'succeeded', outputs, ...size }: Shape = {}): GenerationView =>
  ({
    id,
    status,
    createdAtMs: Date.parse(at),
    finishedAtMs: status === 'running' || status === 'queued' ? null : 1,
    width: 400,
    height: 300,
    ...size,
    outputs: (outputs ?? [{ id: `out-${id}` }]).map((each) => ({ width: 400, height: 300, favourite: false, ...each })),
  }) as unknown as GenerationView

const options = { nowMs: Date.parse('2026-11-22T12:00:00Z'), timeZone: 'UTC', sort: 'newest', canceled: false } as const
const a = run('a', '2026-11-22T11:00:00Z')
const b = run('b', '2026-11-22T10:00:00Z')
const c = run('c', '2026-11-21T10:00:00Z')

test('every day has a heading that counts its images; ordered by rating there are none', () => {
  const entries = entriesOf([a, b, c], options)
  expect(entries.map((entry) => (entry.kind === 'heading' ? [entry.label, entry.images] : entry.key))).toEqual([
    ['Today', 2],
    'out-a',
    'out-b',
    ['Yesterday', 1],
    'out-c',
  ])
  expect(entriesOf([a, c], { ...options, sort: 'rating' }).every(({ kind }) => kind === 'tile')).toBe(true)
})

test('what is at work or failed stands among the pictures; what was canceled shows to those alone who look for it', () => {
  const working = run('w', '2026-11-22T09:00:00Z', { status: 'running', outputs: [] })
  const failed = run('f', '2026-11-22T08:00:00Z', { status: 'failed', outputs: [], width: 100, height: 200 })
  const canceled = run('x', '2026-11-22T07:00:00Z', { status: 'canceled', outputs: [] })
  const tiles = entriesOf([working, failed, canceled], options).filter((entry) => entry.kind === 'tile')
  expect(tiles.map(({ key, ratio }) => [key, ratio])).toEqual([
    ['w', 4 / 3],
    // Wide enough for the sentence about it.
    ['f', 1.5],
  ])
  expect(entriesOf([canceled], { ...options, canceled: true })).toHaveLength(2)
})

test('pictures of extreme ratios are cut in the grid', () => {
  const panorama = run('p', '2026-11-22T09:00:00Z', {
    outputs: [
      { id: 'wide', width: 400, height: 100 },
      { id: 'tall', width: 100, height: 400 },
    ],
  })
  expect(entriesOf([panorama], options).flatMap((entry) => (entry.kind === 'tile' ? entry.ratio : []))).toEqual([2.4, 0.5625])
})

test('the same generation gives the same entries, so that unchanged rows are recognised', () => {
  expect(entriesOf([a, b], options)[1]).toBe(entriesOf([a], options)[1])
})

test('a newcomer takes its place by time in either order, and a known one is replaced', () => {
  const ids = (runs: readonly GenerationView[]): string[] => runs.map(({ id }) => id)
  expect(ids(putRun([a, c], b, 'newest'))).toEqual(['a', 'b', 'c'])
  expect(ids(putRun([c, a], b, 'oldest'))).toEqual(['c', 'b', 'a'])
  expect(ids(putRun([c], a, 'rating'))).toEqual(['a', 'c'])
  const newer = run('a', '2026-11-22T11:00:00Z', { status: 'failed' })
  expect(putRun([a, c], newer, 'newest')[0]).toBe(newer)
})

test('a page brings nothing twice', () => {
  expect(appendRuns([a, b], [b, c])).toEqual([a, b, c])
})

test('changing images leaves other generations the same objects, and a generation without images goes', () => {
  const [first, second] = changeOutputs([a, b], new Set(['out-a']), (output) => ({ ...output, favourite: true }))
  expect(first?.outputs[0]?.favourite).toBe(true)
  expect(second).toBe(b)
  expect(changeOutputs([a, b], new Set(['out-a']), () => null)).toEqual([b])
})
