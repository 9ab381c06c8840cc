import type { Backdrop } from '@/lib/domain/look/look'
import { fromOklab, toOklab } from '@/lib/scene/oklab'
import { PLAIN_MATERIAL } from '../plain-material'
import type { Rgb, StudioMaterial, StudioMesh, StudioScene } from '../studio-scene'
import { blend, hexToLinear, luminance, scale } from './color'
import { add, boxOf, cross, dot, settingOf, subtract, type View } from './measure'

/** Puts behind the objects what the prompt asks for. Objects stay; walls and floors give way to a cyclorama. */
export function applyBackdrop(scene: StudioScene, backdrop: Backdrop, view: View): StudioScene {
  switch (backdrop.kind) {
    case 'sky':
      // A photographer's backdrop would hide the sky; the walls of a room belong to it.
      return { ...scene, meshes: scene.meshes.filter((mesh) => !/\b(backdrop|background|cyclorama)\b/iu.test(mesh.name)), background: { kind: 'environment' } }
    case 'plain':
    case 'seamless': {
      const color = backdrop.color ? hexToLinear(backdrop.color) : settingColor(scene, view)
      return withCyclorama(scene, view, { bottom: color, top: color, glow: backdrop.kind === 'plain' ? 1.9 : 1.1 })
    }
    case 'gradient': {
      const own = settingColor(scene, view)
      const top = backdrop.top ? hexToLinear(backdrop.top) : own
      const bottom = backdrop.bottom ? hexToLinear(backdrop.bottom) : blend(top, [1, 1, 1], 0.55)
      return withCyclorama(scene, view, { bottom, top, glow: 1.1 })
    }
  }
}

/**
 * Gives a scene without walls before a flat colour the paper roll of a studio: its plain floor, or one in the colour of the
 * background where there is none, melts into that background instead of ending at a hard edge, and things that float get a
 * shadow to stand on. Any other scene stays as it is.
 */
export function stageBare(scene: StudioScene, view: View): StudioScene {
  const { background } = scene
  if (scene.meshes.length === 0 || background.kind !== 'gradient' || view.position[1] <= view.ground) return scene
  const settings = scene.meshes.filter((mesh) => settingOf(mesh, view) !== null)
  const floors = settings.map((mesh) => scene.materials[mesh.material])
  if (settings.length === scene.meshes.length || settings.some((mesh) => settingOf(mesh, view) === 'wall') || !floors.every(isPaper)) return scene
  const wall = paintOf(background)
  return withCyclorama(scene, view, { bottom: floors[0]?.baseColor ?? wall, top: wall, glow: 0 })
}

/** Plain and dull enough that a roll of paper can stand in for it. */
const isPaper = (m: StudioMaterial | undefined): boolean =>
  m !== undefined &&
  m.metalness < 0.1 &&
  m.roughness > 0.5 &&
  m.clearcoat < 0.1 &&
  m.transmission < 0.1 &&
  m.pattern === 'plain' &&
  !m.baseColorTexture &&
  !m.normalTexture

/**
 * The sky behind a scene whose background is a flat colour, once the time of day changes: a soft gradient taken from the sky
 * that lights it, in the direction of the camera, so that light and background belong together.
 */
export function skyGradient(scene: StudioScene, view: View): StudioScene {
  const at = (elevation: number): Rgb => {
    const sum: Rgb = [0, 0, 0]
    for (let i = -3; i <= 3; i++) {
      const azimuth = (Math.atan2(-view.back[2], -view.back[0]) * 180) / Math.PI + i * 9 - scene.environmentRotation
      const color = lookUp(scene.environment, azimuth, elevation)
      for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + ((color[c] ?? 0) * scene.environmentIntensity) / 7
    }
    return sum
  }
  return { ...scene, background: { kind: 'gradient', top: scale(at(38), 1.3), bottom: scale(at(3), 1.5), from: -0.05, to: 0.6 } }
}

/** An even background becomes a light falloff of the same colour, as a lit wall has. */
export function liven(scene: StudioScene): StudioScene {
  const { background } = scene
  if (background.kind !== 'gradient') return scene
  const difference = Math.max(...subtract(background.top, background.bottom).map(Math.abs))
  if (difference > 0.08 * Math.max(0.02, luminance(background.top))) return scene
  return { ...scene, background: { kind: 'gradient', top: scale(background.top, 0.7), bottom: scale(background.bottom, 1.18) } }
}

function lookUp(map: { width: number; height: number; data: Float32Array }, azimuth: number, elevation: number): Rgb {
  const u = (((azimuth / 360) % 1) + 1) % 1
  const x = Math.min(map.width - 1, Math.floor(u * map.width))
  const y = Math.min(map.height - 1, Math.max(0, Math.floor(((90 - elevation) / 180) * map.height)))
  const o = (y * map.width + x) * 3
  return [map.data[o] ?? 0, map.data[o + 1] ?? 0, map.data[o + 2] ?? 0]
}

/** Colour of the wall or floor that is there, else of the background. */
function settingColor(scene: StudioScene, view: View): Rgb {
  const settings = scene.meshes.filter((mesh) => settingOf(mesh, view) !== null)
  const mesh = settings.find((m) => settingOf(m, view) === 'wall') ?? settings[0]
  const material = mesh && scene.materials[mesh.material]
  if (material) return material.baseColor
  return scene.background.kind === 'gradient' ? paintOf(scene.background) : [0.5, 0.5, 0.5]
}

/** The paint that shows about the colours of a background once light falls on it. */
function paintOf({ top, bottom }: { top: Rgb; bottom: Rgb }): Rgb {
  const color = blend(top, bottom, 0.5)
  return scale(color, Math.min(1, 0.8 / Math.max(...color, 0.02)))
}

type Paper = {
  /** Colours of the floor and of the wall where the picture ends, linear. */
  bottom: Rgb
  top: Rgb
  /** How much a bright paper glows, as an overlit one does; a plain background is meant to be exactly its colour. */
  glow: number
}

const reflected = (color: Rgb): Rgb => [Math.min(0.92, color[0]), Math.min(0.92, color[1]), Math.min(0.92, color[2])]

/** Takes walls and floors away and puts a floor that bends up into a wall in their place. */
function withCyclorama(scene: StudioScene, view: View, { bottom, top, glow }: Paper): StudioScene {
  const meshes = scene.meshes.filter((mesh) => settingOf(mesh, view) === null)
  const [floor, wall] = [reflected(bottom), reflected(top)]
  const middle = blend(floor, wall, 0.5)
  const emission = scale(middle, Math.max(0, luminance(middle) - 0.55) * glow)
  const material: StudioMaterial = { ...PLAIN_MATERIAL, name: 'Cyclorama', roughness: 0.9, specular: 0.35, emission, doubleSided: true }
  const isEven = floor.every((v, i) => v === wall[i])
  const sweep = cyclorama(view, depthBehind(meshes, view), scene.camera.fovY, isEven ? null : [floor, wall])
  return {
    ...scene,
    meshes: [...meshes, { ...sweep, material: scene.materials.length }],
    materials: [...scene.materials, isEven ? { ...material, baseColor: floor } : material],
    background: { kind: 'gradient', top: scale(wall, 0.7), bottom: scale(floor, 0.9) },
  }
}

/** How far the objects reach behind the centre, in metres. */
function depthBehind(meshes: readonly StudioMesh[], view: View): number {
  let depth = 0
  for (const mesh of meshes) {
    const { min, max } = boxOf(mesh)
    for (const x of [min[0], max[0]]) for (const z of [min[2], max[2]]) depth = Math.max(depth, -dot(subtract([x, view.center[1], z], view.center), view.back))
  }
  return Math.min(depth, 4 * view.extent)
}

function cyclorama(view: View, depth: number, fovY: number, gradient: readonly [Rgb, Rgb] | null): Omit<StudioMesh, 'material'> {
  const e = view.extent
  const bend = 1.2 * e
  // Far enough behind the objects for a rim light to stand between them and the wall.
  const behind = depth + 2.2 * e
  const front = view.distance + 3 * e
  const half = 9 * e
  /** Points of the profile: [towards the camera, up] and the normal there. */
  const profile: { at: [number, number]; normal: [number, number] }[] = [{ at: [front, 0], normal: [0, 1] }]
  for (let i = 0; i <= 12; i++) profile.push({ at: [-depth - (behind - depth) * (i / 12), 0], normal: [0, 1] })
  for (let i = 1; i <= 32; i++) {
    const a = (i / 32) * (Math.PI / 2)
    profile.push({ at: [-behind - bend * Math.sin(a), bend * (1 - Math.cos(a))], normal: [Math.sin(a), Math.cos(a)] })
  }
  for (let i = 1; i <= 24; i++) profile.push({ at: [-behind - bend, bend + (7 * e - bend) * (i / 24)], normal: [1, 0] })
  const base: Rgb = [view.center[0], view.ground - 5e-4 * e, view.center[2]]
  const start = add(base, view.back, -depth)
  const rise = gradient && riseOf(view, fovY, start)
  const positions: number[] = []
  const normals: number[] = []
  const colors: number[] = []
  const indices: number[] = []
  profile.forEach(({ at, normal }, i) => {
    const middle = add(add(base, view.back, at[0]), [0, 1, 0], at[1])
    const color = gradient && rise && mixEvenly(gradient[0], gradient[1], at[0] > -depth ? 0 : rise(middle))
    for (const side of [-half, half]) {
      positions.push(...add(middle, view.right, side))
      normals.push(...add(scale(view.back, normal[0]), [0, 1, 0], normal[1]))
      if (color) colors.push(...color, 1)
    }
    const k = i * 2
    if (i > 0) indices.push(k - 2, k - 1, k, k - 1, k + 1, k)
  })
  return {
    nodeId: '',
    name: 'Cyclorama',
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    uvs: null,
    uvs1: null,
    tangents: null,
    colors: gradient ? Float32Array.from(colors) : null,
    indices: Uint32Array.from(indices),
  }
}

/** How far up the picture a point lies: 0 at the start, where the floor leaves the objects, 1 just under the upper edge. */
function riseOf(view: View, fovY: number, start: Rgb): (point: Rgb) => number {
  const up = cross(view.right, view.forward)
  const edge = Math.tan((fovY * Math.PI) / 360)
  const heightOf = (point: Rgb): number => {
    const away = subtract(point, view.position)
    return dot(away, up) / Math.max(1e-6, dot(away, view.forward)) / edge
  }
  const lowest = Math.min(0.6, heightOf(start))
  return (point) => {
    const k = Math.min(1, Math.max(0, (heightOf(point) - lowest) / (0.9 - lowest)))
    return k * k * (3 - 2 * k)
  }
}

/** Mixed in Oklab, so that the way from one colour to the other has no harsh or dark band. */
function mixEvenly(from: Rgb, to: Rgb, k: number): Rgb {
  const [a, b] = [toOklab(from), toOklab(to)]
  const mixed = fromOklab([a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k])
  return [Math.max(0, mixed[0]), Math.max(0, mixed[1]), Math.max(0, mixed[2])]
}
