/** Spreadsheets take a file for UTF-8 by these bytes at its beginning. */
export const CSV_BEGIN = '\uFEFF'

/** What a spreadsheet takes for the beginning of a formula, also behind spaces, and in the full width forms of East Asia. */
const FORMULA = /^[\s\u0000-\u001f]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n|%]/
const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * One line of a CSV file (RFC 4180), its end included. A text that a spreadsheet would carry out as a formula gets an
 * apostrophe in front, by which it shows as text; numbers stay numbers. `null` is an empty cell.
 */
export const csvLine = (cells: readonly (string | number | boolean | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
