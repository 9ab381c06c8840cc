import { expect, test } from 'vitest'
import { engineName } from './engine-name'

test('an engine goes by its label, a workflow that is not in the list by what it is, and never by an id of a row', () => {
  const labels = { studio: 'Studio', 'comfyui:wfl_known': 'Product shots' }
  expect(engineName('studio', labels)).toBe('Studio')
  expect(engineName('comfyui:wfl_known', labels)).toBe('Product shots')
  expect(engineName('comfyui:wfl_0123456789', labels)).toBe('ComfyUI workflow')
  expect(engineName('gone', labels)).toBe('gone')
})
