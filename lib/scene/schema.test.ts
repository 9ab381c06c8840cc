import { describe, expect, test } from 'vitest'
import { SAMPLE_SCENES } from './samples'
import { sceneDocumentSchema } from './schema'

const TEXT = JSON.stringify(SAMPLE_SCENES.plinth.document)
/** The scene as JSON with one more property, once for each object in it. */
const withEverywhere = (property: string): string[] =>
  [...TEXT].flatMap((letter, at) => (letter === '{' && TEXT[at + 1] !== '}' ? [`${TEXT.slice(0, at + 1)}${property},${TEXT.slice(at + 1)}`] : []))

/** Every object inside a value, itself included. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(objectsIn)]
}

describe('a scene that somebody sends as JSON', () => {
  test('is taken as it is written down', () => {
    expect(sceneDocumentSchema.parse(JSON.parse(TEXT))).toEqual(SAMPLE_SCENES.plinth.document)
  })

  test('changes no prototype, wherever in it one is named', () => {
    const scenes = withEverywhere('"__proto__":{"polluted":true}')
    expect(scenes.length).toBeGreaterThan(20)
    for (const scene of scenes) {
      const parsed = sceneDocumentSchema.safeParse(JSON.parse(scene))
      expect(Object.prototype).not.toHaveProperty('polluted')
      for (const object of objectsIn(parsed.data)) {
        expect(object).not.toHaveProperty('polluted')
        expect(Object.hasOwn(object, '__proto__')).toBe(false)
        expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(object))
      }
    }
  })

  test.each(['"constructor":{"prototype":{"polluted":true}}', '"prototype":{"polluted":true}', '"toString":1', '"hasOwnProperty":1', '"isInstanceAdmin":true'])(
    'is refused with %s, wherever in it that stands',
    (property) => {
      for (const scene of withEverywhere(property)) expect(sceneDocumentSchema.safeParse(JSON.parse(scene)).success, scene.slice(0, 200)).toBe(false)
      expect(Object.prototype).not.toHaveProperty('polluted')
    },
  )
})
