import { expect, it } from 'vitest'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { testCanvas } from '../testing/engine-run'
import { promptInWords } from './prompt-in-words'

const canvas = { ...testCanvas({ snapshot: new Uint8Array() }), scene: SAMPLE_SCENES['small-objects'].document }
const references = [{ slot: 3 as const, role: 'material' as const, strength: 0.5, bytes: new Uint8Array(), mime: 'image/png' }]
const prompt = 'Make the @Vase and @"Glass sphere" of @Reference 3, not of @Reference 2'

it('names objects of the frozen scene, and a reference by its number behind the canvas', () => {
  expect(promptInWords({ prompt, canvas, references }, 1)).toBe(
    'Make the object named “Vase” and the object named “Glass sphere” of image 2, not of reference 2',
  )
  expect(promptInWords({ prompt: 'like @Reference 3', canvas, references }, 0, 'picture')).toBe('like picture 1')
})

it('leaves bare names without a canvas, and no number where no pictures are sent', () => {
  expect(promptInWords({ prompt, canvas: null, references }, null)).toBe('Make the Vase and Glass sphere of reference 3, not of reference 2')
})
