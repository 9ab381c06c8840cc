import { expect, test } from 'vitest'
import { type LayoutEntry, layoutHistory } from './layout'
import { moveFocus, moveOf } from './move-focus'

const tile = (key: number, ratio: number): LayoutEntry => ({ kind: 'tile', key: String(key), ratio })
/*
 * 0 heading
 * 1 [wide] 2 [narrow] 3 [narrow]
 * 4 [narrow] 5 [narrow] 6 [wide]
 * 7 heading
 * 8 [square]
 */
const layout = layoutHistory(
  [{ kind: 'heading', key: 'a' }, tile(1, 2), tile(2, 1), tile(3, 1), tile(4, 1), tile(5, 1), tile(6, 2), { kind: 'heading', key: 'b' }, tile(8, 1)],
  { width: 480, row: 100, gap: 8, heading: 30, headingGap: 30 },
)

test('the rows are those of the drawing above', () => {
  expect(layout.rows.map(({ start, end }) => [start, end])).toEqual([
    [0, 1],
    [1, 4],
    [4, 7],
    [7, 8],
    [8, 9],
  ])
})

test('left and right go to the neighbour, over the end of a row and past a heading', () => {
  expect(moveFocus(layout, 1, 'right', 0)).toBe(2)
  expect(moveFocus(layout, 3, 'right', 0)).toBe(4)
  expect(moveFocus(layout, 6, 'right', 0)).toBe(8)
  expect(moveFocus(layout, 8, 'left', 0)).toBe(6)
})

test('up and down go to the picture whose middle is nearest, past a heading', () => {
  expect(moveFocus(layout, 3, 'down', 0)).toBe(6)
  expect(moveFocus(layout, 5, 'up', 0)).toBe(1)
  expect(moveFocus(layout, 6, 'up', 0)).toBe(2)
  expect(moveFocus(layout, 6, 'down', 0)).toBe(8)
  expect(moveFocus(layout, 8, 'up', 0)).toBe(4)
})

test('at an edge the focus stays', () => {
  expect(moveFocus(layout, 1, 'left', 0)).toBe(1)
  expect(moveFocus(layout, 2, 'up', 0)).toBe(2)
  expect(moveFocus(layout, 8, 'down', 0)).toBe(8)
  expect(moveFocus(layout, 8, 'right', 0)).toBe(8)
})

test('Home and End go to the ends of the row, with Control to the ends of what is loaded', () => {
  expect(moveFocus(layout, 5, 'row-start', 0)).toBe(4)
  expect(moveFocus(layout, 5, 'row-end', 0)).toBe(6)
  expect(moveFocus(layout, 5, 'first', 0)).toBe(1)
  expect(moveFocus(layout, 2, 'last', 0)).toBe(8)
  expect([moveOf('Home', false), moveOf('Home', true), moveOf('ArrowUp', true), moveOf('a', false)]).toEqual(['row-start', 'first', null, null])
})

test('Page up and Page down go as far as what is in sight, and one row at least', () => {
  expect(moveFocus(layout, 1, 'page-down', 1000)).toBe(8)
  expect(moveFocus(layout, 8, 'page-up', 160)).toBe(4)
  expect(moveFocus(layout, 1, 'page-down', 1)).toBe(5)
})
