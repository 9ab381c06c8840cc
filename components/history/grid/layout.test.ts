import { describe, expect, test } from 'vitest'
import { type LayoutBox, type LayoutEntry, layoutHistory, rowOf, rowsBetween, tilesOf } from './layout'

const box: LayoutBox = { width: 1000, row: 200, gap: 10, heading: 40, headingGap: 32 }
const tiles = (...ratios: number[]): LayoutEntry[] => ratios.map((ratio, i) => ({ kind: 'tile', key: `t${i}-${ratio}`, ratio }))
const heading = (key: string): LayoutEntry => ({ kind: 'heading', key })

/** Many pictures of all ratios with a heading now and then, the same at every run. */
function many(count: number): LayoutEntry[] {
  const ratios = [1, 0.8, 1.25, 0.75, 4 / 3, 2 / 3, 1.5, 0.5625, 16 / 9, 21 / 9]
  return Array.from({ length: count }, (_, i) =>
    i % 97 === 0 ? heading(`day-${i}`) : { kind: 'tile', key: `t${i}`, ratio: ratios[(i * 7 + (i >> 3)) % ratios.length] ?? 1 },
  )
}

describe('layoutHistory', () => {
  test('a full row fills the width, keeps every ratio and is no lower than the least height', () => {
    const layout = layoutHistory(many(500), box)
    for (const [i, row] of layout.rows.entries()) {
      if (row.kind === 'heading' || layout.rows[i + 1]?.kind !== 'tile') continue
      const last = tilesOf(layout, row).at(-1)
      expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(1000)
      expect(row.height).toBeGreaterThanOrEqual(200)
    }
  })

  test('rows follow each other with the gap, headings with theirs, and nothing overlaps', () => {
    const layout = layoutHistory([heading('a'), ...tiles(2, 2, 2), heading('b'), ...tiles(1)], box)
    expect(layout.rows.map(({ kind, top }) => [kind, Math.round(top)])).toEqual([
      ['heading', 0],
      ['tile', 40],
      ['tile', 40 + 248 + 10],
      ['heading', Math.round(40 + 247.5 + 10 + (layout.rows[2]?.height ?? 0) + 32)],
      ['tile', Math.round((layout.rows[3]?.top ?? 0) + 40)],
    ])
    for (const [i, row] of layout.rows.entries()) expect(row.top + row.height).toBeLessThanOrEqual(layout.rows[i + 1]?.top ?? layout.height)
  })

  test('the last row of a day stays at about the least height instead of growing to the width', () => {
    const { rows } = layoutHistory([...tiles(1, 1), heading('b'), ...tiles(0.5)], box)
    expect(rows[0]?.height).toBeCloseTo(200.58, 1)
    expect(rows[2]?.height).toBeLessThan(202)
  })

  test('a picture wider than the page is as wide as the page', () => {
    const layout = layoutHistory(tiles(1, 8, 1), box)
    expect(layout.rows.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
    expect(tilesOf(layout, layout.rows[1] ?? layout.rows[0] ?? expect.fail())[0]?.width).toBeCloseTo(1000)
  })

  test('growing page by page gives exactly the layout of the whole, and keeps the finished rows', () => {
    const all = many(2000)
    let grown = layoutHistory([], box)
    for (let end = 60; end < 2060; end += 60) {
      const next = layoutHistory(all.slice(0, end), box, grown)
      expect(next.rows[0]).toBe(grown.rows[0] ?? next.rows[0])
      grown = next
    }
    expect(grown.rows).toEqual(layoutHistory(all, box).rows)
    expect(grown.height).toBe(layoutHistory(all, box).height)
  })

  test('a picture that comes, goes or changes in the middle gives the layout of the new list', () => {
    const all = many(300)
    const before = layoutHistory(all, box)
    for (const changed of [all.toSpliced(150, 1), all.toSpliced(2, 0, { kind: 'tile', key: 'new', ratio: 1 }), all.with(299, heading('end')), []]) {
      expect(layoutHistory(changed, box, before).rows).toEqual(layoutHistory(changed, box).rows)
    }
  })

  test('another width lays everything out anew', () => {
    const narrow = { ...box, width: 358, row: 124 }
    const all = many(300)
    expect(layoutHistory(all, narrow, layoutHistory(all, box)).rows).toEqual(layoutHistory(all, narrow).rows)
  })

  test('adding a page to 10,000 pictures costs that page: under a tenth of laying out all', () => {
    const all = many(10_060)
    const before = layoutHistory(all.slice(0, 10_000), box)
    const made: number[] = []
    const counted = all.map((entry) =>
      entry.kind === 'heading'
        ? entry
        : {
            ...entry,
            get ratio() {
              made.push(1)
              return entry.ratio
            },
          },
    )
    // The first 10,000 are the very same entries, so their ratios are not even read.
    layoutHistory([...all.slice(0, 10_000), ...counted.slice(10_000)], box, before)
    expect(made.length).toBeLessThan(1000)
  })
})

describe('rowsBetween and rowOf', () => {
  const layout = layoutHistory(many(1000), box)

  test('give every row that is in sight and none beyond', () => {
    for (const top of [0, 1, 555, 5000, layout.height - 10]) {
      const [first, end] = rowsBetween(layout, top, top + 900)
      const inSight = layout.rows.flatMap((row, i) => (row.top + row.height >= top && row.top <= top + 900 ? [i] : []))
      expect([first, end]).toEqual([inSight[0], (inSight.at(-1) ?? 0) + 1])
    }
  })

  test('find the row of each entry, and none outside', () => {
    for (const entry of [0, 1, 96, 97, 500, 999]) {
      const row = layout.rows[rowOf(layout, entry)]
      expect(row && row.start <= entry && entry < row.end).toBe(true)
    }
    expect(rowOf(layout, 1000)).toBe(-1)
    expect(rowOf(layout, -1)).toBe(-1)
  })
})
