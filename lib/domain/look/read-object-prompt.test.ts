import { expect, test } from 'vitest'
import { emptyLook, readingSchema } from './look'
import { readObjectPrompt } from './read-object-prompt'

const objects = [
  { id: 'node_vase', name: 'Tall vase' },
  { id: 'node_bowl', name: 'Bowl' },
  { id: 'node_floor', name: 'Floor' },
]
const [vase = { id: '', name: '' }, , floor = { id: '', name: '' }] = objects

test.each([
  ['brushed brass', { material: 'brass', finish: 'brushed' }],
  ['make it brass', { material: 'brass' }],
  ['a red vase', { color: true }],
  ['make the vase walnut', { material: 'walnut' }],
  ['everything in marble', { material: 'marble' }],
  ['clay', { material: 'clay' }],
])('%j means the object that was chosen', (prompt, wish) => {
  const { look, chips, ignored } = readObjectPrompt(prompt, vase, objects)
  expect(look.materials).toHaveLength(1)
  expect(look.materials[0]).toMatchObject({ target: ['node_vase'], ...('color' in wish ? { color: expect.stringMatching(/^#/) } : wish) })
  expect(chips[0]?.label).toMatch(/^Tall vase: /)
  expect(ignored).toEqual([])
})

test('a floor is an object like any other', () => {
  expect(readObjectPrompt('marble', floor, objects).look.materials).toMatchObject([{ target: ['node_floor'], material: 'marble' }])
})

test('what would change the rest of the picture is ignored and says so', () => {
  const prompt = 'brass, golden hour, oak floor, shallow focus, pale pink backdrop, sepia'
  const reading = readObjectPrompt(prompt, vase, objects)
  expect(readingSchema.parse(reading)).toEqual(reading)
  expect({ ...reading.look, materials: [] }).toEqual(emptyLook())
  expect(reading.look.materials).toMatchObject([{ target: ['node_vase'], material: 'brass' }])
  expect(reading.ignored.map(({ text }) => text)).toEqual(['golden hour', 'oak floor', 'shallow focus', 'pale pink backdrop', 'sepia'])
  expect(new Set(reading.ignored.map(({ reason }) => reason))).toEqual(new Set(['Only Tall vase changes here; all else stays as it is.']))
})
