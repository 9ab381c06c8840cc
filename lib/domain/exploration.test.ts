import { describe, expect, test } from 'vitest'
import { type Explore, exploreSchema, NO_EXPLORATION, planExploration } from './exploration'
import { explorationGrid, placeAfterKey } from './exploration-grid'
import { SEED_MAX } from './generation'

const references = [
  { slot: 2 as const, strength: 0.6 },
  { slot: 3 as const, strength: 0.4 },
]
const plan = (explore: Partial<Explore>, input: Partial<Parameters<typeof planExploration>[0]> = {}) =>
  planExploration({ prompt: 'Dusk', seed: 10, references, ...input }, { ...NO_EXPLORATION, ...explore })
const cellsOf = (...args: Parameters<typeof plan>) => {
  const made = plan(...args)
  if (!made.ok) throw new Error(made.message)
  return made.cells
}

describe('an exploration', () => {
  test('of nothing is one image, as it was asked for', () => {
    expect(plan({})).toEqual({ ok: true, kinds: [], words: '1 image', cells: [{ place: 0, label: '', prompt: 'Dusk', seed: 10, references }] })
  })

  test('of seeds counts up from the first, and from the greatest to 0', () => {
    expect(cellsOf({ seeds: 3 }).map(({ seed, label }) => [seed, label])).toEqual([
      [10, 'Seed 10'],
      [11, 'Seed 11'],
      [12, 'Seed 12'],
    ])
    expect(cellsOf({ seeds: 2 }, { seed: SEED_MAX }).map(({ seed }) => seed)).toEqual([SEED_MAX, 0])
  })

  test('of seeds that are still to be drawn says how many', () => {
    expect(cellsOf({ seeds: 2 }, { seed: null }).map(({ label }) => label)).toEqual(['Seed 1 of 2', 'Seed 2 of 2'])
  })

  test('of strengths goes from end to end in equal steps, for the chosen reference alone', () => {
    const cells = cellsOf({ strength: { slot: 3, from: 0.25, to: 1, steps: 4 } })
    expect(cells.map(({ label }) => label)).toEqual(['Strength 25%', 'Strength 50%', 'Strength 75%', 'Strength 100%'])
    expect(cells.map((cell) => cell.references.map(({ strength }) => strength))).toEqual([
      [0.6, 0.25],
      [0.6, 0.5],
      [0.6, 0.75],
      [0.6, 1],
    ])
    expect(cellsOf({ strength: { slot: 2, from: 1, to: 0, steps: 2 } }).map(({ label }) => label)).toEqual(['Strength 100%', 'Strength 0%'])
  })

  test('of strengths needs the reference, and ends that lie apart', () => {
    expect(plan({ strength: { slot: 2, from: 0, to: 1, steps: 2 } }, { references: [] })).toMatchObject({
      ok: false,
      message: expect.stringContaining('Slot 2'),
    })
    expect(plan({ strength: { slot: 2, from: 0.5, to: 0.51, steps: 4 } })).toMatchObject({ ok: false, message: expect.stringContaining('too close') })
  })

  test('of words takes each prompt, unless the choices are switched off', () => {
    const prompt = '{oak|walnut|} table, {dawn|dusk}'
    expect(cellsOf({}, { prompt }).map((cell) => [cell.prompt, cell.label])).toEqual([
      ['oak table, dawn', 'oak, dawn'],
      ['oak table, dusk', 'oak, dusk'],
      ['walnut table, dawn', 'walnut, dawn'],
      ['walnut table, dusk', 'walnut, dusk'],
      ['table, dawn', 'none, dawn'],
      ['table, dusk', 'none, dusk'],
    ])
    expect(cellsOf({ words: false }, { prompt }).map((cell) => cell.prompt)).toEqual([prompt])
  })

  test('of several things multiplies, and what has the most values runs along the columns', () => {
    const made = plan({ seeds: 2 }, { prompt: '{oak|walnut|ash} table' })
    expect(made).toMatchObject({ ok: true, kinds: ['words', 'seed'], words: '6 images: 3 wordings × 2 seeds' })
    expect(cellsOf({ seeds: 2 }, { prompt: '{oak|walnut|ash} table' }).map(({ place, label }) => `${place} ${label}`)).toEqual([
      '0 Seed 10 · oak',
      '1 Seed 10 · walnut',
      '2 Seed 10 · ash',
      '3 Seed 11 · oak',
      '4 Seed 11 · walnut',
      '5 Seed 11 · ash',
    ])
  })

  test('of more than eight is refused with a sentence that counts them', () => {
    expect(plan({ seeds: 4 }, { prompt: '{oak|walnut|ash} table' })).toEqual({
      ok: false,
      count: 12,
      message: '12 images: 3 wordings × 4 seeds. At most 8 can be made at once.',
    })
    expect(plan({}, { prompt: '{a|b}'.repeat(300) })).toMatchObject({ ok: false, message: expect.stringMatching(/^10,000\+ images: /) })
  })

  test.each([
    { seeds: 0 },
    { seeds: 9 },
    { seeds: 1.5 },
    { strength: { slot: 1, from: 0, to: 1, steps: 2 } },
    { strength: { slot: 2, from: -1, to: 1, steps: 2 } },
    { strength: { slot: 2, from: 0, to: 1, steps: 1 } },
    { more: 1 },
  ])('is not taken as %o', (change) => {
    expect(exploreSchema.safeParse({ ...NO_EXPLORATION, ...change }).success).toBe(false)
  })
})

describe('the grid', () => {
  test('is 2×2, 2×3 or 2×4 for four, six or eight pictures', () => {
    expect([4, 6, 8, 2, 3, 5, 7].map((cells) => explorationGrid(cells, 4 / 3, 1.8)).map(({ rows, columns }) => `${rows}×${columns}`)).toEqual([
      '2×2',
      '2×3',
      '2×4',
      '1×2',
      '1×3',
      '2×3',
      '2×4',
    ])
  })

  test('is turned where that shows the pictures larger: very wide ones, or in a narrow room', () => {
    expect(explorationGrid(8, 21 / 9, 1.8)).toEqual({ columns: 2, rows: 4, flow: 'column' })
    expect(explorationGrid(3, 1, 0.5)).toEqual({ columns: 1, rows: 3, flow: 'column' })
    expect(explorationGrid(8, 9 / 16, 1.2)).toEqual({ columns: 4, rows: 2, flow: 'row' })
  })

  test('leads the arrow keys to the neighbour in sight, and nowhere beyond the edge', () => {
    const flat = { columns: 3, rows: 2, flow: 'row' } as const
    expect([placeAfterKey(flat, 5, 0, 'ArrowRight'), placeAfterKey(flat, 5, 0, 'ArrowDown'), placeAfterKey(flat, 5, 4, 'ArrowUp')]).toEqual([1, 3, 1])
    expect([placeAfterKey(flat, 5, 2, 'ArrowRight'), placeAfterKey(flat, 5, 2, 'ArrowDown'), placeAfterKey(flat, 5, 0, 'ArrowUp')]).toEqual([null, null, null])
    const turned = { columns: 2, rows: 3, flow: 'column' } as const
    expect([placeAfterKey(turned, 6, 0, 'ArrowRight'), placeAfterKey(turned, 6, 0, 'ArrowDown'), placeAfterKey(turned, 6, 5, 'Home')]).toEqual([3, 1, 0])
    expect([placeAfterKey(turned, 6, 0, 'End'), placeAfterKey(turned, 6, 0, 'x')]).toEqual([5, null])
  })
})
