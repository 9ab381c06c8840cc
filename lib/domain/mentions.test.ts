import { describe, expect, it } from 'vitest'
import { compileMentions, findMentions, mentionBeingWritten, mentionOf, objectsNamed } from './mentions'

const names = (prompt: string) => findMentions(prompt).map((mention) => (mention.kind === 'object' ? mention.name : mention.slot))
const objects = ['Vase', 'Tall vase', 'vase', 'Floor', 'Chair.001'].map((name, i) => ({ id: `node_${i}`, name }))

describe('the grammar of mentions', () => {
  it.each([
    ['make @Vase of @Reference 2', ['Vase', 2]],
    ['@"Tall vase", @Side-table.', ['Tall vase', 'Side-table']],
    ['@reference3 and @REFERENCE 2', [3, 2]],
    ['@"24\\" screen" and @"back\\\\slash"', ['24" screen', 'back\\slash']],
    ['@Väse 花 @花瓶', ['Väse', '花瓶']],
    ["@Vase's neck", ['Vase']],
    ['@Reference 4', ['Reference']],
    ['@Reference 22', ['Reference']],
    ['@"Reference 2"', ['Reference 2']],
    ['me@example.com, @ vase, @"open', []],
    ['', []],
  ])('reads %s', (prompt, expected) => {
    expect(names(prompt)).toEqual(expected)
  })

  it('gives the place of each mention, without what follows it', () => {
    const prompt = 'a @"Tall vase", @Floor.'
    expect(findMentions(prompt).map(({ start, end }) => prompt.slice(start, end))).toEqual(['@"Tall vase"', '@Floor'])
  })

  it.each(['Vase', 'Tall vase', 'Chair.001', 'Reference', 'Reference 2', 'Side-table', 'a-', '24" screen', 'back\\slash\\', '"', 'x@y', '花瓶 2'])(
    'writes the name %s so that it reads back',
    (name) => {
      expect(names(`the ${mentionOf(name)}, please`)).toEqual([name])
    },
  )
})

it('finds the object of exactly that name, and lets capitals decide between two', () => {
  expect(objectsNamed('Vase', objects).map(({ id }) => id)).toEqual(['node_0'])
  expect(objectsNamed('VASE', objects).map(({ id }) => id)).toEqual(['node_0', 'node_2'])
  expect(objectsNamed('tall  vase', objects).map(({ id }) => id)).toEqual(['node_1'])
  expect(objectsNamed('Urn', objects)).toEqual([])
})

describe('a prompt for a model that knows no mentions', () => {
  const references = [{ slot: 3, image: 2 }] as const
  const compile = (prompt: string) => compileMentions(prompt, { objects, references })

  it('names objects, and references by the number of their image', () => {
    expect(compile('make @Vase of @Reference 3')).toBe('make the object named “Vase” of image 2')
    expect(compile('@"tall vase" in oak')).toBe('the object named “Tall vase” in oak')
  })

  it('says articles once', () => {
    expect(compile('The @Vase and a @Floor')).toBe('The object named “Vase” and the object named “Floor”')
  })

  it('leaves the bare name of what is not there', () => {
    expect(compile('@Urn like @Reference 2')).toBe('Urn like reference 2')
  })

  it('changes nothing else', () => {
    const prompt = 'golden hour, me@example.com, f/1.4\n@ noon'
    expect(compile(prompt)).toBe(prompt)
  })
})

describe('a mention that is being written', () => {
  const written = (prompt: string) => mentionBeingWritten(prompt, prompt.length)

  it('begins with the sign and may have a space or a quote', () => {
    expect(written('make @')).toEqual({ start: 5, query: '' })
    expect(written('make @Reference 2')).toEqual({ start: 5, query: 'Reference 2' })
    expect(written('@"Tall va')).toEqual({ start: 0, query: 'Tall va' })
  })

  it('ends with its quote, with a new line and after a few words', () => {
    for (const prompt of ['@"Tall vase"', '@Vase\n', '@Vase of white marble', 'me@example', 'no sign']) expect(written(prompt)).toBeNull()
  })
})
