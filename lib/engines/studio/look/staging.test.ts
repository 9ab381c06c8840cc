import { describe, expect, it } from 'vitest'
import { readPrompt } from '@/lib/domain/look/read-prompt'
import { blank } from '@/lib/scene/samples/blank'
import { plinth } from '@/lib/scene/samples/plinth'
import { smallObjects } from '@/lib/scene/samples/small-objects'
import type { SceneDocument } from '@/lib/scene/schema'
import { compileScene } from '../compile/compile-scene'
import type { Rgb, StudioLight, StudioScene } from '../studio-scene'
import { lookAt, objectsOf } from './index'
import { dot, viewOf } from './measure'

type Sun = Extract<StudioLight, { kind: 'directional' }>

const compile = (document: SceneDocument): Promise<StudioScene> => compileScene({ scene: document, camera: document.camera, models: new Map() }, 1)
const looked = async (document: SceneDocument, prompt: string): Promise<StudioScene> =>
  lookAt(await compile(document), readPrompt(prompt, objectsOf(document)).look)

const without = (document: SceneDocument, ...ids: string[]): SceneDocument => ({
  ...document,
  nodes: Object.fromEntries(Object.entries(document.nodes).filter(([id]) => !ids.includes(id))),
  order: document.order.filter((id) => !ids.includes(id)),
})

function sunOf(scene: StudioScene): Sun {
  const suns = scene.lights.filter((light): light is Sun => light.kind === 'directional')
  const sun = suns.sort((a, b) => Math.max(...b.irradiance) - Math.max(...a.irradiance))[0]
  if (!sun) throw new Error('The scene has no sun.')
  return sun
}
const elevation = (sun: Sun): number => (Math.asin(sun.direction[1] / Math.hypot(...sun.direction)) * 180) / Math.PI
const cyclorama = (scene: StudioScene) => scene.meshes.find((mesh) => mesh.name === 'Cyclorama')

describe('long shadows', () => {
  it('come from a sun lower than the golden hour has by itself, with a larger disc where they shall be soft', async () => {
    const [plain, hard, soft] = await Promise.all(
      ['golden hour', 'golden hour, long hard shadows', 'golden hour, long soft shadows'].map(async (prompt) => sunOf(await looked(smallObjects, prompt))),
    )
    if (!plain || !hard || !soft) throw new Error('A look is missing.')
    expect(elevation(hard)).toBeLessThan(0.75 * elevation(plain))
    expect(elevation(soft)).toBeCloseTo(elevation(hard))
    expect(soft.angle).toBeGreaterThan(1.5 * plain.angle)
    expect(hard.angle).toBeLessThan(plain.angle)
  })

  it('fall across the picture, or on a wall that stands close behind', async () => {
    const [open, walled] = [await looked(smallObjects, 'golden hour, long shadows'), await looked(plinth, 'golden hour, long shadows')]
    const { right } = viewOf(open)
    expect(Math.abs(dot(sunOf(open).direction, right))).toBeGreaterThan(0.9)
    expect(dot(sunOf(walled).direction, viewOf(walled).back)).toBeGreaterThan(0.5)
  })

  it('are thrown also where the light that was asked for has no sun', async () => {
    for (const prompt of ['studio light, long shadows', 'clay render, long shadows', 'long shadows'])
      expect(elevation(sunOf(await looked(smallObjects, prompt)))).toBeLessThan(15)
  })
})

describe('a bare scene', () => {
  const box = without(blank, 'node_floor', 'node_key')

  it('gets a paper roll to stand on when nothing is below its objects, and keeps them', async () => {
    const [base, scene] = [await compile(box), await looked(box, '')]
    expect(cyclorama(scene)).toBeDefined()
    expect(scene.meshes.filter((mesh) => mesh.name !== 'Cyclorama')).toEqual(base.meshes)
    expect(scene.camera).toEqual(base.camera)
  })

  it('has its plain floor melt into the background, in the colours of both', async () => {
    const [base, scene] = [await compile(blank), await looked(blank, '')]
    const colors = cyclorama(scene)?.colors ?? new Float32Array()
    const floor = base.materials[base.meshes.find((mesh) => mesh.name === 'Floor')?.material ?? -1]?.baseColor ?? [0, 0, 0]
    for (const c of [0, 1, 2] as const) expect(colors[c]).toBeCloseTo(floor[c], 4)
    expect(colors.at(-4)).not.toBeCloseTo(floor[0], 2)
  })

  it('is left as it is where walls stand, where the sky is seen, and where there is nothing', async () => {
    const sky: SceneDocument = { ...box, environment: { ...box.environment, background: 'environment' } }
    for (const document of [plinth, sky, without(box, ...box.order)]) expect(cyclorama(await looked(document, ''))).toBeUndefined()
  })

  it('is lit by a key and a rim from opposite sides when it has no lamp, and by its own lamps when it has', async () => {
    const scene = await looked(box, '')
    const { center, right } = viewOf(scene)
    const sides = scene.lights.map((light) =>
      light.kind === 'area' ? Math.sign(dot([0, 1, 2].map((c) => (light.corner[c] ?? 0) - (center[c] ?? 0)) as Rgb, right)) : 0,
    )
    expect(sides.sort()).toEqual([-1, 1])
    expect((await looked(blank, '')).lights).toHaveLength((await compile(blank)).lights.length)
  })
})

describe('a gradient backdrop', () => {
  it('runs from the bottom colour on the floor to the top colour on the wall', async () => {
    const colors = cyclorama(await looked(smallObjects, 'gradient from navy to pink'))?.colors ?? new Float32Array()
    const rows = Array.from({ length: colors.length / 8 }, (_, i) => [...colors.subarray(i * 8, i * 8 + 3)])
    const blueness = rows.map(([r = 0, , b = 0]) => b / (r + b))
    expect(blueness[0]).toBeLessThan(0.5)
    expect(blueness.at(-1)).toBeGreaterThan(0.6)
    expect(blueness).toEqual([...blueness].sort((a, b) => a - b))
  })
})

describe('low key', () => {
  it('takes the light from all around away and keeps a lamp at the side', async () => {
    const [base, scene] = [await compile(smallObjects), await looked(smallObjects, 'moody, low key')]
    expect(scene.environmentIntensity).toBeLessThan(0.1 * base.environmentIntensity)
    expect(scene.lights.length).toBeGreaterThan(base.lights.length)
  })
})
