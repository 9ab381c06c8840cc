import { buildGeometry } from '@/lib/scene/geometry'
import type { Geometry } from '@/lib/scene/schema'
import { PLAIN_MATERIAL } from '../plain-material'
import type { Film, Rgb, StudioMaterial, StudioMesh, StudioScene } from '../studio-scene'
import { Tracer, type TracerOptions } from './tracer'

/** Small scenes for tests and benches: a white matt material, a shape, a scene lit evenly from all around. */
export const TEST_MATERIAL: StudioMaterial = { ...PLAIN_MATERIAL, doubleSided: true }

type MeshOptions = { nodeId?: string; material?: number; at?: Rgb; scale?: number }

export function shapeMesh(geometry: Geometry, { nodeId = 'node_a', material = 0, at = [0, 0, 0], scale = 1 }: MeshOptions = {}): StudioMesh {
  const { positions, normals, uvs, indices } = buildGeometry(geometry)
  return { nodeId, name: nodeId, material, positions: positions.map((v, i) => v * scale + (at[i % 3] ?? 0)), normals, uvs, uvs1: null, tangents: null, indices }
}

export const evenLight = (radiance: number): StudioScene['environment'] => ({ width: 4, height: 2, data: new Float32Array(24).fill(radiance) })

export function testScene(parts: Partial<StudioScene>): StudioScene {
  return {
    meshes: [],
    materials: [TEST_MATERIAL],
    textures: [],
    lights: [],
    environment: evenLight(1),
    environmentIntensity: 1,
    environmentRotation: 0,
    background: { kind: 'environment' },
    camera: { position: [0, 0, 4], target: [0, 0, 0], fovY: 28, aperture: 0, focusDistance: 4 },
    exposure: 0,
    ...parts,
  }
}

export type RenderOptions = Partial<Omit<TracerOptions, 'signal'>> & { samples: number; pass?: number; signal?: AbortSignal }

/** Renders a film in passes of `pass` samples. */
export async function renderFilm(scene: StudioScene, { samples, pass = samples, ...options }: RenderOptions): Promise<Film> {
  const tracer = await Tracer.open(scene, { width: 64, height: 64, seed: 1, bounces: 8, threads: 1, signal: new AbortController().signal, ...options })
  try {
    while (tracer.samples < samples) await tracer.addSamples(Math.min(pass, samples - tracer.samples))
    return tracer.film()
  } finally {
    await tracer.close()
  }
}
