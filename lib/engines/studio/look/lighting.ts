import type { Look } from '@/lib/domain/look/look'
import { buildEnvironmentMap } from '@/lib/scene/environment-map'
import type { EnvironmentMap, Rgb, StudioScene } from '../studio-scene'
import { blend, hexToLinear, multiply, normalized, scale, temperatureColor } from './color'
import { sideOfMass, type View, wallBehind } from './measure'
import { COOL_WHITE, MOODS, type Mood, SIDES, SUN_SIDES, type Time, WARM_WHITE } from './moods'
import { skyLight } from './reference'
import { around, azimuthOf, clearAzimuth, panel, resizeLight, type Sun, sunLight, tintLight } from './rig'

type Lighting = Look['lighting']

/** Outdoors the sky is also what stands behind the scene. */
export const isOutdoors = (time: Time | null): boolean => time !== null && time !== 'studio' && time !== 'softbox' && time !== 'neon' && time !== 'candlelight'

export type MapSize = { width: number; height: number }

/** Lights the scene as the look says; a look without a word about light leaves it as it is. */
export function applyLighting(scene: StudioScene, wish: Lighting, clouds: number | null, view: View, size: MapSize): StudioScene {
  const timed = wish.time === null ? model(scene, view) : withMood(scene, MOODS[wish.time], wish, clouds, view, size)
  return finish(addKeys(timed, wish, view), wish)
}

/**
 * The scene's own light with a little more of its lamps and less from all around: a viewport needs a bright fill to show
 * everything, a picture needs shadows that give things weight. A scene without a lamp is lit as a photographer would light it:
 * a soft key, a cool rim from behind, and the surroundings as fill.
 */
function model(scene: StudioScene, view: View): StudioScene {
  if (scene.lights.length === 0) {
    const key = panel(scene, view, { azimuth: -58, elevation: 42, distance: 1.9, width: 0.75, height: 0.7, irradiance: 3.7, color: WARM_WHITE })
    const rim = panel(scene, view, { azimuth: 138, elevation: 46, distance: 1.9, width: 0.4, height: 0.9, irradiance: 1.2, color: COOL_WHITE })
    return { ...scene, lights: [key, rim], environmentIntensity: scene.environmentIntensity * 0.42 }
  }
  return { ...scene, lights: scene.lights.map((light) => tintLight(light, [1.3, 1.3, 1.3])), environmentIntensity: scene.environmentIntensity * 0.55 }
}

function withMood(scene: StudioScene, mood: Mood, wish: Lighting, clouds: number | null, view: View, size: MapSize): StudioScene {
  const sun = mood.sun && placeSun(scene, mood.sun, wish, view)
  const added = [...(sun ? [sunLight(view, sun)] : []), ...(mood.rig?.(scene, view) ?? [])]
  const kept = scene.lights.map((light) => tintLight(light, scale([1, 1, 1], light.kind === 'point' ? mood.practicals : mood.lamps)))
  const environment = surroundingsOf(mood, clouds, sun ? azimuthOf(around(view, sun.azimuth, 0)) : azimuthOf(view.back) + 60, size)
  return {
    ...scene,
    lights: [...kept, ...added],
    environment,
    environmentIntensity: mood.fill === null ? 1 : mood.fill / Math.max(1e-4, skyLight(environment)),
    environmentRotation: mood.surroundings.kind === 'tent' ? azimuthOf(view.back) - 90 : 0,
    exposure: scene.exposure + mood.exposure,
  }
}

/** Low enough that a thing throws a shadow of six times its height. Degrees. */
const LONG_SHADOW_ELEVATION = 9.5
/** Where a wall catches the shadows it is the floor that wants more of the light. */
const LONG_SHADOW_ELEVATION_BEFORE_NEAR_WALL = 13
/** Light across the picture, so that long shadows lie in it, with a little left for what stands behind. */
const RAKING_SIDES = [79, -79, 70, -70, 90, -90] as const
/** With a wall close behind, the shadows run over the floor and up that wall, beside what throws them. */
const RAKING_SIDES_BEFORE_NEAR_WALL = [34, -34, 46, -46, 60, -60] as const
/** Distance of such a wall, in heights of the picture at the subject. */
const NEAR_WALL = 1.6

function placeSun(scene: StudioScene, sun: NonNullable<Mood['sun']>, wish: Lighting, view: View): Sun {
  const wall = wallBehind(scene, view)
  const longest = wall < NEAR_WALL ? LONG_SHADOW_ELEVATION_BEFORE_NEAR_WALL : LONG_SHADOW_ELEVATION
  const low = wish.longShadows ? Math.min(sun.elevation, longest) : sun.elevation
  const elevation = wish.from === 'above' ? Math.max(low, 70) : low
  // Low light lies flat on the floor but meets a wall close behind almost head on, which needs less of it.
  const strength = elevation < 20 && wall < NEAR_WALL ? 0.64 : 1
  return {
    ...sun,
    irradiance: sun.irradiance * strength,
    elevation,
    azimuth: clearAzimuth(scene, view, sunSides(scene, sun, wish, view), elevation, 40 * view.extent),
  }
}

/** Azimuths that suit the wish, the best first. */
function sunSides(scene: StudioScene, sun: NonNullable<Mood['sun']>, wish: Lighting, view: View): readonly number[] {
  if (wish.from && wish.from !== 'above' && wish.from !== 'below') return sidesFor(wish.from)
  const wall = wallBehind(scene, view)
  if (wish.longShadows) {
    // From the side where more stands, so that shadows fall across the picture instead of out of it.
    const side = sideOfMass(scene, view)
    const sides = wall < NEAR_WALL ? RAKING_SIDES_BEFORE_NEAR_WALL : RAKING_SIDES
    return sides.map((azimuth) => azimuth * side)
  }
  // A wall behind the subject wants light on it; three-quarter back light would leave it grey.
  return wall < Number.POSITIVE_INFINITY ? [...sun.azimuths].sort((a, b) => Math.abs(Math.abs(a) - 62) - Math.abs(Math.abs(b) - 62)) : sun.azimuths
}

function sidesFor(from: 'left' | 'right' | 'behind' | 'front'): readonly number[] {
  if (from === 'behind') return [160, -160, 135, -135, 115, -115]
  if (from === 'front') return [-15, 15, -35, 35]
  const sign = from === 'left' ? -1 : 1
  return [80, 105, 60, 125, 40].map((a) => a * sign)
}

function surroundingsOf(mood: Mood, clouds: number | null, sunAzimuth: number, size: MapSize): EnvironmentMap {
  const { surroundings } = mood
  switch (surroundings.kind) {
    case 'sky':
      return buildEnvironmentMap({ ...surroundings.source, clouds: clouds ?? surroundings.source.clouds, sunAzimuth }, size.width, size.height)
    case 'tent':
      return buildEnvironmentMap({ preset: surroundings.preset, sunElevation: 0, sunAzimuth: 0, clouds: 0 }, 512, 256)
    case 'dome':
      return dome(surroundings.top, surroundings.horizon, surroundings.ground)
  }
}

/** A smooth dark sky: one colour at the horizon, others above and below. */
function dome(top: Rgb, horizon: Rgb, ground: Rgb): EnvironmentMap {
  const [width, height] = [64, 64]
  const data = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const up = Math.cos(((y + 0.5) / height) * Math.PI)
    const color = blend(horizon, up > 0 ? top : ground, Math.min(1, Math.abs(up) * 2.2) ** 0.6)
    for (let x = 0; x < width; x++) data.set(color, (y * width + x) * 3)
  }
  return { width, height, data }
}

/** Light in which no shadow is long by itself, so that a low sun has to come in; night and neon have low lamps of their own. */
const isSunless = (time: Time | null): boolean => time === null || time === 'studio' || time === 'softbox' || time === 'overcast'

/** Lights that single words ask for on top of the time of day, or in its place. */
function addKeys(scene: StudioScene, wish: Lighting, view: View): StudioScene {
  let { lights, environmentIntensity } = scene
  const dim = (lamps: number, surroundings: number): void => {
    lights = lights.map((light) => tintLight(light, scale([1, 1, 1], lamps)))
    environmentIntensity *= surroundings
  }
  const key = (azimuth: number, elevation: number, irradiance: number, size: number, distance = 1.8): void => {
    lights = [...lights, panel(scene, view, { azimuth, elevation, distance, width: size, height: size, irradiance, color: WARM_WHITE })]
  }
  if (wish.key === 'low' || wish.dramatic) {
    const timed = wish.time !== null
    dim(timed ? 0.75 : 0.02, timed ? 0.4 : 0.07)
    // Near and from behind the side: the light falls off before it reaches what stands behind, which stays dark.
    if (!timed && wish.from === null) key(-112, 36, wish.dramatic ? 3.4 : 2.9, wish.dramatic ? 0.3 : 0.55, 1.15)
    if (!timed) key(128, 26, 0.9, 0.4, 1.2)
  }
  if (wish.key === 'high') dim(0.8, wish.time ? 1.25 : 1.6)
  const moved = wish.from !== null && (wish.time === null || scene.lights.every((light) => light.kind !== 'directional'))
  if (wish.from && moved) {
    const { azimuth, elevation } = SIDES[wish.from]
    if (wish.key !== 'low' && !wish.dramatic) dim(0.22, 0.5)
    key(azimuth, wish.longShadows ? Math.min(16, elevation) : elevation, 3.4, wish.from === 'behind' ? 0.9 : 0.65)
  } else if (wish.longShadows && isSunless(wish.time)) {
    dim(0.12, 0.45)
    lights = [
      ...lights,
      sunLight(view, placeSun(scene, { elevation: 13, irradiance: 5.4, color: [1, 0.86, 0.68], angle: 1.2, azimuths: SUN_SIDES }, wish, view)),
    ]
  }
  if (wish.rim) {
    const strength = wish.key === 'low' || wish.dramatic ? 1.7 : 2.8
    for (const azimuth of [-148, 148])
      lights = [...lights, panel(scene, view, { azimuth, elevation: 44, distance: 1.7, width: 0.5, height: 0.8, irradiance: strength, color: COOL_WHITE })]
  }
  return { ...scene, lights, environmentIntensity }
}

/** Size, colour and strength of every light at once. */
function finish(scene: StudioScene, wish: Lighting): StudioScene {
  let { lights, environment } = scene
  // The longer a shadow, the wider its edge: a low sun needs less of a disc for the same softness.
  const softAngle = wish.longShadows ? 2.2 : 4.5
  if (wish.shadows === 'soft') lights = lights.map((light) => resizeLight(light, { angle: (a) => Math.max(a, softAngle), factor: 1.8 }))
  if (wish.shadows === 'hard') lights = lights.map((light) => resizeLight(light, { angle: (a) => Math.min(a, 0.5), factor: 0.35 }))
  let tint: Rgb = wish.temperature === 0 ? [1, 1, 1] : temperatureColor(wish.temperature)
  if (wish.color) tint = multiply(tint, blend([1, 1, 1], normalized(hexToLinear(wish.color)), 0.8))
  if (tint.some((v) => v !== 1)) {
    lights = lights.map((light) => tintLight(light, tint))
    environment = tintMap(environment, blend([1, 1, 1], tint, wish.color ? 0.7 : 0.5))
  }
  return {
    ...scene,
    lights,
    environment,
    exposure: scene.exposure + wish.brightness * 0.9 + (wish.key === 'high' ? 0.25 : wish.key === 'low' || wish.dramatic ? -0.25 : 0),
  }
}

export function tintMap(map: EnvironmentMap, tint: Rgb): EnvironmentMap {
  const data = map.data.map((v, i) => v * (tint[i % 3] ?? 1))
  return { ...map, data }
}
