import { describe, expect, test } from 'vitest'
import { countPrompts, expandChoices, readableChoices, readChoices } from './prompt-choices'

const promptsOf = (prompt: string): string[] => {
  const choices = readChoices(prompt)
  if (!choices.ok) throw new Error(choices.message)
  return expandChoices(choices.parts).map((each) => each.prompt)
}
const problemOf = (prompt: string): string => {
  const choices = readChoices(prompt)
  return choices.ok ? '' : choices.message
}

describe('choices in a prompt', () => {
  test('stand for one prompt an option', () => {
    expect(promptsOf('{oak|walnut|ash} table')).toEqual(['oak table', 'walnut table', 'ash table'])
  })

  test('multiply where there are several braces, the last one changing fastest', () => {
    expect(promptsOf('{oak|ash} table, {dawn|dusk}')).toEqual(['oak table, dawn', 'oak table, dusk', 'ash table, dawn', 'ash table, dusk'])
  })

  test('are trimmed, and the same option twice counts once', () => {
    expect(promptsOf('{ oak | pine wood |oak} table')).toEqual(['oak table', 'pine wood table'])
    expect(promptsOf('{oak|oak} table')).toEqual(['oak table'])
  })

  test('may be empty, and then leave no gap', () => {
    expect(promptsOf('a {|red} chair')).toEqual(['a chair', 'a red chair'])
    expect(promptsOf('a chair {at dusk|}, soft light')).toEqual(['a chair at dusk, soft light', 'a chair, soft light'])
    expect(promptsOf('{|Dusk}, a chair')).toEqual(['a chair', 'Dusk, a chair'])
  })

  test('become plain text behind a backslash', () => {
    expect(promptsOf('\\{oak|walnut\\} table')).toEqual(['{oak|walnut} table'])
    expect(promptsOf('{a\\|b|c\\}} d')).toEqual(['a|b d', 'c} d'])
    expect(promptsOf('a \\\\{b|c}')).toEqual(['a \\b', 'a \\c'])
    expect(promptsOf('C:\\pictures')).toEqual(['C:\\pictures'])
    expect(promptsOf('@"The \\\\ of \\"x\\""')).toEqual(['@"The \\\\ of \\"x\\""'])
  })

  test.each(['a {oak} table', '{"subject": {"wood": "oak"}, "light": "dusk"}', 'a | b', 'a { b', 'a } b', ''])(
    'are not what has braces or bars alone: %s',
    (prompt) => {
      expect(promptsOf(prompt)).toEqual([prompt])
    },
  )

  test('leave the variables of the prompt library as they are, also inside of an option', () => {
    expect(promptsOf('{{wood}} table')).toEqual(['{{wood}} table'])
    expect(promptsOf('{{a|b}} table')).toEqual(['{{a|b}} table'])
    expect(promptsOf('{{{wood}}|oak} table')).toEqual(['{{wood}} table', 'oak table'])
    expect(promptsOf('{{wood}} {red|blue}')).toEqual(['{{wood}} red', '{{wood}} blue'])
  })

  test('that cannot be read are refused with a sentence that quotes them', () => {
    expect(problemOf('a {oak|walnut table')).toBe('A brace is left open: “{oak|walnut table”. Close it with }.')
    expect(problemOf('{oak|{walnut|ash}} table with a long tail of words')).toContain('“{oak|{walnut|ash}} table…”')
  })

  test('are counted without being written out', () => {
    const choices = readChoices('{a|b}'.repeat(300))
    expect(choices.ok && countPrompts(choices.parts)).toBe(2 ** 300)
  })
})

describe('the readable form', () => {
  test('shows each option with the words around it, every character in its place', () => {
    expect(readableChoices('{oak|walnut} table')).toEqual([' oak         table', '     walnut  table'])
    expect(readableChoices('{a|b|c} {x|y}')).toEqual([' a       x   ', '   b       y ', '     c     y '])
    expect(readableChoices('{{wood}} {a\\|b|c}')).toEqual(['{{wood}}  a\\|b   ', '{{wood}}       c '])
  })

  test('of a prompt without choices, or with some that cannot be read, is the prompt', () => {
    for (const prompt of ['a {oak} table', 'a {oak|wal']) expect(readableChoices(prompt)).toEqual([prompt])
  })
})
