import { describe, expect, it } from 'vitest'
import { sceneDocumentSchema } from '../schema'
import { BLANK_SCENE, SAMPLE_SCENES, SAMPLES } from './index'

describe.each([...SAMPLES.map((key) => [key, SAMPLE_SCENES[key].document] as const), ['blank', BLANK_SCENE.document] as const])(
  'the sample %s',
  (_, document) => {
    it('is a valid scene', () => {
      expect(() => sceneDocumentSchema.parse(document)).not.toThrow()
    })

    it('opens at its first shot, so that the picture on the canvas has a name', () => {
      expect(document.shots[0]?.id).toBe(document.activeShotId)
      expect(document.camera).toEqual(document.shots[0]?.camera)
    })

    it('names every object differently, so that a prompt can speak of one', () => {
      const names = Object.values(document.nodes).map((node) => node.name)
      expect(new Set(names).size).toBe(names.length)
    })
  },
)
