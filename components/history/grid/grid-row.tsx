'use client'
import { type CSSProperties, memo } from 'react'
import { cx } from '@/components/ui/cx'
import type { HeadingEntry, HistoryEntry, TileEntry } from './entries'
import type { HistoryLayout, LayoutRow } from './layout'
import { HEADING_CELL, row as rowRole } from './roles'
import { Tile, type TileOptions } from './tile'

export function DayHeading({ entry, className, style, index }: { entry: HeadingEntry; className?: string; style?: CSSProperties; index?: number }) {
  return (
    <div {...rowRole(index)} className={cx('block', className)} style={style}>
      <div {...HEADING_CELL} className="flex h-8 items-baseline gap-2 pb-3 ">
        <h2 className="font-semibold">{entry.label}</h2>
        <span className="text-sm text-text-3">
          {entry.label === entry.date ? '' : `${entry.date}, `}
          {entry.images === 1 ? '1 image' : `${entry.images} images`}
        </span>
      </div>
    </div>
  )
}

export type GridRowProps = {
  row: LayoutRow
  /** Its number from the first, from 1, for screen readers. */
  index: number
  gap: number
  tiles: readonly TileEntry[]
  options: TileOptions
  /** Of each tile `1` or `0`: chosen or not. */
  chosen: string
  choosing: boolean
  /** The key of the tile in which Tab lands, if it is in this row. */
  tabStop: string | null
}

/** One row of pictures. It is drawn again only when something in it has changed, however the list around it grows. */
export const GridRow = memo(function GridRow({ row, index, gap, tiles, options, chosen, choosing, tabStop }: GridRowProps) {
  let left = 0
  return (
    <div {...rowRole(index)} className="absolute inset-x-0 block" style={{ top: row.top, height: row.height }}>
      {tiles.map((entry, i) => {
        const width = entry.ratio * row.height
        const style = { left, width, height: row.height }
        left += width + gap
        return (
          <Tile
            key={entry.key}
            entry={entry}
            options={options}
            selected={chosen[i] === '1'}
            choosing={choosing}
            tabStop={tabStop === entry.key}
            className="absolute top-0 block"
            style={style}
          />
        )
      })}
    </div>
  )
}, sameRow)

function sameRow(a: GridRowProps, b: GridRowProps): boolean {
  return (
    a.row === b.row &&
    a.index === b.index &&
    a.options === b.options &&
    a.chosen === b.chosen &&
    a.choosing === b.choosing &&
    a.tabStop === b.tabStop &&
    a.tiles.length === b.tiles.length &&
    a.tiles.every((tile, i) => tile === b.tiles[i])
  )
}

export type WindowRowsProps = Pick<GridRowProps, 'options' | 'choosing'> & {
  layout: HistoryLayout
  entries: readonly HistoryEntry[]
  /** Numbers of the rows to draw, ascending. */
  shown: readonly number[]
  isChosen: (key: string) => boolean
  tabStop: string | null
}

/** The rows in sight and a little around, at their places. */
export function WindowRows({ layout, entries, shown, options, isChosen, choosing, tabStop }: WindowRowsProps) {
  return shown.map((at) => {
    const row = layout.rows[at]
    const first = row && entries[row.start]
    if (!row || !first) return null
    if (first.kind === 'heading') {
      return <DayHeading key={first.key} entry={first} index={at + 1} className="absolute inset-x-0" style={{ top: row.top }} />
    }
    const tiles = entries.slice(row.start, row.end).filter((entry) => entry.kind === 'tile')
    return (
      <GridRow
        key={first.key}
        row={row}
        index={at + 1}
        gap={layout.box.gap}
        tiles={tiles}
        options={options}
        chosen={tiles.map(({ key }) => (isChosen(key) ? '1' : '0')).join('')}
        choosing={choosing}
        tabStop={tiles.some(({ key }) => key === tabStop) ? tabStop : null}
      />
    )
  })
}

/** How many pictures load at once; the rest load as they come into sight. */
const EAGER_MAX = 8

/**
 * The first page as the server draws it, which does not know how wide the page is: the browser breaks the rows by the rule
 * that `layoutHistory` follows, so nothing moves when that takes over.
 */
export function ServerRows({ entries, options }: { entries: readonly HistoryEntry[]; options: TileOptions }) {
  const days: { heading: HeadingEntry | null; tiles: TileEntry[] }[] = []
  for (const entry of entries) {
    const last = days.at(-1)
    if (entry.kind === 'heading') days.push({ heading: entry, tiles: [] })
    else if (last) last.tiles.push(entry)
    else days.push({ heading: null, tiles: [entry] })
  }
  const firstKeys = new Set(days.flatMap(({ tiles }) => tiles.map(({ key }) => key)).slice(0, EAGER_MAX))
  return days.map(({ heading, tiles }, day) => [
    heading ? <DayHeading key={heading.key} entry={heading} className={day > 0 ? 'mt-8' : undefined} /> : null,
    <div
      {...rowRole()}
      key={tiles[0]?.key ?? day}
      className="flex flex-wrap gap-2 [--row:188px] after:flex-[999_0_0%] after:content-[''] phone:gap-1 phone:[--row:124px]"
    >
      {tiles.map((entry, i) => (
        <Tile
          key={entry.key}
          entry={entry}
          options={options}
          selected={false}
          choosing={false}
          tabStop={day === 0 && i === 0}
          eager={firstKeys.has(entry.key)}
          className="relative block"
          style={{ flex: `${entry.ratio} 0 min(100%, calc(${entry.ratio} * var(--row)))`, aspectRatio: entry.ratio }}
        />
      ))}
    </div>,
  ])
}
