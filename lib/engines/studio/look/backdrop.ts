import type { Backdrop } from '@/lib/domain/look/look'
import { exposureScale, inverseToneMap } from '@/lib/scene/tone-map'
import type { Rgb, StudioMesh, StudioScene } from '../studio-scene'
import { blend, hexToDisplay, hexToLinear, luminance, scale } from './color'
import { PLAIN } from './materials'
import { add, boxOf, dot, settingOf, subtract, type View } from './measure'

/** Puts behind the objects what the prompt asks for. Objects stay; walls and floors give way to a cyclorama. */
export function applyBackdrop(scene: StudioScene, backdrop: Backdrop, view: View): StudioScene {
  switch (backdrop.kind) {
    case 'sky':
      // A photographer's backdrop would hide the sky; the walls of a room belong to it.
      return { ...scene, meshes: scene.meshes.filter((mesh) => !/\b(backdrop|background|cyclorama)\b/iu.test(mesh.name)), background: { kind: 'environment' } }
    case 'plain':
    case 'seamless':
      return withCyclorama(scene, view, backdrop.color ? hexToLinear(backdrop.color) : settingColor(scene, view), backdrop.kind === 'plain')
    case 'gradient': {
      const own = shownColor(scene)
      const top = backdrop.top ? hexToDisplay(backdrop.top) : scale(own, 0.75)
      const bottom = backdrop.bottom ? hexToDisplay(backdrop.bottom) : blend(top, [1, 1, 1], 0.45)
      const meshes = scene.meshes.filter((mesh) => settingOf(mesh, view) !== 'wall')
      return { ...scene, meshes, background: { kind: 'gradient', top: shown(scene, top), bottom: shown(scene, bottom) } }
    }
  }
}

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
  return { ...scene, background: { kind: 'gradient', top: at(38), bottom: at(3) } }
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

/** Radiance that comes out of the scene's exposure and tone mapping as this display colour. */
const shown = (scene: StudioScene, display: Rgb): Rgb => scale(inverseToneMap(display), 1 / exposureScale(scene.exposure))

/** Display colour of the present background. */
function shownColor(scene: StudioScene): Rgb {
  const radiance = scene.background.kind === 'gradient' ? scene.background.bottom : ([0.4, 0.4, 0.4] as Rgb)
  const l = luminance(radiance)
  return scale(radiance, Math.min(1, Math.sqrt(l) / Math.max(l, 1e-3)))
}

/** Colour of the wall or floor that is there, else of the background. */
function settingColor(scene: StudioScene, view: View): Rgb {
  const settings = scene.meshes.filter((mesh) => settingOf(mesh, view) !== null)
  const mesh = settings.find((m) => settingOf(m, view) === 'wall') ?? settings[0]
  const material = mesh && scene.materials[mesh.material]
  if (material) return material.baseColor
  const { background } = scene
  const color: Rgb = background.kind === 'gradient' ? blend(background.top, background.bottom, 0.5) : [0.5, 0.5, 0.5]
  const peak = Math.max(...color, 0.02)
  return scale(color, Math.min(1, 0.8 / peak))
}

/**
 * A floor that bends up into a wall. A plain background is meant to be exactly its colour, so a bright one also glows a little,
 * as an overlit paper roll does.
 */
function withCyclorama(scene: StudioScene, view: View, color: Rgb, plain: boolean): StudioScene {
  const albedo: Rgb = [Math.min(0.92, color[0]), Math.min(0.92, color[1]), Math.min(0.92, color[2])]
  const glow = plain ? Math.max(0, luminance(albedo) - 0.55) * 1.9 : 0
  const meshes = scene.meshes.filter((mesh) => settingOf(mesh, view) === null)
  const materials = [...scene.materials, { ...PLAIN, name: 'Cyclorama', baseColor: albedo, roughness: 0.9, specular: 0.35, emission: scale(albedo, glow) }]
  const sweep = cyclorama(view, depthBehind(meshes, view))
  return {
    ...scene,
    meshes: [...meshes, { ...sweep, material: materials.length - 1 }],
    materials,
    background: { kind: 'gradient', top: scale(albedo, 0.7), bottom: scale(albedo, 0.9) },
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

function cyclorama(view: View, depth: number): Omit<StudioMesh, 'material'> {
  const e = view.extent
  const bend = 1.2 * e
  // Far enough behind the objects for a rim light to stand between them and the wall.
  const behind = depth + 2.2 * e
  const front = view.distance + 3 * e
  const half = 9 * e
  /** Points of the profile: [towards the camera, up] and the normal there. */
  const profile: { at: [number, number]; normal: [number, number] }[] = [
    { at: [front, 0], normal: [0, 1] },
    { at: [-behind, 0], normal: [0, 1] },
  ]
  const steps = 32
  for (let i = 1; i <= steps; i++) {
    const a = (i / steps) * (Math.PI / 2)
    profile.push({ at: [-behind - bend * Math.sin(a), bend * (1 - Math.cos(a))], normal: [Math.sin(a), Math.cos(a)] })
  }
  profile.push({ at: [-behind - bend, 7 * e], normal: [1, 0] })
  const base: Rgb = [view.center[0], view.ground - 5e-4 * e, view.center[2]]
  const positions: number[] = []
  const normals: number[] = []
  const indices: number[] = []
  profile.forEach(({ at, normal }, i) => {
    for (const side of [-half, half]) {
      positions.push(...add(add(add(base, view.back, at[0]), [0, 1, 0], at[1]), view.right, side))
      normals.push(...add(scale(view.back, normal[0]), [0, 1, 0], normal[1]))
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
    indices: Uint32Array.from(indices),
  }
}
