import { describe, expect, it } from 'vitest'
import { readingSchema } from './look'
import { readMentions, readPrompt, type SlotReference } from './read-prompt'

const names = ['Vase', 'Tall vase', 'Brass ring', 'Floor', 'Chair.001', 'Bowl', 'Bowl', 'Golden hour lamp']
const objects = names.map((name, i) => ({ id: `node_${i}`, name }))
const REFERENCES: SlotReference[] = [
  { slot: 2, role: 'material' },
  { slot: 3, role: 'style' },
]
const read = (prompt: string, references = REFERENCES) => readPrompt(prompt, objects, references)
const labels = (prompt: string): string[] => read(prompt).chips.map(({ label }) => label)
const targets = (prompt: string) => read(prompt).look.materials.map(({ target, material }) => [target, material])

describe('mentions of objects', () => {
  it.each([
    ['make @Vase walnut', ['node_0'], 'walnut'],
    ['@"Tall vase" of white marble', ['node_1'], 'marble'],
    ['oak @"Chair.001"', ['node_4'], 'oak'],
    ['the @"Brass ring" is oak', ['node_2'], 'oak'],
    ['make @Bowl walnut', ['node_5', 'node_6'], 'walnut'],
    ['brass for @Vase', ['node_0'], 'brass'],
    ['polished brass @Vase, please', ['node_0'], 'brass'],
    ['@"Golden hour lamp" in concrete', ['node_7'], 'concrete'],
  ])('binds the material of “%s” to exactly that object', (prompt, ids, material) => {
    expect(targets(prompt)).toEqual([[ids, material]])
    expect(read(prompt).ignored.map(({ text }) => text)).not.toContain('@')
  })

  it('means one vase where the bare word means all of them', () => {
    expect(targets('brass vase')).toEqual([[['node_0', 'node_1'], 'brass']])
    expect(targets('brass @Vase')).toEqual([[['node_0'], 'brass']])
  })

  it('reads no wish into the words of a name', () => {
    expect(read('@"Golden hour lamp"')).toMatchObject({ chips: [], ignored: [] })
    expect(read('focus on @"Brass ring"').look.focus.on).toBe('node_2')
  })

  it('says of a renamed or deleted object that nothing is called so, and gives its material to nothing else', () => {
    for (const prompt of ['make @Urn brass', 'brass @Urn', '@Urn of polished brass', '@Urn of @Reference 2', '@Urn in clay']) {
      const { look, ignored, chips } = read(prompt)
      expect(ignored).toMatchObject([{ reason: 'Nothing in this scene is called “Urn”.' }])
      expect([look.materials, look.references, chips]).toEqual([[], [], []])
    }
  })

  it('understands what stands beside a missing object', () => {
    expect(labels('brass @Urn, walnut @Floor, golden hour')).toEqual(['Floor: walnut', 'Golden hour'])
    expect(labels('@Vase is oak, brass @Urn')).toEqual(['Vase: oak'])
  })
})

describe('mentions of references', () => {
  it.each(['make @Vase of @Reference 2', 'make @Vase look like @Reference 2', '@Vase in the texture of @Reference 2', 'use @Reference 2 for @Vase'])(
    'gives the reference of “%s” to that object',
    (prompt) => {
      const { look, chips, ignored } = read(prompt)
      expect(look.references).toEqual([{ slot: 2, target: ['node_0'] }])
      expect(chips.map(({ label }) => label)).toEqual(['Vase: surface of reference 2'])
      expect(ignored).toEqual([])
    },
  )

  it('says what is taken: the surface of a material, the colours of anything else', () => {
    expect(labels('@Vase of @Reference 2, @Floor of @Reference 3')).toEqual(['Vase: surface of reference 2', 'Floor: colours of reference 3'])
  })

  it('lets several objects take after one reference, and keeps a finish beside it', () => {
    expect(read('make @Vase and @Floor of @Reference 2').look.references).toEqual([{ slot: 2, target: ['node_0', 'node_3'] }])
    const { look } = read('glossy @Vase of @Reference 2')
    expect(look.materials).toMatchObject([{ target: ['node_0'], finish: 'glossy' }])
    expect(look.references).toEqual([{ slot: 2, target: ['node_0'] }])
  })

  it('ignores a reference that no object takes after, and one that is not there, with the reason', () => {
    expect(read('golden hour, @Reference 2').ignored).toMatchObject([{ text: '@Reference 2', reason: expect.stringContaining('Say which object') }])
    expect(read('make @Vase of @Reference 2', []).ignored).toMatchObject([{ text: '@Reference 2', reason: 'Slot 2 holds no reference.' }])
  })
})

it('keeps to the schema of readings, in which those from before mentions still fit, and lets no two spans overlap', () => {
  const prompt = 'glossy @Vase of @Reference 2 on walnut @Floor, @Urn in clay, @Reference 3'
  const reading = read(prompt)
  expect(readingSchema.parse(reading)).toEqual(reading)
  const { references: _none, ...before } = reading.look
  expect(readingSchema.parse({ ...reading, look: before }).look.references).toEqual([])
  const spans = [...reading.chips, ...reading.ignored].sort((a, b) => a.start - b.start)
  spans.slice(1).forEach((span, i) => {
    expect(span.start).toBeGreaterThanOrEqual(spans[i]?.end ?? 0)
  })
})

it('tells for engines that read words themselves which mentions stand for something', () => {
  const { chips, ignored } = readMentions('golden hour, @Vase of @Reference 2, @Urn', objects, REFERENCES)
  expect(chips.map(({ label }) => label)).toEqual(['Vase', 'Reference 2'])
  expect(ignored).toMatchObject([{ text: '@Urn', reason: 'Nothing in this scene is called “Urn”.' }])
})
