/*
 * The parts of a grid as screen readers know it. They stand on <div>s: the rows of a <table> cannot stand at places of
 * their own, and a list has no rows to move through.
 */
/** @param rows -1 while it is not known how many there are. */
export const grid = (rows: number) => ({ role: 'grid', 'aria-label': 'Images', 'aria-multiselectable': true, 'aria-rowcount': rows }) as const
export const ROWS = { role: 'rowgroup' } as const
/** @param index its number from 1. */
export const row = (index?: number) => ({ role: 'row', 'aria-rowindex': index }) as const
export const HEADING_CELL = { role: 'rowheader' } as const
export const cell = (selected: boolean | undefined) => ({ role: 'gridcell', ...(selected === undefined ? {} : { 'aria-selected': selected }) }) as const
