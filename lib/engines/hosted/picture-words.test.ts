import { expect, test } from 'vitest'
import type { EngineReference } from '../contract'
import { testCanvas, testEngineRequest } from '../testing/engine-run'
import { picturesAndWords, promptAlone, toDataUrl } from './picture-words'

const bytes = (n: number): Uint8Array => new Uint8Array([n])
const reference = (changes: Partial<EngineReference>): EngineReference => ({
  slot: 2,
  role: 'style',
  strength: 0.5,
  mime: 'image/webp',
  bytes: bytes(2),
  ...changes,
})

test.each([
  [0, 'Take a hint of'],
  [0.33, 'Take a hint of'],
  [0.34, 'Take'],
  [0.66, 'Take'],
  [0.67, 'Closely take'],
  [1, 'Closely take'],
])('a strength of %d is said as "%s"', (strength, words) => {
  const { text } = picturesAndWords(testEngineRequest({ references: [reference({ strength })] }))
  expect(text.split('\n')[1]).toBe(`Image 1 is a reference. ${words} its style, palette and mood, not its content.`)
})

test('the pictures keep their order and their types', () => {
  const references = [reference({}), reference({ slot: 3, bytes: bytes(3), mime: 'image/jpeg' })]
  const { images } = picturesAndWords(testEngineRequest({ canvas: testCanvas({ snapshot: bytes(1) }), references }))
  expect(images.map(toDataUrl)).toEqual(['data:image/png;base64,AQ==', 'data:image/webp;base64,Ag==', 'data:image/jpeg;base64,Aw=='])
})

test('a reference that the prompt names is called by the number of its picture', () => {
  const references = [reference({ slot: 3 })]
  const request = testEngineRequest({ prompt: 'like @Reference 3', canvas: testCanvas({ snapshot: bytes(1) }), references })
  expect(picturesAndWords(request).text).toMatch(/^like (the )?image 2\n/i)
})

test('an empty prompt still says what is wanted', () => {
  expect(promptAlone(testEngineRequest({ prompt: ' ', canvas: testCanvas({ snapshot: bytes(1) }) }))).toMatch(/^A photorealistic/)
  expect(picturesAndWords(testEngineRequest({ prompt: '', references: [reference({})] })).text).toMatch(/^A finished picture in the spirit/)
})
