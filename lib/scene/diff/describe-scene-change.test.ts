import { describe, expect, it } from 'vitest'
import { aim } from '../samples/build'
import { brass, chrome, glass, oak, steel } from '../samples/materials'
import { type Camera, DEFAULT_MATERIAL, type Environment, type Material, type MeshNode, type SceneDocument, type SceneNode } from '../schema'
import { describeSceneChange } from './describe-scene-change'

const CAMERA: Camera = { position: [0, 0, 2], target: [0, 0, 0], fov: 40, fStop: null, focusDistance: null }
const ENVIRONMENT: Environment = {
  preset: 'softbox',
  intensity: 1,
  rotation: 0,
  background: 'color',
  color: '#f4f3f0',
  colorTop: '#ffffff',
  sunElevation: 30,
  sunAzimuth: 0,
  clouds: 0,
}

const thing = (name: string, change: Partial<MeshNode> = {}): MeshNode => ({
  type: 'mesh',
  name,
  visible: true,
  position: [0, 0, 0],
  rotation: [0, 0, 0],
  scale: [1, 1, 1],
  geometry: { shape: 'box', width: 1, height: 1, depth: 1, bevel: 0 },
  material: DEFAULT_MATERIAL,
  ...change,
})
const lamp = (change: Partial<SceneNode & { type: 'light' }> = {}): SceneNode => ({
  type: 'light',
  name: 'Lamp',
  visible: true,
  position: [0, 2, 0],
  rotation: [0, 0, 0],
  scale: [1, 1, 1],
  light: { kind: 'area', color: '#ffffff', intensity: 8, width: 1, height: 1 },
  ...change,
})
const scene = (nodes: Record<string, SceneNode>, change: Partial<SceneDocument> = {}): SceneDocument => ({
  version: 1,
  nodes,
  order: Object.keys(nodes),
  environment: ENVIRONMENT,
  camera: CAMERA,
  shots: [],
  activeShotId: null,
  exposure: 0,
  ...change,
})
const changeOf = (before: SceneNode, after: SceneNode): string[] => describeSceneChange(scene({ node_1: before }), scene({ node_1: after }))
const ofCamera = (change: Partial<Camera>, before: Partial<Camera> = {}): string[] =>
  describeSceneChange(scene({}, { camera: { ...CAMERA, ...before } }), scene({}, { camera: { ...CAMERA, ...before, ...change } }))
const ofEnvironment = (change: Partial<Environment>, before: Partial<Environment> = {}): string[] =>
  describeSceneChange(scene({}, { environment: { ...ENVIRONMENT, ...before } }), scene({}, { environment: { ...ENVIRONMENT, ...before, ...change } }))
const ofMaterial = (before: Material, after: Material): string[] => changeOf(thing('Vase', { material: before }), thing('Vase', { material: after }))

describe('a scene that did not change', () => {
  it('has nothing to tell, whatever happened to its shots and to the order of its things', () => {
    const nodes = { node_a: thing('A'), node_b: thing('B') }
    const after = { ...scene(nodes), order: ['node_b', 'node_a'], shots: [{ id: 'shot_1', name: 'Front', camera: CAMERA }], activeShotId: 'shot_1' }
    expect(describeSceneChange(scene(nodes), after)).toEqual([])
  })
})

describe('the camera', () => {
  it('tells by how many degrees the view turned and by how many metres it moved', () => {
    const turned = (12 * Math.PI) / 180
    const position: [number, number, number] = [0.24, 0, 2 + 0.32]
    const target: [number, number, number] = [position[0] + Math.sin(turned), 0, position[2] - Math.cos(turned)]
    expect(ofCamera({ position, target })).toEqual(['Camera turned 12°, moved 0.4 m'])
  })

  it('does not count a shift without a turn as a turn, nor the length of the view as a change', () => {
    expect(ofCamera({ position: [0, 0.05, 2], target: [0, 0.05, 0] })).toEqual(['Camera moved 5 cm'])
    expect(ofCamera({ target: [0, 0, 1] })).toEqual([])
  })

  it('tells the field of view and the depth of field', () => {
    expect(ofCamera({ fov: 25 })).toEqual(['Camera field of view 40° to 25°'])
    expect(ofCamera({ fStop: 4 })).toEqual(['Camera depth of field on at f/4'])
    expect(ofCamera({ fStop: null }, { fStop: 4 })).toEqual(['Camera depth of field off'])
    expect(ofCamera({ fStop: 2.8, focusDistance: 1.2 }, { fStop: 4 })).toEqual(['Camera aperture f/4 to f/2.8, focus 2 m to 1.2 m'])
  })

  it('uses the cameras that took the pictures instead of those of the documents', () => {
    const moved = { ...CAMERA, position: [0, 0, 3] as [number, number, number] }
    expect(describeSceneChange(scene({}), scene({}, { camera: moved }), { before: CAMERA, after: CAMERA })).toEqual([])
    expect(describeSceneChange(scene({}), scene({}), { before: CAMERA, after: moved })).toEqual(['Camera moved 1 m'])
  })
})

describe('things', () => {
  it('are added, removed, renamed, hidden and shown', () => {
    const before = scene({ node_a: thing('Vase'), node_b: thing('Bowl'), node_c: thing('Cup', { visible: false }), node_d: lamp() })
    const after = scene({ node_a: thing('Jug'), node_c: thing('Cup'), node_d: lamp({ visible: false }), node_e: thing('Book') })
    expect(describeSceneChange(before, after)).toEqual(['Book added', 'Bowl removed', 'Vase renamed Jug', 'Cup shown', 'Lamp hidden'])
  })

  it('tells how far, by how much and by how many times', () => {
    expect(changeOf(thing('Vase'), thing('Vase', { position: [0.3, 0, 0.4] }))).toEqual(['Vase moved 0.5 m'])
    expect(changeOf(thing('Vase'), thing('Vase', { position: [0, 0.12, 0] }))).toEqual(['Vase moved up 0.12 m'])
    expect(changeOf(thing('Vase'), thing('Vase', { rotation: [0, 30, 0] }))).toEqual(['Vase turned 30°'])
    expect(changeOf(thing('Vase'), thing('Vase', { scale: [1.2, 1.2, 1.2] }))).toEqual(['Vase made 20% larger'])
    expect(changeOf(thing('Vase'), thing('Vase', { scale: [1, 2, 1] }))).toEqual(['Vase scaled by 1 × 2 × 1'])
  })

  it('does not tell a turn that ends where it began', () => {
    expect(changeOf(thing('Vase', { rotation: [0, 0, 0] }), thing('Vase', { rotation: [0, 360, 0] }))).toEqual([])
    expect(changeOf(thing('Vase', { rotation: [180, 0, 0] }), thing('Vase', { rotation: [0, 180, 180] }))).toEqual([])
  })

  it('tells a shape that changed, its sizes and its words', () => {
    const box = { shape: 'box', width: 1, height: 0.3, depth: 1, bevel: 0 } as const
    expect(changeOf(thing('Box', { geometry: box }), thing('Box', { geometry: { ...box, height: 0.5 } }))).toEqual(['Box: height 0.3 m to 0.5 m'])
    expect(changeOf(thing('Box', { geometry: box }), thing('Box', { geometry: { shape: 'sphere', radius: 1 } }))).toEqual(['Box: box to sphere'])
    const text = { shape: 'text', text: 'Hello', size: 1, depth: 0 } as const
    expect(changeOf(thing('Sign', { geometry: text }), thing('Sign', { geometry: { ...text, text: 'Bye' } }))).toEqual(['Sign: text “Hello” to “Bye”'])
  })

  it('tells a replaced model and the material that was laid over one', () => {
    const model = { ...thing('Chair'), type: 'model' as const, assetId: 'ast_1', material: null }
    const { geometry: _, ...chair } = model
    expect(changeOf(chair, { ...chair, assetId: 'ast_2' })).toEqual(['Chair: model replaced'])
    expect(changeOf(chair, { ...chair, material: brass })).toEqual(['Chair: its own materials to brass'])
    expect(changeOf({ ...chair, material: brass }, chair)).toEqual(['Chair: brass to its own materials'])
  })

  it('takes a thing that was deleted and made again under the same name as the same thing', () => {
    expect(describeSceneChange(scene({ node_1: thing('Vase') }), scene({ node_2: thing('Vase', { material: brass }) }))).toEqual([
      expect.stringMatching(/^Vase: .* to brass$/),
    ])
  })

  it('puts what happened to one thing on one line, and the same change of many things on one line', () => {
    expect(changeOf(thing('Vase', { material: steel }), thing('Vase', { material: brass, position: [0.2, 0, 0], visible: false }))).toEqual([
      'Vase: steel to brass, hidden, moved 0.2 m',
    ])
    const names = ['Cup', 'Plate', 'Bowl', 'Spoon', 'Fork', 'Knife']
    const table = (x: number) => scene(Object.fromEntries(names.map((name, i) => [`node_${i}`, thing(name, { position: [i + x, 0, 0] })])))
    expect(describeSceneChange(table(0), table(0.5))).toEqual(['Cup, Plate, Bowl and 3 more moved 0.5 m'])
  })

  it('never tells more than a page: after a dozen lines the rest are named together', () => {
    const crowd = (step: number) =>
      scene(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`node_${i}`, thing(`T${i}`, { position: [i * step, 0, 0] })])))
    const lines = describeSceneChange(crowd(1), crowd(2))
    expect(lines).toHaveLength(13)
    expect(lines.at(-1)).toBe('T13, T14, T15 and 34 more changed too')
  })

  it('says that it is another scene instead of listing two whole scenes', () => {
    const one = scene({ node_a: thing('A'), node_b: thing('B') })
    const other = scene({ node_c: thing('C'), node_d: thing('D'), node_e: thing('E') })
    expect(describeSceneChange(one, other)).toEqual(['Another scene: 3 other objects and lights instead of 2'])
  })
})

describe('materials', () => {
  it('go by name where a preset fits, also nearly', () => {
    expect(ofMaterial(steel, brass)).toEqual(['Vase: steel to brass'])
    expect(ofMaterial({ ...chrome, roughness: 0.07 }, { ...oak, color: '#ba8b5d' })).toEqual(['Vase: chrome to oak'])
    expect(ofMaterial(glass, { ...glass, color: '#2f8f57' })).toEqual(['Vase: glass to green glass'])
  })

  it('are told by their looks where one has no name', () => {
    expect(ofMaterial(brass, { ...DEFAULT_MATERIAL, color: '#b8202a', roughness: 0.9 })).toEqual(['Vase: brass to matte red'])
  })

  it('tell what changed in them where neither has another name', () => {
    const red = { ...DEFAULT_MATERIAL, color: '#b8202a' }
    expect(ofMaterial(red, { ...red, color: '#2455a8', roughness: 0.2 })).toEqual(['Vase: colour red to blue, roughness 50% to 20%'])
    expect(ofMaterial(red, { ...red, color: '#b8212b' })).toEqual(['Vase: colour #b8202a to #b8212b'])
    expect(ofMaterial(brass, { ...brass, roughness: 0.3 })).toEqual(['Vase: roughness 22% to 30%'])
    expect(ofMaterial(red, { ...red, emissive: '#e8bf2c', emissiveIntensity: 2 })).toEqual(['Vase: now glows yellow'])
  })
})

describe('light', () => {
  it('tells brightness, colour, size and place of a lamp', () => {
    const light = { kind: 'area', color: '#ffffff', intensity: 8, width: 1, height: 1 } as const
    expect(changeOf(lamp(), lamp({ light: { ...light, intensity: 12 } }))).toEqual(['Lamp: 50% brighter'])
    expect(changeOf(lamp(), lamp({ light: { ...light, intensity: 0, width: 0.5 } }))).toEqual(['Lamp: turned off, width 1 m to 0.5 m'])
    expect(changeOf(lamp(), lamp({ rotation: aim([0, 0, 0], [1, 0, -1]) }))).toEqual(['Lamp turned 45°'])
    expect(changeOf(lamp(), lamp({ light: { kind: 'point', color: '#ffffff', intensity: 8, radius: 0 } }))).toEqual(['Lamp: area light to point light'])
  })

  it('does not tell the turn of a light that shines the same on all sides', () => {
    const bulb = lamp({ light: { kind: 'point', color: '#ffffff', intensity: 8, radius: 0 } })
    expect(changeOf(bulb, { ...bulb, rotation: [40, 0, 0] })).toEqual([])
  })

  it('tells the surroundings, the sun and the backdrop, only where they show', () => {
    expect(ofEnvironment({ preset: 'sunset', intensity: 0.5 })).toEqual(['Surroundings: softbox tent to sunset, 50% dimmer'])
    expect(ofEnvironment({ sunElevation: 10, clouds: 1 })).toEqual([])
    expect(ofEnvironment({ sunElevation: 9, rotation: 350 }, { preset: 'sky' })).toEqual(['Surroundings: turned 10°, sun 30° to 9°'])
    expect(ofEnvironment({ color: '#141415' })).toEqual(['Surroundings: backdrop white to black'])
    expect(ofEnvironment({ background: 'gradient', color: '#141415' })).toEqual(['Surroundings: backdrop plain colour to gradient'])
    expect(ofEnvironment({ color: '#141415' }, { background: 'environment' })).toEqual([])
  })

  it('tells the exposure in stops', () => {
    expect(describeSceneChange(scene({}), scene({}, { exposure: 1 }))).toEqual(['Exposure raised by 1 stop'])
    expect(describeSceneChange(scene({}, { exposure: 0.5 }), scene({}))).toEqual(['Exposure lowered by 0.5 stops'])
  })
})
