/** Spreadsheets take a file for UTF-8 by these bytes at its beginning. */
export const CSV_BEGIN = '\uFEFF'

/** What a spreadsheet takes for the beginning of a formula, also in the full width forms of East Asia. */
const FORMULA = '=+-@|%\uff1d\uff0b\uff0d\uff20'
const NUMBER = /^-?\d+(\.\d+)?$/

/** `null` is an empty cell. */
export type CsvCell = string | number | boolean | null

/**
 * One line of a CSV file (RFC 4180), its end included. A text that a spreadsheet would carry out as a formula gets an
 * apostrophe in front, by which it shows as text; numbers stay numbers.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: CsvCell): string {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && beginsFormula(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Spaces and control characters in front are skipped by some spreadsheets; a line that begins with a tab or a return is taken for one by others. */
function beginsFormula(text: string): boolean {
  if (NUMBER.test(text)) return false
  const first = [...text].find((letter) => letter > ' ')
  return (first !== undefined && FORMULA.includes(first)) || /^[\t\r\n]/.test(text)
}
