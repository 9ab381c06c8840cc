import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { tracePasses } from './passes'
import type { StudioScene } from './studio-scene'
import { shapeMesh, TEST_MATERIAL, testScene } from './trace/test-scene'

const WIDTH = 61
const HEIGHT = 37
const TAN = Math.tan((40 * Math.PI) / 360)

/** A sphere of radius 1 at the origin in front of a wall at z = −3, seen along −z from z = 5. */
const scene = (): StudioScene =>
  testScene({
    meshes: [
      shapeMesh({ shape: 'sphere', radius: 1 }, { nodeId: 'node_ball' }),
      { ...shapeMesh({ shape: 'box', width: 4, height: 4, depth: 1, bevel: 0 }, { nodeId: 'node_wall', at: [0, 0, -3.5] }) },
    ],
    camera: { position: [0, 0, 5], target: [0, 0, 0], fovY: 40, aperture: 0.5, focusDistance: 2 },
  })

/** Direction through the middle of a pixel, one metre along the view axis. */
const direction = (x: number, y: number): [number, number] => [(((x + 0.5) / WIDTH) * 2 - 1) * TAN * (WIDTH / HEIGHT), (1 - ((y + 0.5) / HEIGHT) * 2) * TAN]

/** Depth at which the ray meets the sphere, or null. */
function sphereDepth(dx: number, dy: number): number | null {
  const a = dx * dx + dy * dy + 1
  const discriminant = 25 - a * 24
  return discriminant < 0 ? null : (5 - Math.sqrt(discriminant)) / a
}

describe('passes', () => {
  it('give depth, normal and object of a sphere and a wall as geometry says', async () => {
    const passes = await tracePasses(scene(), { width: WIDTH, height: HEIGHT })
    expect(passes.nodes).toEqual(['node_ball', 'node_wall'])
    let disagreements = 0
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const i = y * WIDTH + x
        const [dx, dy] = direction(x, y)
        const sphere = sphereDepth(dx, dy)
        const onWall = Math.abs(dx * 8) < 2 && Math.abs(dy * 8) < 2
        const expected = sphere !== null ? 'node_ball' : onWall ? 'node_wall' : undefined
        if (passes.nodes[(passes.ids[i] ?? 0) - 1] !== expected) disagreements++
        else if (sphere !== null) {
          expect(Math.abs((passes.depth[i] ?? 0) - sphere)).toBeLessThan(0.03)
          const normal = [dx * sphere, dy * sphere, 5 - sphere]
          for (let c = 0; c < 3; c++) expect(Math.abs((passes.normal[i * 3 + c] ?? 0) - (normal[c] ?? 0))).toBeLessThan(0.08)
        } else if (onWall) {
          expect(passes.depth[i]).toBeCloseTo(8, 4)
          expect([...passes.normal.subarray(i * 3, i * 3 + 3)]).toEqual([expect.closeTo(0), expect.closeTo(0), expect.closeTo(1)])
        } else {
          expect([passes.depth[i], ...passes.normal.subarray(i * 3, i * 3 + 3)]).toEqual([0, 0, 0, 0])
        }
      }
    }
    // The sphere is a polyhedron of 96 sides: its outline may differ in a pixel here and there.
    expect(disagreements).toBeLessThan(4)
    expect(passes.near).toBeCloseTo(4, 1)
    expect(passes.far).toBeCloseTo(8, 4)
  })

  it('are the same bytes whenever and on however many threads they are computed', async () => {
    const [a, b] = [
      await tracePasses(scene(), { width: WIDTH, height: HEIGHT, threads: 1 }),
      await tracePasses(scene(), { width: WIDTH, height: HEIGHT, threads: 3 }),
    ]
    for (const key of ['depth', 'normal', 'ids'] as const) expect(Buffer.from(a[key].buffer).equals(Buffer.from(b[key].buffer))).toBe(true)
  })

  it('see view-space normals: a floor seen from above faces the viewer', async () => {
    const floor = testScene({
      meshes: [shapeMesh({ shape: 'plane', width: 9, depth: 9 })],
      camera: { position: [0, 5, 0], target: [0, 0, 0], fovY: 40, aperture: 0, focusDistance: 5 },
    })
    const passes = await tracePasses(floor, { width: 3, height: 3 })
    expect([...passes.normal.subarray(12, 15)]).toEqual([expect.closeTo(0, 3), expect.closeTo(0, 3), expect.closeTo(1, 3)])
    expect(passes.depth[4]).toBeCloseTo(5, 3)
  })

  it('look through single-sided surfaces from behind, as the canvas does', async () => {
    const box = shapeMesh({ shape: 'box', width: 2, height: 2, depth: 2, bevel: 0 })
    const inside = (doubleSided: boolean) =>
      testScene({
        meshes: [box],
        materials: [{ ...TEST_MATERIAL, doubleSided }],
        camera: { position: [0, 0, 0], target: [0, 0, -1], fovY: 40, aperture: 0, focusDistance: 1 },
      })
    expect((await tracePasses(inside(false), { width: 3, height: 3 })).ids[4]).toBe(0)
    expect((await tracePasses(inside(true), { width: 3, height: 3 })).ids[4]).toBe(1)
  })

  it('of an empty scene are empty, with a range that has a length', async () => {
    const passes = await tracePasses(testScene({}), { width: 5, height: 3 })
    expect(passes.ids.every((id) => id === 0)).toBe(true)
    expect([passes.near, passes.far]).toEqual([0, 1])
    expect(passes.depth).toHaveLength(15)
  })
})
