import { describe, expect, it } from 'vitest'
import { buildGeometry, type GeometryArrays } from './geometry'
import type { Geometry } from './schema'

const shapes: Record<string, Geometry> = {
  box: { shape: 'box', width: 1, height: 2, depth: 3, bevel: 0 },
  'bevelled box': { shape: 'box', width: 1, height: 2, depth: 3, bevel: 0.1 },
  sphere: { shape: 'sphere', radius: 0.7 },
  cylinder: { shape: 'cylinder', radiusTop: 0.4, radiusBottom: 0.6, height: 1.2, bevel: 0 },
  'bevelled cylinder': { shape: 'cylinder', radiusTop: 0.4, radiusBottom: 0.6, height: 1.2, bevel: 0.05 },
  cone: { shape: 'cone', radius: 0.5, height: 1 },
  torus: { shape: 'torus', radius: 1, tube: 0.3 },
  text: { shape: 'text', text: 'Båg&', size: 1, depth: 0.2 },
  lathe: {
    shape: 'lathe',
    profile: [
      [0, 0],
      [0.4, 0],
      [0.5, 0.5],
      [0.3, 1],
      [0, 1],
    ],
    segments: 64,
  },
}

function vertex({ positions }: GeometryArrays, i: number): [number, number, number] {
  return [positions[i * 3] ?? Number.NaN, positions[i * 3 + 1] ?? Number.NaN, positions[i * 3 + 2] ?? Number.NaN]
}

type Triangle = [[number, number, number], [number, number, number], [number, number, number]]
function triangle(arrays: GeometryArrays, first: number): Triangle {
  const corner = (k: number) => vertex(arrays, arrays.indices[first + k] ?? 0)
  return [corner(0), corner(1), corner(2)]
}

/** Volume by the divergence theorem: positive only when the triangles face outwards and close the surface. */
function signedVolume(arrays: GeometryArrays): number {
  let volume = 0
  for (let i = 0; i < arrays.indices.length; i += 3) {
    const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = triangle(arrays, i)
    volume += (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6
  }
  return volume
}

function bounds({ positions }: GeometryArrays): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity]
  const max = [-Infinity, -Infinity, -Infinity]
  positions.forEach((value, i) => {
    min[i % 3] = Math.min(min[i % 3] ?? value, value)
    max[i % 3] = Math.max(max[i % 3] ?? value, value)
  })
  return { min, max }
}

describe('buildGeometry', () => {
  it.each(Object.entries(shapes))('gives a %s unit normals that agree with its counter-clockwise triangles', (_, geometry) => {
    const arrays = buildGeometry(geometry)
    expect(arrays.uvs.length / 2).toBe(arrays.positions.length / 3)
    let disagreeing = 0
    for (let i = 0; i < arrays.indices.length; i += 3) {
      const corner = arrays.indices[i] ?? 0
      const [a, b, c] = triangle(arrays, i)
      const e1 = b.map((v, k) => v - (a[k] ?? 0)) as [number, number, number]
      const e2 = c.map((v, k) => v - (a[k] ?? 0)) as [number, number, number]
      const face = [e1[1] * e2[2] - e1[2] * e2[1], e1[2] * e2[0] - e1[0] * e2[2], e1[0] * e2[1] - e1[1] * e2[0]]
      const normal = [...arrays.normals.subarray(corner * 3, corner * 3 + 3)]
      expect(Math.hypot(...normal)).toBeCloseTo(1, 3)
      if (face.reduce((sum, v, k) => sum + v * (normal[k] ?? 0), 0) < -1e-9) disagreeing++
    }
    expect(disagreeing).toBe(0)
    expect(arrays.indices.length).toBeGreaterThan(0)
  })

  it('closes every solid around its exact volume', () => {
    const volume = (name: string) => signedVolume(buildGeometry(shapes[name] as Geometry))
    expect(volume('box')).toBeCloseTo(6, 4)
    expect(volume('bevelled box')).toBeGreaterThan(5.9)
    expect(volume('sphere')).toBeCloseTo((4 / 3) * Math.PI * 0.7 ** 3, 1)
    const frustum = (Math.PI * 1.2 * (0.16 + 0.24 + 0.36)) / 3
    expect(volume('cylinder')).toBeCloseTo(frustum, 2)
    expect(volume('bevelled cylinder')).toBeGreaterThan(frustum * 0.97)
    expect(volume('bevelled cylinder')).toBeLessThan(frustum)
    expect(volume('cone')).toBeCloseTo((Math.PI * 0.25) / 3, 2)
    expect(volume('torus')).toBeCloseTo(2 * Math.PI ** 2 * 0.09, 1)
    expect(volume('text')).toBeGreaterThan(0)
  })

  it('keeps a bevelled cylinder inside the size that was asked for', () => {
    const { min, max } = bounds(buildGeometry({ shape: 'cylinder', radiusTop: 0.5, radiusBottom: 0.5, height: 1, bevel: 0.1 }))
    expect(min.map((v) => Math.round(v * 1e4) / 1e4)).toEqual([-0.5, -0.5, -0.5])
    expect(max.map((v) => Math.round(v * 1e4) / 1e4)).toEqual([0.5, 0.5, 0.5])
  })

  it('lays a plane on the ground facing up, with its texture the right way round for a viewer at +z', () => {
    const arrays = buildGeometry({ shape: 'plane', width: 2, depth: 4 })
    expect(bounds(arrays)).toEqual({ min: [-1, expect.closeTo(0), -2], max: [1, expect.closeTo(0), 2] })
    const farLeft = [0, 1, 2, 3].find((i) => vertex(arrays, i)[0] < 0 && vertex(arrays, i)[2] < 0) ?? -1
    expect([...arrays.uvs.subarray(farLeft * 2, farLeft * 2 + 2)]).toEqual([0, 1])
    expect(arrays.normals[1]).toBeCloseTo(1)
  })

  it('stands text on its base line at the left, centred in depth', () => {
    const { min, max } = bounds(buildGeometry({ shape: 'text', text: 'HE', size: 1, depth: 0.4 }))
    expect(min[0]).toBeGreaterThanOrEqual(0)
    expect(min[1]).toBeCloseTo(0, 2)
    expect(max[1]).toBeCloseTo(0.71, 1)
    expect([min[2], max[2]]).toEqual([expect.closeTo(-0.2), expect.closeTo(0.2)])
  })

  it('gives text without letters, and flat text, without failing', () => {
    expect(buildGeometry({ shape: 'text', text: '   ', size: 1, depth: 0.1 }).indices).toHaveLength(0)
    expect(buildGeometry({ shape: 'text', text: ' ', size: 1, depth: 0 }).indices).toHaveLength(0)
    expect(buildGeometry({ shape: 'text', text: 'Ж漢', size: 1, depth: 0 }).indices.length).toBeGreaterThan(0)
  })

  it('keeps the hard edge between a cap and a side, and a smooth side', () => {
    const arrays = buildGeometry({ shape: 'cylinder', radiusTop: 1, radiusBottom: 1, height: 2, bevel: 0 })
    for (let i = 0; i < arrays.normals.length; i += 3) expect(Math.abs(arrays.normals[i + 1] ?? 0.5) % 1).toBeCloseTo(0, 5)
  })
})
