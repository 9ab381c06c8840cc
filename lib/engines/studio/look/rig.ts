import type { Rgb, StudioLight, StudioScene } from '../studio-scene'
import { luminance, scale } from './color'
import { add, cross, dot, isBlocked, normalize, settingOf, type View } from './measure'

const RAD = Math.PI / 180

/**
 * A direction around the subject as a photographer says it: azimuth 0 is where the camera stands, positive to the picture's
 * right, ±180 behind the subject; elevation above the horizon. Degrees.
 */
export function around(view: View, azimuth: number, elevation: number): Rgb {
  const flat = add(scale(view.back, Math.cos(azimuth * RAD)), view.right, Math.sin(azimuth * RAD))
  return normalize(add(scale(flat, Math.cos(elevation * RAD)), [0, 1, 0], Math.sin(elevation * RAD)))
}

/** Azimuth of a direction in the environment's sense, degrees from +x towards +z. */
export const azimuthOf = (direction: Rgb): number => Math.atan2(direction[2], direction[0]) / RAD

/** The walls and floors alone: what may stand between a light and the whole subject. */
function obstacles(scene: StudioScene, view: View): StudioScene {
  return { ...scene, meshes: scene.meshes.filter((mesh) => settingOf(mesh, view) !== null) }
}

/** How much of the subject a light from a direction reaches past the walls, 0 to 1. */
function reach(walls: StudioScene, view: View, direction: Rgb, distance: number): number {
  const foot: Rgb = [view.center[0], view.ground, view.center[2]]
  const spots: Rgb[] = [-0.7, -0.35, 0, 0.35, 0.7].flatMap((x) =>
    [
      [0.05, -0.2],
      [0.05, 0.4],
      [0.4, 0],
    ].map(([y = 0, z = 0]) => add(add(add(foot, view.right, x * view.extent), [0, 1, 0], y * view.extent), view.back, z * view.extent)),
  )
  return spots.filter((spot) => !isBlocked(walls, spot, direction, distance)).length / spots.length
}

/** The first azimuth of a list from which a light reaches the subject past the walls, else the one that reaches most of it. */
export function clearAzimuth(scene: StudioScene, view: View, azimuths: readonly number[], elevation: number, distance: number): number {
  const walls = obstacles(scene, view)
  let best = azimuths[0] ?? 0
  let most = -1
  for (const azimuth of azimuths) {
    const found = reach(walls, view, around(view, azimuth, elevation), distance)
    if (found > 0.95) return azimuth
    if (found > most) {
      most = found
      best = azimuth
    }
  }
  return best
}

export type Panel = {
  azimuth: number
  elevation: number
  /** In heights of the picture at the subject. */
  distance: number
  width: number
  height: number
  /** Irradiance at the subject from it, on a surface that faces it. */
  irradiance: number
  color: Rgb
}

/** A light panel that faces the subject, moved to the other side or nearer where a wall is in its way. */
export function panel(scene: StudioScene, view: View, wish: Panel): StudioLight {
  const walls = obstacles(scene, view)
  const spot = add(view.center, [0, 1, 0], view.extent * 0.1)
  const azimuth = clearAzimuth(scene, view, [wish.azimuth, -wish.azimuth, wish.azimuth * 0.6, -wish.azimuth * 0.6], wish.elevation, wish.distance * view.extent)
  let { elevation } = wish
  let distance = wish.distance * view.extent
  // Over a wall first, then closer: a panel that touches a wall would burn a patch into it.
  const blocked = (): boolean => isBlocked(walls, spot, around(view, azimuth, elevation), distance * 1.4)
  while (elevation < 62 && blocked()) elevation += 9
  for (let i = 0; i < 4 && blocked(); i++) distance *= 0.75
  const direction = around(view, azimuth, elevation)
  const position = add(spot, direction, distance)
  const shine = scale(direction, -1)
  const right = normalize(cross(Math.abs(shine[1]) > 0.98 ? view.back : [0, 1, 0], shine))
  const up = cross(shine, right)
  const [w, h] = [wish.width * view.extent, wish.height * view.extent]
  const edgeU = scale(right, w)
  const edgeV = scale(up, h)
  const flipped = dot(cross(edgeU, edgeV), shine) < 0
  const radiance = (wish.irradiance * distance * distance) / (w * h * Math.max(1e-3, luminance(wish.color)))
  return {
    kind: 'area',
    corner: add(add(position, edgeU, -0.5), edgeV, -0.5),
    edgeU: flipped ? edgeV : edgeU,
    edgeV: flipped ? edgeU : edgeV,
    radiance: scale(wish.color, radiance),
  }
}

export type Sun = { elevation: number; azimuth: number; irradiance: number; color: Rgb; angle: number }

export const sunLight = (view: View, { elevation, azimuth, irradiance, color, angle }: Sun): StudioLight => ({
  kind: 'directional',
  direction: around(view, azimuth, elevation),
  irradiance: scale(color, irradiance / Math.max(1e-3, luminance(color))),
  angle,
})

/** A small warm ball of light, as of a candle. Irradiance at the subject's middle. */
export function flame(view: View, at: { azimuth: number; distance: number; height: number }, irradiance: number, color: Rgb): StudioLight {
  const flat = around(view, at.azimuth, 0)
  const position = add(add([view.center[0], view.ground, view.center[2]], flat, at.distance * view.extent), [0, 1, 0], at.height * view.extent)
  const d = at.distance * view.extent
  return { kind: 'point', position, intensity: scale(color, (irradiance * d * d) / Math.max(1e-3, luminance(color))), radius: 0.022 * view.extent }
}

/** Brightens, dims or colours a light. */
export function tintLight(light: StudioLight, k: Rgb): StudioLight {
  const by = (c: Rgb): Rgb => [c[0] * k[0], c[1] * k[1], c[2] * k[2]]
  switch (light.kind) {
    case 'directional':
      return { ...light, irradiance: by(light.irradiance) }
    case 'point':
      return { ...light, intensity: by(light.intensity) }
    case 'area':
      return { ...light, radiance: by(light.radiance) }
  }
}

/** Makes a light larger or smaller at the same strength, which is what softens or hardens its shadows. */
export function resizeLight(light: StudioLight, size: { angle: (degrees: number) => number; factor: number }): StudioLight {
  switch (light.kind) {
    case 'directional':
      return { ...light, angle: size.angle(light.angle) }
    case 'point':
      return { ...light, radius: light.radius * size.factor }
    case 'area': {
      const center = add(add(light.corner, light.edgeU, 0.5), light.edgeV, 0.5)
      const edgeU = scale(light.edgeU, size.factor)
      const edgeV = scale(light.edgeV, size.factor)
      return { ...light, corner: add(add(center, edgeU, -0.5), edgeV, -0.5), edgeU, edgeV, radiance: scale(light.radiance, 1 / size.factor ** 2) }
    }
  }
}
