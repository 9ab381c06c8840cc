import { aim } from '../samples/build'
import { DEFAULT_MATERIAL, type Geometry, type Light, type LightNode, type MeshNode, type ModelNode } from '../schema'

type Vec3 = [number, number, number]

export const NEW_SHAPES = ['box', 'sphere', 'cylinder', 'cone', 'torus', 'plane', 'text'] as const
export type NewShape = (typeof NEW_SHAPES)[number]
export const NEW_LIGHTS = ['directional', 'point', 'area'] as const
export type NewLight = (typeof NEW_LIGHTS)[number]

export const SHAPE_NAMES: Record<NewShape, string> = {
  box: 'Box',
  sphere: 'Sphere',
  cylinder: 'Cylinder',
  cone: 'Cone',
  torus: 'Torus',
  plane: 'Plane',
  text: 'Text',
}
export const LIGHT_NAMES: Record<NewLight, string> = { directional: 'Sun light', point: 'Point light', area: 'Area light' }

const round = (value: number): number => Math.round(value * 1e4) / 1e4

/**
 * A size in metres that looks right from a camera this far away: about a fifth of the view, in steps people would choose
 * (1, 2, 5). New things then fit a ring box and a room alike.
 */
export function sizeFor(distance: number): number {
  const wanted = Math.max(0.01, distance * 0.16)
  const decade = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 5, 10].findLast((n) => n * decade <= wanted * 1.0001) ?? 1
  return round(step * decade)
}

function newGeometry(shape: NewShape, size: number): Geometry {
  switch (shape) {
    case 'box':
      return { shape, width: size, height: size, depth: size, bevel: round(size * 0.02) }
    case 'sphere':
      return { shape, radius: round(size / 2) }
    case 'cylinder':
      return { shape, radiusTop: round(size / 2), radiusBottom: round(size / 2), height: size, bevel: round(size * 0.02) }
    case 'cone':
      return { shape, radius: round(size / 2), height: size }
    case 'torus':
      return { shape, radius: round(size * 0.4), tube: round(size * 0.12) }
    case 'plane':
      return { shape, width: round(size * 2), depth: round(size * 2) }
    case 'text':
      return { shape, text: 'Text', size: round(size * 0.6), depth: round(size * 0.12) }
  }
}

/** How high the middle of the shape stands when it rests on the floor. */
function restingHeight(geometry: Geometry): number {
  switch (geometry.shape) {
    case 'box':
    case 'cylinder':
    case 'cone':
      return geometry.height / 2
    case 'sphere':
      return geometry.radius
    case 'torus':
      return geometry.tube
    case 'plane':
    case 'text':
    case 'lathe':
      return 0
  }
}

/** A new shape that rests on a point. */
export function newMesh(shape: NewShape, size: number, on: Vec3): MeshNode {
  const geometry = newGeometry(shape, size)
  const lift = shape === 'plane' ? 0.001 : restingHeight(geometry)
  return {
    type: 'mesh',
    name: SHAPE_NAMES[shape],
    visible: true,
    position: [round(on[0]), round(on[1] + lift), round(on[2])],
    rotation: [0, 0, 0],
    scale: [1, 1, 1],
    geometry,
    material: DEFAULT_MATERIAL,
  }
}

export function lightOfKind(kind: NewLight, size: number): Light {
  switch (kind) {
    case 'directional':
      return { kind, color: '#fff4e6', intensity: 2, softness: 3 }
    case 'point':
      // Candela: falls off with the square of the distance, so a light for a table needs less than one for a room.
      return { kind, color: '#ffe8cc', intensity: round(12 * size * size * 4), radius: round(size * 0.1) }
    case 'area':
      return { kind, color: '#ffffff', intensity: 8, width: round(size * 2), height: round(size * 2) }
  }
}

/** A new light above and to the left of a point, turned towards it. */
export function newLight(kind: NewLight, size: number, target: Vec3): LightNode {
  const from: Vec3 = [round(target[0] - size * 3), round(Math.max(target[1], 0) + size * 4), round(target[2] + size * 2.5)]
  return {
    type: 'light',
    name: LIGHT_NAMES[kind],
    visible: true,
    position: from,
    rotation: kind === 'point' ? [0, 0, 0] : aim(from, target),
    scale: [1, 1, 1],
    light: lightOfKind(kind, size),
  }
}

/** An imported model that rests on a point; `lowest` is how far it reaches below its own origin, as a y coordinate. */
export function newModel(assetId: string, fileName: string, on: Vec3, lowest: number): ModelNode {
  return {
    type: 'model',
    name: fileName.replace(/\.(glb|gltf|zip)$/i, '').slice(0, 120) || 'Model',
    visible: true,
    position: [round(on[0]), round(on[1] - lowest), round(on[2])],
    rotation: [0, 0, 0],
    scale: [1, 1, 1],
    assetId,
    material: null,
  }
}
