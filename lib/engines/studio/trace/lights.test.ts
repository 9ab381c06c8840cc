import { describe, expect, it } from 'vitest'
import type { Film, StudioLight, StudioScene } from '../studio-scene'
import { evenLight, renderFilm, shapeMesh, TEST_MATERIAL, testScene } from './test-scene'

/** A matt white floor seen from above; the middle pixel looks at the origin. */
const SIZE = 9
const floor = (lights: StudioLight[], more: Partial<StudioScene> = {}): StudioScene =>
  testScene({
    meshes: [shapeMesh({ shape: 'plane', width: 200, depth: 200 })],
    materials: [{ ...TEST_MATERIAL, specular: 0 }],
    environment: evenLight(0),
    lights,
    camera: { position: [0, 5, 0], target: [0, 0, 0], fovY: 2, aperture: 0, focusDistance: 5 },
    ...more,
  })

const middle = (film: Film): number => film.color[(Math.floor(film.height / 2) * film.width + Math.floor(film.width / 2)) * 3] ?? Number.NaN

/** Bounces of 1 leave direct light alone. */
const radiance = async (scene: StudioScene, samples = 512, bounces = 8): Promise<number> =>
  middle(await renderFilm(scene, { width: SIZE, height: SIZE, samples, bounces, threads: 1 }))

describe('light brightness on a matt white floor', () => {
  it('a directional light of irradiance π gives radiance 1, as in three.js, and the cosine when it slants', async () => {
    const sun = (direction: [number, number, number], angle: number): StudioLight => ({
      kind: 'directional',
      direction,
      irradiance: [Math.PI, Math.PI, Math.PI],
      angle,
    })
    expect(await radiance(floor([sun([0, 1, 0], 0)]))).toBeCloseTo(1, 3)
    expect(await radiance(floor([sun([0, 2, 0], 10)]))).toBeCloseTo(1, 2)
    expect(await radiance(floor([sun([Math.sqrt(3), 1, 0], 0)]))).toBeCloseTo(0.5, 3)
    expect(await radiance(floor([sun([0, -1, 0], 0)]))).toBe(0)
  })

  it('a point light gives intensity over squared distance, with or without a radius', async () => {
    const lamp = (radius: number): StudioLight => ({ kind: 'point', position: [0, 2, 0], intensity: [Math.PI, Math.PI, Math.PI], radius })
    expect(await radiance(floor([lamp(0)]))).toBeCloseTo(0.25, 3)
    expect(await radiance(floor([lamp(0.2)]))).toBeCloseTo(0.25, 2)
  })

  it('an area light gives its form factor, on its front only', async () => {
    // A square of side 2 at a height of 1, above the middle: form factor by the corner formula, four times.
    const quarter = (1 / Math.SQRT2) * Math.atan(1 / Math.SQRT2)
    const expected = (4 * 2 * quarter) / (2 * Math.PI)
    const down: StudioLight = { kind: 'area', corner: [-1, 1, -1], edgeU: [2, 0, 0], edgeV: [0, 0, 2], radiance: [1, 1, 1] }
    expect(await radiance(floor([down]), 2048)).toBeCloseTo(expected, 2)
    expect(await radiance(floor([{ ...down, edgeU: down.edgeV, edgeV: down.edgeU }]))).toBe(0)
  })

  it('a glowing sphere gives what a sphere of its radiance must', async () => {
    const glow = { ...TEST_MATERIAL, baseColor: [0, 0, 0] as [number, number, number], specular: 0, emission: [4, 4, 4] as [number, number, number] }
    const scene = floor([], {
      meshes: [shapeMesh({ shape: 'plane', width: 200, depth: 200 }), shapeMesh({ shape: 'sphere', radius: 0.5 }, { material: 1, at: [0, 2, 0] })],
      materials: [{ ...TEST_MATERIAL, specular: 0 }, glow],
      // From the side, below the sphere.
      camera: { position: [3, 1, 0], target: [0, 0, 0], fovY: 2, aperture: 0, focusDistance: 3 },
    })
    // Irradiance π L (r / d)², over π for a matt white floor.
    expect(await radiance(scene, 1024)).toBeCloseTo(4 * (0.5 / 2) ** 2, 2)
  })

  it('an even environment of radiance 1 gives radiance 1, scaled by its intensity', async () => {
    expect(await radiance(floor([], { environment: evenLight(1), environmentIntensity: 0.5 }))).toBeCloseTo(0.5, 2)
  })

  it('many lights at once add up', async () => {
    const lamps: StudioLight[] = Array.from({ length: 40 }, () => ({ kind: 'point', position: [0, 2, 0], intensity: [0.1, 0.1, 0.1], radius: 0 }))
    expect(await radiance(floor(lamps))).toBeCloseTo((40 * 0.1) / 4 / Math.PI, 2)
  })

  it('a shadow is black behind something opaque and tinted behind glass', async () => {
    const sun: StudioLight = { kind: 'directional', direction: [0, 1, 0], irradiance: [Math.PI, Math.PI, Math.PI], angle: 0 }
    const under = (transmission: number) =>
      floor([sun], {
        meshes: [
          shapeMesh({ shape: 'plane', width: 200, depth: 200 }),
          shapeMesh({ shape: 'box', width: 1, height: 0.1, depth: 1, bevel: 0 }, { material: 1, at: [0, 2, 0] }),
        ],
        materials: [
          { ...TEST_MATERIAL, specular: 0 },
          { ...TEST_MATERIAL, baseColor: [0.25, 0.25, 0.25], roughness: 0, transmission },
        ],
        camera: { position: [3, 1, 0], target: [0, 0, 0], fovY: 2, aperture: 0, focusDistance: 3 },
      })
    expect(await radiance(under(0), 64, 1)).toBe(0)
    // Two faces, each the square root of the colour and 4 % reflected.
    expect(await radiance(under(1), 64, 1)).toBeCloseTo(0.25 * 0.96 ** 2, 2)
  })
})

describe('environment', () => {
  /** One bright texel row at azimuth 90° (+z), on the horizon. */
  const beam = (): StudioScene['environment'] => {
    const data = new Float32Array(36 * 18 * 3)
    for (let y = 6; y < 12; y++) data.fill(50, (y * 36 + 8) * 3, (y * 36 + 10) * 3)
    return { width: 36, height: 18, data }
  }
  /** How bright a matt sphere is on its +z and its −x side. */
  const sides = async (environmentRotation: number): Promise<[number, number]> => {
    const from = async (position: [number, number, number]) =>
      radiance(
        testScene({
          meshes: [shapeMesh({ shape: 'sphere', radius: 1 })],
          materials: [{ ...TEST_MATERIAL, specular: 0 }],
          environment: beam(),
          environmentRotation,
          camera: { position, target: [0, 0, 0], fovY: 1, aperture: 0, focusDistance: 4 },
        }),
        128,
      )
    return [await from([0, 0, 4]), await from([-4, 0, 0])]
  }

  it('shines from azimuth 90° at +z and turns from +x towards +z', async () => {
    const [z, x] = await sides(0)
    expect(z).toBeGreaterThan(x * 20)
    const [turnedZ, turnedX] = await sides(90)
    expect(turnedX / z).toBeCloseTo(1, 1)
    expect(turnedX).toBeGreaterThan(turnedZ * 20)
  })

  it('is seen by the camera where it shines from', async () => {
    const look = (target: [number, number, number]) =>
      radiance(testScene({ environment: beam(), camera: { position: [0, 0, 0], target, fovY: 1, aperture: 0, focusDistance: 1 } }), 8)
    expect(await look([0, 0, 1])).toBeCloseTo(50, 0)
    expect(await look([0, 0, -1])).toBe(0)
  })
})
