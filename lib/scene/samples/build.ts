import type { Camera, Geometry, Light, LightNode, Material, MeshNode, SceneDocument, SceneNode, Shot } from '../schema'
import { DEFAULT_MATERIAL, SCENE_VERSION } from '../schema'

type Vec3 = [number, number, number]
type Place = { at?: Vec3; turn?: Vec3; scale?: Vec3 }

const DEG = 180 / Math.PI
const round = (value: number, step: number): number => Math.round(value / step) * step + 0

export const material = (patch: Partial<Material>): Material => ({ ...DEFAULT_MATERIAL, ...patch })

export function mesh(name: string, geometry: Geometry, surface: Material, place: Place = {}): MeshNode {
  return {
    type: 'mesh',
    name,
    visible: true,
    position: place.at ?? [0, 0, 0],
    rotation: place.turn ?? [0, 0, 0],
    scale: place.scale ?? [1, 1, 1],
    geometry,
    material: surface,
  }
}

/** The Euler angles in degrees that turn local −z from one point towards another, as lights and cameras look. */
export function aim(from: Vec3, to: Vec3): Vec3 {
  const d = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const
  const length = Math.hypot(...d) || 1
  return [round(Math.atan2(d[1], -d[2]) * DEG, 0.01), round(Math.asin(-d[0] / length) * DEG, 0.01), 0]
}

export function lamp(name: string, light: Light, from: Vec3, to: Vec3): LightNode {
  return { type: 'light', name, visible: true, position: from, rotation: aim(from, to), scale: [1, 1, 1], light }
}

export function camera(position: Vec3, target: Vec3, fov: number, fStop: number | null = null): Camera {
  return { position, target, fov, fStop, focusDistance: null }
}

/**
 * A smooth curve through a few [radius, y] points (Catmull–Rom, uniform), for the profile of a turned shape. A repeated
 * point makes a crease.
 */
export function curve(points: readonly [number, number][], perSegment = 8): [number, number][] {
  const out: [number, number][] = []
  for (let i = 0; i < points.length - 1; i++) {
    const p1 = points[i] as [number, number]
    const p2 = points[i + 1] as [number, number]
    if (p1[0] === p2[0] && p1[1] === p2[1]) continue
    const p0 = points[i - 1] ?? p1
    const p3 = points[i + 2] ?? p2
    for (let step = 0; step < perSegment; step++) {
      const t = step / perSegment
      const at = (axis: 0 | 1): number =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t)
      out.push([round(Math.max(0, at(0)), 1e-5), round(at(1), 1e-5)])
    }
  }
  const last = points.at(-1)
  if (last) out.push([last[0], last[1]])
  return out
}

/** A turned vessel with walls of a thickness: up the outside, over the rim, down the inside to its floor. Metres. */
export function vessel(outside: readonly [number, number][], wall: number, segments = 96): Geometry {
  const outer = curve(outside)
  const floor = (outer[0]?.[1] ?? 0) + wall
  const inner = outer
    .filter(([radius, y]) => y >= floor && radius > wall)
    .map(([radius, y]): [number, number] => [round(radius - wall, 1e-5), y])
    .reverse()
  return { shape: 'lathe', profile: [[0, outer[0]?.[1] ?? 0], ...outer, ...inner, [0, floor]], segments }
}

export type Sketch = Pick<SceneDocument, 'environment' | 'exposure'> & {
  nodes: Record<string, SceneNode>
  shots: Record<string, { name: string; camera: Camera }>
}

/** Puts a document together. Nodes keep the order in which they are written; the first shot is the camera it opens with. */
export function sceneDocument(sketch: Sketch): SceneDocument {
  const nodes: Record<string, SceneNode> = {}
  for (const [key, node] of Object.entries(sketch.nodes)) nodes[`node_${key}`] = node
  const shots: Shot[] = Object.entries(sketch.shots).map(([key, shot]) => ({ id: `shot_${key}`, ...shot }))
  const first = shots[0]
  return {
    version: SCENE_VERSION,
    nodes,
    order: Object.keys(nodes),
    environment: sketch.environment,
    camera: first?.camera ?? camera([2, 1.4, 2.6], [0, 0.3, 0], 40),
    shots,
    activeShotId: first?.id ?? null,
    exposure: sketch.exposure,
  }
}
