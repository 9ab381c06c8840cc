import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { EngineError } from '../../contract'
import type { Film, StudioMesh, StudioScene, StudioTexture } from '../studio-scene'
import { TRIANGLES_MAX } from './flatten'
import { evenLight, renderFilm, shapeMesh, TEST_MATERIAL, testScene } from './test-scene'
import { Tracer } from './tracer'

const busy = (): StudioScene =>
  testScene({
    meshes: [
      shapeMesh({ shape: 'plane', width: 8, depth: 8 }, { at: [0, -1, 0] }),
      shapeMesh({ shape: 'sphere', radius: 0.8 }, { nodeId: 'node_b', material: 1, at: [-0.8, 0, 0] }),
      shapeMesh({ shape: 'torus', radius: 0.5, tube: 0.2 }, { nodeId: 'node_c', material: 2, at: [0.9, 0, 0] }),
    ],
    materials: [
      TEST_MATERIAL,
      { ...TEST_MATERIAL, transmission: 1, roughness: 0.2 },
      { ...TEST_MATERIAL, metalness: 1, roughness: 0.3, emission: [0.5, 0.2, 0.1] },
    ],
    lights: [
      { kind: 'directional', direction: [1, 2, 1], irradiance: [2, 2, 2], angle: 2 },
      { kind: 'point', position: [0, 2, 2], intensity: [3, 2, 1], radius: 0.1 },
    ],
    camera: { position: [0, 1, 4], target: [0, 0, 0], fovY: 40, aperture: 0.05, focusDistance: 4 },
  })

/** A failure of toEqual would print the whole film. */
const sameBytes = (a: Float32Array, b: Float32Array): boolean => Buffer.from(a.buffer).equals(Buffer.from(b.buffer))

const pixel = (film: Film, x: number, y: number): number[] => [...film.color.subarray((y * film.width + x) * 3, (y * film.width + x) * 3 + 3)]

describe('the film', () => {
  it('has the same bytes whatever the number of threads and the size of the passes', async () => {
    const render = (threads: number, pass: number) => renderFilm(busy(), { width: 75, height: 50, samples: 7, pass, threads, seed: 3 })
    const one = await render(1, 7)
    for (const other of [await render(2, 1), await render(3, 3)]) {
      expect(sameBytes(other.color, one.color)).toBe(true)
      expect(sameBytes(other.albedo, one.albedo)).toBe(true)
      expect(sameBytes(other.normal, one.normal)).toBe(true)
    }
  })

  it('changes with the seed', async () => {
    const a = await renderFilm(busy(), { samples: 1, seed: 1 })
    const b = await renderFilm(busy(), { samples: 1, seed: 2 })
    expect(sameBytes(a.color, b.color)).toBe(false)
  })

  it('holds finite numbers only', async () => {
    const film = await renderFilm(busy(), { samples: 8 })
    for (const array of [film.color, film.albedo, film.normal]) expect(array.every(Number.isFinite)).toBe(true)
  })

  it('shows albedo and normal of what is seen', async () => {
    const film = await renderFilm(
      testScene({ meshes: [shapeMesh({ shape: 'sphere', radius: 1 })], materials: [{ ...TEST_MATERIAL, specular: 0, baseColor: [0.2, 0.4, 0.6] }] }),
      {
        width: 9,
        height: 9,
        samples: 4,
      },
    )
    const middle = (4 * 9 + 4) * 3
    expect([...film.albedo.subarray(middle, middle + 3)]).toEqual([expect.closeTo(0.2, 2), expect.closeTo(0.4, 2), expect.closeTo(0.6, 2)])
    expect(film.normal[middle + 2]).toBeCloseTo(1, 1)
  })
})

describe('scenes that must not break the tracer', () => {
  it('a scene without any mesh shows its backdrop', async () => {
    const scene = testScene({
      background: { kind: 'gradient', top: [1, 0, 0], bottom: [0, 0, 1] },
      camera: { position: [0, 0, 0], target: [0, 1, 0.001], fovY: 2, aperture: 0, focusDistance: 1 },
    })
    const film = await renderFilm(scene, { width: 4, height: 4, samples: 2 })
    expect(pixel(film, 2, 2)).toEqual([expect.closeTo(1, 2), expect.closeTo(0, 2), expect.closeTo(0, 2)])
  })

  it('triangles without area, with broken numbers or missing corners are left out', async () => {
    const sphere = shapeMesh({ shape: 'sphere', radius: 1 })
    const broken: StudioMesh = {
      ...sphere,
      positions: Float32Array.from([...sphere.positions, 0, 0, 0, Number.NaN, 0, 0, Infinity, 1, 1]),
      normals: Float32Array.from([...sphere.normals, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      uvs: null,
      indices: Uint32Array.from([...sphere.indices, 0, 0, 0, 0, 1, sphere.positions.length / 3 + 1, 5, 6, 4_000_000]),
    }
    const scene = (mesh: StudioMesh) => testScene({ meshes: [mesh] })
    const film = await renderFilm(scene(broken), { samples: 2 })
    const intact = await renderFilm(scene({ ...sphere, uvs: null }), { samples: 2 })
    expect(sameBytes(film.color, intact.color)).toBe(true)
  })

  it.each([1e-3, 1e4])('a picture at scale %s is the same as at scale 1', async (scale) => {
    const at = (k: number): StudioScene => ({
      ...testScene({
        meshes: [shapeMesh({ shape: 'sphere', radius: 1 }, { scale: k }), shapeMesh({ shape: 'plane', width: 10, depth: 10 }, { scale: k, at: [0, -k, 0] })],
        materials: [{ ...TEST_MATERIAL, baseColor: [0.5, 0.5, 0.5] }],
        camera: { position: [0, k, 4 * k], target: [0, 0, 0], fovY: 40, aperture: 0, focusDistance: 4 * k },
      }),
    })
    const mean = (film: Film) => film.color.reduce((sum, v) => sum + v, 0) / film.color.length
    const options = { width: 48, height: 48, samples: 16 }
    expect(mean(await renderFilm(at(scale), options)) / mean(await renderFilm(at(1), options))).toBeCloseTo(1, 2)
  })

  it('a scene of more triangles than fit is refused with a plain sentence', async () => {
    const huge: StudioMesh = { ...shapeMesh({ shape: 'sphere', radius: 1 }), indices: new Uint32Array((TRIANGLES_MAX + 1) * 3) }
    const opening = renderFilm(testScene({ meshes: [huge] }), { samples: 1 })
    await expect(opening).rejects.toThrow(EngineError)
    await expect(opening).rejects.toMatchObject({ code: 'unsupported', userMessage: expect.stringContaining('four million triangles') })
  })
})

describe('textures', () => {
  /** Red, green over blue, white: unequal in both directions. */
  const quadrants: StudioTexture = {
    width: 2,
    height: 2,
    data: Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 0]),
    srgb: true,
    wrapS: 'clamp',
    wrapT: 'clamp',
  }
  /** A square that fills the picture, with glTF coordinates: v = 0 at the top. */
  const square: StudioMesh = {
    nodeId: 'node_a',
    name: 'square',
    material: 0,
    positions: Float32Array.from([-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0]),
    normals: Float32Array.from([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]),
    uvs: Float32Array.from([0, 1, 1, 1, 1, 0, 0, 0]),
    uvs1: null,
    tangents: null,
    indices: Uint32Array.from([0, 1, 2, 0, 2, 3]),
  }
  const identity = [1, 0, 0, 0, 1, 0] as const
  const wall = (more: Partial<typeof TEST_MATERIAL>): StudioScene =>
    testScene({
      meshes: [square],
      materials: [{ ...TEST_MATERIAL, specular: 0, ...more }],
      textures: [quadrants],
      background: { kind: 'gradient', top: [0, 0, 0], bottom: [0, 0, 0] },
    })
  const corners = (film: Film) =>
    [pixel(film, 16, 16), pixel(film, 48, 16), pixel(film, 16, 48), pixel(film, 48, 48)].map((rgb) => rgb.map((v) => Math.round(v)))

  it('lie on a surface the way the picture shows them', async () => {
    const film = await renderFilm(wall({ baseColorTexture: { texture: 0, uv: 0, transform: identity } }), { samples: 16 })
    expect(corners(film)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 1],
    ])
  })

  it('follow their transform', async () => {
    // Turned by half a turn about the middle.
    const film = await renderFilm(wall({ baseColorTexture: { texture: 0, uv: 0, transform: [-1, 0, 1, 0, -1, 1] } }), { samples: 16 })
    expect(corners(film)).toEqual([
      [1, 1, 1],
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ])
  })

  it('cut out what an alpha mask hides, and half hide what blends', async () => {
    const texture = { texture: 0, uv: 0, transform: identity } as const
    const masked = await renderFilm(wall({ baseColorTexture: texture, alphaMode: 'mask', alphaCutoff: 0.5 }), { samples: 8 })
    expect(corners(masked)[3]).toEqual([0, 0, 0])
    expect(corners(masked)[0]).toEqual([1, 0, 0])
    const blended = await renderFilm(wall({ alphaMode: 'blend', alpha: 0.5 }), { samples: 256, width: 8, height: 8 })
    expect(pixel(blended, 4, 4)[0]).toBeCloseTo(0.5, 1)
  })

  it('a normal map bends the surface towards where its red and green point', async () => {
    const flat = (r: number, g: number): StudioTexture => ({ ...quadrants, width: 1, height: 1, data: Uint8Array.from([r, g, 128, 255]), srgb: false })
    const light = (direction: [number, number, number]): StudioScene => ({
      ...wall({ normalTexture: { texture: 0, uv: 0, transform: identity, scale: 1 } }),
      environment: evenLight(0),
      lights: [{ kind: 'directional', direction, irradiance: [3, 3, 3], angle: 0 }],
    })
    const brightness = async (texture: StudioTexture, direction: [number, number, number]) =>
      pixel(await renderFilm({ ...light(direction), textures: [texture] }, { samples: 4, width: 8, height: 8 }), 4, 4)[0] ?? 0
    // Red points along u, to the right; green points up the picture.
    expect(await brightness(flat(255, 128), [1, 0, 0.3])).toBeGreaterThan((await brightness(flat(255, 128), [-1, 0, 0.3])) + 0.1)
    expect(await brightness(flat(128, 255), [0, 1, 0.3])).toBeGreaterThan((await brightness(flat(128, 255), [0, -1, 0.3])) + 0.1)
  })
})

describe('cancelling', () => {
  it('ends a pass that would take long within the second that Cancel promises', async () => {
    const stop = new AbortController()
    const tracer = await Tracer.open(busy(), { width: 512, height: 512, seed: 1, bounces: 8, threads: 2, signal: stop.signal })
    try {
      const pass = tracer.addSamples(8)
      const aborted = new Promise<number>((resolve) => {
        setTimeout(() => {
          stop.abort(new Error('Enough.'))
          resolve(performance.now())
        }, 30)
      })
      await expect(pass).rejects.toThrow('Enough.')
      expect(performance.now() - (await aborted)).toBeLessThan(1000)
    } finally {
      await tracer.close()
    }
  })

  it('stops before it starts when it was cancelled already', async () => {
    await expect(renderFilm(busy(), { samples: 1, signal: AbortSignal.abort(new Error('Too late.')) })).rejects.toThrow('Too late.')
  })
})
