import { describe, expect, test } from 'vitest'
import { csvLine } from './csv'

describe('a line of a CSV file', () => {
  test('puts what holds commas, quotes or line ends in quotes, and leaves empty what is not there', () => {
    expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', null, 1.5, true])).toBe('plain,"a,b","say ""hi""","two\nlines",,1.5,true\r\n')
  })

  test.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '|calc', '%0A', '＝1', 'ｘ'])('never begins a formula with %j', (text) => {
    const cell = csvLine([text]).trimEnd().replace(/^"|"$/g, '')
    expect(/^[=+\-@|%＝\s]/.test(cell)).toBe(false)
    expect(cell).toContain(text.trim())
  })

  test.each(['-5', '-0.25', '12'])('leaves the number %s a number', (text) => {
    expect(csvLine([text, Number(text)])).toBe(`${text},${Number(text)}\r\n`)
  })
})
