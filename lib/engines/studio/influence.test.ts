import { describe, expect, it } from 'vitest'
import { blank } from '@/lib/scene/samples/blank'
import { DEFAULT_MATERIAL, type Material, type SceneDocument, type SceneNode } from '@/lib/scene/schema'
import { testEngineRequest } from '../testing/engine-run'
import { type ObjectInfluence, traceInfluence } from './influence'

const node = (name: string, y: number, geometry: Extract<SceneNode, { type: 'mesh' }>['geometry'], material: Partial<Material> = {}): SceneNode => ({
  type: 'mesh',
  name,
  visible: true,
  position: [0, y, 0],
  rotation: [0, 0, 0],
  scale: [1, 1, 1],
  geometry,
  material: { ...DEFAULT_MATERIAL, ...material },
})

/** A ball that hangs over a floor, seen from the front; a sun from above on the left. */
const scene = (floor: Partial<Material>): SceneDocument => ({
  ...blank,
  nodes: {
    node_floor: node('Floor', 0, { shape: 'plane', width: 20, depth: 20 }, floor),
    node_ball: node('Ball', 1, { shape: 'sphere', radius: 0.5 }, { color: '#b04030' }),
    node_sun: {
      type: 'light',
      name: 'Sun',
      visible: true,
      position: [0, 5, 0],
      rotation: [-90, 0, 0],
      scale: [1, 1, 1],
      light: { kind: 'directional', color: '#ffffff', intensity: 3, softness: 1 },
    },
  },
  order: ['node_floor', 'node_ball', 'node_sun'],
  camera: { position: [0, 1.6, 6], target: [0, 0.7, 0], fov: 40, fStop: null, focusDistance: null },
})

const influenceOn = (floor: Partial<Material>): Promise<ObjectInfluence> => {
  const document = scene(floor)
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 } as const
  const edit = { baseOutputId: 'out_1', nodeId: 'node_ball', objectName: 'Ball', grow: 8, includeShadow: true, scenePrompt: '', earlier: [] }
  const canvas = { snapshot: new Uint8Array(), snapshotMime: 'image/png', scene: document, camera: document.camera, models: new Map() }
  const control = async (): Promise<Uint8Array> => new Uint8Array()
  const request = testEngineRequest({ prompt: '', width: 96, height: 72, seed: 7, settings: { ...settings, edit }, canvas: { ...canvas, control } })
  return traceInfluence(request, 'node_ball', new AbortController().signal)
}
const levelAt = ({ width, levels }: ObjectInfluence, x: number, y: number): number => levels[y * width + x] ?? 0

describe('the influence of an object', () => {
  it('is strong in its shadow, none far away, and the same whenever it is traced again', async () => {
    const influence = await influenceOn({ roughness: 1 })
    expect([influence.width, influence.height]).toEqual([96, 72])
    // Straight below the ball lies its shadow.
    const below = Math.max(...Array.from({ length: 20 }, (_, k) => levelAt(influence, 48, 48 + k)))
    expect(below).toBeGreaterThan(20)
    expect(levelAt(influence, 4, 68)).toBeLessThan(3)
    expect(levelAt(influence, 4, 4)).toBeLessThan(3)
    expect((await influenceOn({ roughness: 1 })).levels).toEqual(influence.levels)
  })

  it('reaches to where a polished floor mirrors it, in front of its shadow', async () => {
    const [rough, polished] = [await influenceOn({ roughness: 1 }), await influenceOn({ roughness: 0.02, metalness: 1, color: '#ffffff' })]
    const strength = (influence: ObjectInfluence): number => Array.from({ length: 12 }, (_, k) => levelAt(influence, 48, 59 + k)).reduce((a, b) => a + b, 0)
    expect(strength(polished)).toBeGreaterThan(strength(rough) + 60)
  })
})
