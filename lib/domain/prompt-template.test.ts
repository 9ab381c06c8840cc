import { describe, expect, it, test } from 'vitest'
import { BUILT_IN_PROMPTS } from './built-in-prompts'
import { readPrompt } from './look/read-prompt'
import { fillParts, fillTemplate, promptTemplateSchema, searchTemplates, variablesOf } from './prompt-template'

describe('variables', () => {
  it('are found once each, however they are written, with the first suggestion', () => {
    expect(variablesOf('{{Object}} and {{ object }}, {{wall colour}}, {{wall_colour: pale grey}}')).toEqual([
      { name: 'Object', key: 'object', suggestion: '' },
      { name: 'wall colour', key: 'wall colour', suggestion: 'pale grey' },
    ])
  })

  it.each(['{oak|walnut|ash} table', '{{oak|walnut}}', '{{}}', '{{ : oak}}', '{{1}}', '{ {object} }', '{{a\nb}}'])('are not seen in %s', (body) => {
    expect(variablesOf(body)).toEqual([])
    expect(fillTemplate(body, {})).toBe(body)
  })

  it('stand beside several prompts at once', () => {
    expect(fillTemplate('{{object}} in {oak|walnut}', { object: '@Vase' })).toBe('@Vase in {oak|walnut}')
  })

  it('take the same value everywhere, and what is open is said by its name', () => {
    const body = '{{object}} in {{material: oak}}, focus on {{Object}}'
    expect(fillTemplate(body, { object: ' @Vase ', material: 'brass' })).toBe('@Vase in brass, focus on @Vase')
    expect(fillTemplate(body, { object: '@Vase', material: ' ' })).toBeNull()
    expect(fillParts(body, { object: '@Vase' })).toEqual([
      { kind: 'filled', text: '@Vase' },
      { kind: 'text', text: ' in ' },
      { kind: 'open', text: 'material' },
      { kind: 'text', text: ', focus on ' },
      { kind: 'filled', text: '@Vase' },
    ])
  })

  it('are not looked for in what is filled in', () => {
    expect(fillTemplate('{{a}} {{b}}', { a: '{{b}}', b: 'x' })).toBe('{{b}} x')
  })
})

test('a prompt is found by every word of its name and text', () => {
  const templates = [
    { name: 'Golden hour', body: '{{object}} in brass' },
    { name: 'Clay', body: 'golden clay' },
  ]
  expect(searchTemplates(templates, ' ')).toHaveLength(2)
  expect(searchTemplates(templates, 'GOLD brass').map(({ name }) => name)).toEqual(['Golden hour'])
  expect(searchTemplates(templates, 'noon')).toEqual([])
})

describe('the prompts that come with the product', () => {
  const objects = [
    { id: 'node_1', name: 'Tall vase' },
    { id: 'node_2', name: 'Floor' },
  ]
  const references = [{ slot: 2 as const, role: 'material' as const }]

  it('are eight, and could be kept like any other', () => {
    expect(new Set(BUILT_IN_PROMPTS.map(({ name }) => name)).size).toBe(8)
    for (const prompt of BUILT_IN_PROMPTS) expect(promptTemplateSchema.parse(prompt)).toEqual(prompt)
  })

  it.each(BUILT_IN_PROMPTS)('$name: Studio ignores no word of it, and each part does something', ({ body }) => {
    const values = {
      ...Object.fromEntries(variablesOf(body).map(({ key, suggestion }) => [key, suggestion])),
      object: '@"Tall vase"',
      reference: '@Reference 2',
    }
    const prompt = fillTemplate(body, values)
    const { chips, ignored } = readPrompt(prompt ?? '', objects, references)
    expect(ignored).toEqual([])
    const parts = (prompt ?? '').split(',')
    let start = 0
    for (const part of parts) {
      const end = start + part.length
      expect(
        chips.some((chip) => chip.start < end && chip.end > start),
        part,
      ).toBe(true)
      start = end + 1
    }
  })
})
