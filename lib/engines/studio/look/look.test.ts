import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { ReferenceRole } from '@/lib/domain/generation'
import { toOklab } from '@/lib/scene/oklab'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import type { EngineRequest } from '../../contract'
import { testCanvas } from '../../testing/engine-run'
import { compileScene } from '../compile/compile-scene'
import type { Rgb, StudioLight, StudioScene } from '../studio-scene'
import { applyLook, type LookedScene } from './index'

const document = SAMPLE_SCENES['small-objects'].document
const nodeNamed = (name: string): string => document.order.find((id) => document.nodes[id]?.name === name) ?? ''

async function picture(colors: readonly string[]): Promise<Uint8Array> {
  const stripes = colors.map((background, i) => ({ input: { create: { width: 40, height: 120, channels: 3 as const, background } }, left: i * 40, top: 0 }))
  return new Uint8Array(
    await sharp({ create: { width: 40 * colors.length, height: 120, channels: 3, background: '#000' } })
      .composite(stripes)
      .png()
      .toBuffer(),
  )
}

async function looked(
  prompt: string,
  reference?: { role: ReferenceRole; strength: number; colors: readonly string[] },
): Promise<LookedScene & { base: StudioScene }> {
  const canvas = { ...testCanvas({ snapshot: new Uint8Array() }), scene: document, camera: document.camera }
  const base = await compileScene(canvas, 1)
  const references = reference
    ? [{ slot: 2 as const, role: reference.role, strength: reference.strength, bytes: await picture(reference.colors), mime: 'image/png' }]
    : []
  const request: EngineRequest = {
    prompt,
    negativePrompt: '',
    width: 64,
    height: 64,
    quality: 'draft',
    seed: 1,
    settings: { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 1, images: 1 },
    canvas,
    references,
    edit: null,
  }
  return { ...(await applyLook(base, request)), base }
}

const materialOf = (scene: StudioScene, name: string) => {
  const mesh = scene.meshes.find((m) => m.nodeId === nodeNamed(name))
  return mesh && scene.materials[mesh.material]
}
type Sun = Extract<StudioLight, { kind: 'directional' }>
const brightestSun = (scene: StudioScene): Sun | undefined =>
  scene.lights.filter((l): l is Sun => l.kind === 'directional').sort((a, b) => Math.max(...b.irradiance) - Math.max(...a.irradiance))[0]
const warmth = (c: Rgb): number => c[0] / c[2]

/** Arrays of numbers as the hash of their bytes: comparing hundreds of thousands one by one takes too long on a busy machine. */
const digested = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      ArrayBuffer.isView(part)
        ? createHash('sha256')
            .update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
            .digest('hex')
        : part,
    ),
  )

describe('a look', () => {
  it('keeps objects and camera as composed when nothing is said', async () => {
    const { scene, base, grade } = await looked('')
    expect(scene.meshes).toEqual(base.meshes)
    expect(scene.materials).toEqual(base.materials)
    expect(scene.camera).toEqual(base.camera)
    expect(grade).toMatchObject({ saturation: 0, monochrome: false, grain: 0 })
  })

  it('lights a golden hour with a lower and warmer sun than noon', async () => {
    const [golden, noon] = [brightestSun((await looked('golden hour')).scene), brightestSun((await looked('noon')).scene)]
    expect(golden?.direction[1]).toBeLessThan(0.5 * (noon?.direction[1] ?? 0))
    expect(warmth(golden?.irradiance ?? [0, 0, 1])).toBeGreaterThan(1.8 * warmth(noon?.irradiance ?? [1, 1, 1]))
  })

  it('puts light on the side that was named', async () => {
    const at = async (side: string): Promise<number> => brightestSun((await looked(`golden hour, light from the ${side}`)).scene)?.direction[0] ?? 0
    expect(await at('left')).toBeLessThan(-0.4)
    expect(await at('right')).toBeGreaterThan(0.4)
  })

  it('makes soft light larger and hard light smaller', async () => {
    const [soft, hard] = [brightestSun((await looked('noon, soft shadows')).scene), brightestSun((await looked('noon, hard shadows')).scene)]
    expect(soft?.angle).toBeGreaterThan(5 * (hard?.angle ?? 1))
  })

  it('is darker at night than by day, lamps and sky together', async () => {
    const sky = ({ scene }: LookedScene): number =>
      (scene.environment.data.reduce((a, b) => a + b, 0) / scene.environment.data.length) * scene.environmentIntensity
    expect(sky(await looked('night'))).toBeLessThan(0.2 * sky(await looked('daylight')))
  })

  it('changes the named object and no other', async () => {
    const { scene, base } = await looked('vase of black marble')
    expect(materialOf(scene, 'Vase')).toMatchObject({ pattern: 'marble', metalness: 0 })
    expect(materialOf(scene, 'Glass sphere')).toEqual(materialOf(base, 'Glass sphere'))
    expect(scene.meshes.map((mesh) => mesh.positions)).toEqual(base.meshes.map((mesh) => mesh.positions))
  })

  it('makes metal of metals, glass of glass, and keeps a colour that was asked for', async () => {
    expect(materialOf((await looked('copper vase')).scene, 'Vase')).toMatchObject({ metalness: 1 })
    expect(materialOf((await looked('glass vase')).scene, 'Vase')).toMatchObject({ transmission: 1 })
    const red = materialOf((await looked('red ceramic vase')).scene, 'Vase')?.baseColor ?? [0, 0, 0]
    expect(red[0]).toBeGreaterThan(4 * red[2])
    expect(materialOf((await looked('glossy vase')).scene, 'Vase')).toMatchObject({ clearcoat: 1 })
  })

  it('replaces wall and floor by a cyclorama of the colour, and leaves the objects', async () => {
    const { scene, base } = await looked('on a seamless pink backdrop')
    const names = (s: StudioScene): string[] => s.meshes.map((mesh) => mesh.name)
    expect(names(scene)).toContain('Cyclorama')
    expect(names(scene)).not.toContain('Backdrop')
    expect(
      names(base)
        .filter((name) => name !== 'Backdrop' && name !== 'Table top')
        .every((name) => names(scene).includes(name)),
    ).toBe(true)
    const cyclorama = scene.meshes.find((mesh) => mesh.name === 'Cyclorama')
    const [r, g] = scene.materials[cyclorama?.material ?? -1]?.baseColor ?? [0, 0, 0]
    expect(r).toBeGreaterThan(1.5 * g)
  })

  it('opens the lens for shallow focus and moves the focus to the named object', async () => {
    const { scene, base } = await looked('shallow depth of field, focus on the bowl')
    expect(scene.camera.aperture).toBeGreaterThan(base.camera.aperture)
    const bowl = scene.meshes.find((mesh) => mesh.nodeId === nodeNamed('Bowl'))
    const distances = Array.from({ length: (bowl?.positions.length ?? 0) / 3 }, (_, i) =>
      Math.hypot(...[0, 1, 2].map((c) => (bowl?.positions[i * 3 + c] ?? 0) - (scene.camera.position[c] ?? 0))),
    )
    expect(scene.camera.focusDistance).toBeGreaterThan(Math.min(...distances) * 0.9)
    expect(scene.camera.focusDistance).toBeLessThan(Math.max(...distances))
    expect((await looked('everything in focus')).scene.camera.aperture).toBe(0)
  })

  it('is the same for the same request', async () => {
    const reference = { role: 'style', strength: 0.7, colors: ['#803020', '#e0c080', '#204060'] } as const
    expect(digested(await looked('golden hour, brass vase', reference))).toEqual(digested(await looked('golden hour, brass vase', reference)))
  })
})

describe('a reference', () => {
  const greens = ['#2f6b3a', '#7fa35a', '#c8d8a0', '#173a24']
  const labsOf = (colors: readonly string[]) =>
    colors.map((hex) => toOklab([1, 3, 5].map((i) => (Number.parseInt(hex.slice(i, i + 2), 16) / 255) ** 2.2) as Rgb))

  /** Mean distance in hue and chroma of painted surfaces to the nearest colour of a palette. */
  function distance(scene: StudioScene, colors: readonly string[]): number {
    const labs = labsOf(colors)
    const painted = scene.meshes.map((mesh) => scene.materials[mesh.material]).filter((m) => m && m.metalness < 0.5 && m.transmission < 0.3)
    const distances = painted.map((m) => {
      const lab = toOklab(m?.baseColor ?? [0, 0, 0])
      return Math.min(...labs.map((other) => Math.hypot(lab[1] - other[1], lab[2] - other[2])))
    })
    return distances.reduce((a, b) => a + b, 0) / distances.length
  }

  it('of style moves colours towards its palette, further the stronger it is', async () => {
    const at = async (strength: number) => distance((await looked('', { role: 'style', strength, colors: greens })).scene, greens)
    const [none, half, full] = [await at(0), await at(0.5), await at(1)]
    expect(half).toBeLessThan(0.85 * none)
    expect(full).toBeLessThan(0.5 * none)
  })

  it('of concept does the same more weakly and leaves the light alone', async () => {
    const style = await looked('', { role: 'style', strength: 0.8, colors: greens })
    const concept = await looked('', { role: 'concept', strength: 0.8, colors: greens })
    expect(distance(concept.scene, greens)).toBeGreaterThan(distance(style.scene, greens))
    expect(distance(concept.scene, greens)).toBeLessThan(distance(concept.base, greens))
    expect(concept.scene.environment).toBe(concept.base.environment)
  })

  it('of environment lights the scene in its colour', async () => {
    const { scene, base } = await looked('', { role: 'environment', strength: 1, colors: ['#3050c0', '#4060d0'] })
    const blue = (s: StudioScene): number => {
      const sum = [0, 0, 0]
      s.environment.data.forEach((v, i) => {
        sum[i % 3] = (sum[i % 3] ?? 0) + v
      })
      return (sum[2] ?? 0) / (sum[0] ?? 1)
    }
    expect(blue(scene)).toBeGreaterThan(2 * blue(base))
  })

  it('of material covers the named object with its texture, and no other', async () => {
    const { scene, base } = await looked('a ceramic vase', { role: 'material', strength: 0.9, colors: greens })
    const texture = materialOf(scene, 'Vase')?.baseColorTexture
    expect(texture).toBeDefined()
    expect(scene.textures[texture?.texture ?? -1]).toMatchObject({ width: 512, height: 512 })
    expect(materialOf(scene, 'Bowl')).toEqual(materialOf(base, 'Bowl'))
  })

  it('of strength 0 changes nothing', async () => {
    const { scene } = await looked('', { role: 'style', strength: 0, colors: greens })
    expect(scene).toEqual((await looked('')).scene)
  })

  it('of material covers exactly the objects that the prompt gives it to', async () => {
    const { scene, base } = await looked('make @Bowl of @Reference 2, a ceramic vase', { role: 'material', strength: 0.9, colors: greens })
    expect(materialOf(scene, 'Bowl')?.baseColorTexture).toBeDefined()
    expect(materialOf(scene, 'Vase')?.baseColorTexture).toBeUndefined()
    expect(materialOf(scene, 'Glass sphere')).toEqual(materialOf(base, 'Glass sphere'))
  })

  it('of any other role gives a named object its striking colour, and does what the role says beside', async () => {
    const red = { role: 'environment', strength: 1, colors: ['#808080', '#c01010'] } as const
    const [given, plain] = [await looked('@Vase in the colours of @Reference 2', red), await looked('', red)]
    const [r, g] = materialOf(given.scene, 'Vase')?.baseColor ?? [0, 1]
    expect(r).toBeGreaterThan(3 * g)
    expect(materialOf(given.scene, 'Bowl')).toEqual(materialOf(plain.scene, 'Bowl'))
    expect(given.scene.environment).toEqual(plain.scene.environment)
    const glass = materialOf((await looked('@"Glass sphere" of @Reference 2', red)).scene, 'Glass sphere')
    expect(glass).toMatchObject({ transmission: 1 })
    expect((glass?.attenuationColor[0] ?? 0) / (glass?.attenuationColor[1] ?? 1)).toBeGreaterThan(3)
  })
})
