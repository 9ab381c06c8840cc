import type { Look } from '@/lib/domain/look/look'
import { buildEnvironmentMap, type EnvironmentSource } from '@/lib/scene/environment-map'
import type { EnvironmentMap, Rgb, StudioLight, StudioScene } from '../studio-scene'
import { blend, hexToLinear, multiply, normalized, scale, temperatureColor } from './color'
import { settingOf, type View } from './measure'
import { skyLight } from './reference'
import { around, azimuthOf, clearAzimuth, flame, panel, resizeLight, type Sun, sunLight, tintLight } from './rig'

type Time = NonNullable<Look['lighting']['time']>
type Lighting = Look['lighting']

/** How a time of day or a kind of room lights the scene. Strengths are relative to the scene's own. */
type Mood = {
  /** The map that replaces the scene's, or null to keep it. */
  surroundings:
    | { kind: 'sky'; source: Omit<EnvironmentSource, 'sunAzimuth'> }
    | { kind: 'tent'; preset: 'studio' | 'softbox' | 'night' }
    | { kind: 'dome'; top: Rgb; horizon: Rgb; ground: Rgb }
  /** Light from all around, as `skyLight` measures it; null takes the map as it is. */
  fill: number | null
  /** What remains of the scene's directional and area lights, and of its point lights. */
  lamps: number
  practicals: number
  sun?: Pick<Sun, 'elevation' | 'irradiance' | 'color' | 'angle'> & { azimuths: readonly number[] }
  rig?: (scene: StudioScene, view: View) => StudioLight[]
  exposure: number
}

const WARM_WHITE: Rgb = [1, 0.93, 0.83]
const COOL_WHITE: Rgb = [0.86, 0.94, 1.08]
/** Three-quarter back light first: it draws shapes and throws shadows towards the camera. */
const SUN_SIDES = [-122, 122, -108, 108, -97, 97, -78, 78, -55, 55, -35, 35, 0] as const

const sky = (preset: 'day' | 'sunset' | 'sky', sunElevation: number, clouds: number): Mood['surroundings'] => ({
  kind: 'sky',
  source: { preset, sunElevation, clouds },
})

const MOODS: Readonly<Record<Time, Mood>> = {
  'golden-hour': {
    surroundings: sky('sunset', 9, 0.3),
    fill: 1.7,
    lamps: 0.06,
    practicals: 0.8,
    sun: { elevation: 15, irradiance: 6.8, color: [1, 0.66, 0.35], angle: 1.6, azimuths: SUN_SIDES },
    exposure: 0.25,
  },
  sunrise: {
    surroundings: sky('sunset', 5, 0.25),
    fill: 2.5,
    lamps: 0.06,
    practicals: 0.5,
    sun: { elevation: 12, irradiance: 3.8, color: [1, 0.72, 0.55], angle: 2.4, azimuths: [...SUN_SIDES].map((a) => -a) },
    exposure: 0.2,
  },
  noon: {
    surroundings: sky('day', 66, 0.2),
    fill: 2.2,
    lamps: 0.05,
    practicals: 0.2,
    sun: { elevation: 66, irradiance: 4.6, color: [1, 0.965, 0.9], angle: 0.6, azimuths: [-60, 60, -120, 120] },
    exposure: -0.1,
  },
  day: {
    surroundings: sky('day', 42, 0.3),
    fill: 2.6,
    lamps: 0.1,
    practicals: 0.3,
    sun: { elevation: 40, irradiance: 4, color: [1, 0.92, 0.8], angle: 1, azimuths: [-70, 70, -115, 115, -45, 45] },
    exposure: 0,
  },
  overcast: {
    surroundings: { kind: 'sky', source: { preset: 'overcast', sunElevation: 40, clouds: 1 } },
    fill: 5.6,
    lamps: 0.12,
    practicals: 0.4,
    exposure: 0.1,
  },
  dusk: {
    surroundings: sky('sky', -3, 0.3),
    fill: 2,
    lamps: 0.04,
    practicals: 1.2,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: 100, elevation: 14, distance: 1.9, width: 0.5, height: 0.9, irradiance: 1.1, color: [1, 0.58, 0.26] }),
    ],
    exposure: 0.15,
  },
  night: {
    surroundings: { kind: 'dome', top: [0.012, 0.02, 0.055], horizon: [0.05, 0.055, 0.11], ground: [0.006, 0.006, 0.012] },
    fill: null,
    lamps: 0.02,
    practicals: 1.5,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -62, elevation: 34, distance: 1.8, width: 0.34, height: 0.34, irradiance: 2.3, color: [1, 0.63, 0.3] }),
      panel(scene, view, { azimuth: 142, elevation: 24, distance: 1.8, width: 0.28, height: 1.2, irradiance: 2.1, color: [0.34, 0.56, 1] }),
    ],
    exposure: 0.1,
  },
  moonlight: {
    surroundings: { kind: 'dome', top: [0.028, 0.048, 0.1], horizon: [0.06, 0.085, 0.15], ground: [0.008, 0.011, 0.02] },
    fill: null,
    lamps: 0.01,
    practicals: 0.5,
    sun: { elevation: 38, irradiance: 3, color: [0.55, 0.74, 1], angle: 1.4, azimuths: [-125, 125, -80, 80, -45, 45] },
    exposure: 0,
  },
  candlelight: {
    surroundings: { kind: 'dome', top: [0.018, 0.012, 0.009], horizon: [0.045, 0.027, 0.016], ground: [0.012, 0.007, 0.004] },
    fill: null,
    lamps: 0.012,
    practicals: 0.35,
    rig: (_scene, view) => [
      flame(view, { azimuth: -58, distance: 0.72, height: 0.34 }, 2.7, [1, 0.5, 0.17]),
      flame(view, { azimuth: 70, distance: 0.86, height: 0.26 }, 1.5, [1, 0.46, 0.15]),
      flame(view, { azimuth: 168, distance: 0.95, height: 0.3 }, 1.3, [1, 0.48, 0.16]),
    ],
    exposure: 0.1,
  },
  neon: {
    surroundings: { kind: 'dome', top: [0.012, 0.008, 0.035], horizon: [0.05, 0.022, 0.085], ground: [0.008, 0.006, 0.016] },
    fill: null,
    lamps: 0.01,
    practicals: 0.6,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -78, elevation: 20, distance: 1.35, width: 0.2, height: 1.5, irradiance: 2.9, color: [1, 0.1, 0.62] }),
      panel(scene, view, { azimuth: 84, elevation: 22, distance: 1.35, width: 0.2, height: 1.5, irradiance: 2.6, color: [0.06, 0.62, 1] }),
      panel(scene, view, { azimuth: 170, elevation: 40, distance: 1.6, width: 1.4, height: 0.1, irradiance: 1.6, color: [0.6, 0.25, 1] }),
    ],
    exposure: 0.05,
  },
  studio: {
    surroundings: { kind: 'tent', preset: 'studio' },
    fill: 2.9,
    lamps: 0.12,
    practicals: 0.4,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -48, elevation: 40, distance: 1.9, width: 1, height: 0.8, irradiance: 2.5, color: WARM_WHITE }),
      panel(scene, view, { azimuth: 140, elevation: 26, distance: 1.9, width: 0.35, height: 1.3, irradiance: 2.1, color: COOL_WHITE }),
    ],
    exposure: 0.05,
  },
  softbox: {
    surroundings: { kind: 'tent', preset: 'softbox' },
    fill: 4.4,
    lamps: 0.08,
    practicals: 0.3,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -40, elevation: 56, distance: 1.5, width: 1.7, height: 1.3, irradiance: 1.6, color: [1, 0.985, 0.96] }),
    ],
    exposure: 0.1,
  },
}

/** Light from one wished side, in a scene that has no sun to move. */
const SIDES: Readonly<Record<NonNullable<Lighting['from']>, { azimuth: number; elevation: number }>> = {
  left: { azimuth: -80, elevation: 28 },
  right: { azimuth: 80, elevation: 28 },
  above: { azimuth: -20, elevation: 82 },
  below: { azimuth: -15, elevation: -22 },
  behind: { azimuth: 158, elevation: 32 },
  front: { azimuth: -10, elevation: 20 },
}

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
 * everything, a picture needs shadows that give things weight.
 */
function model(scene: StudioScene, view: View): StudioScene {
  if (scene.lights.length === 0) {
    const key = panel(scene, view, { azimuth: -52, elevation: 44, distance: 1.9, width: 0.95, height: 0.85, irradiance: 3, color: WARM_WHITE })
    return { ...scene, lights: [key], environmentIntensity: scene.environmentIntensity * 0.55 }
  }
  return { ...scene, lights: scene.lights.map((light) => tintLight(light, [1.2, 1.2, 1.2])), environmentIntensity: scene.environmentIntensity * 0.7 }
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

function placeSun(scene: StudioScene, sun: NonNullable<Mood['sun']>, wish: Lighting, view: View): Sun {
  const low = wish.longShadows ? Math.min(sun.elevation, 11) : sun.elevation
  const elevation = wish.from === 'above' ? Math.max(low, 70) : low
  // A wall behind the subject wants light on it; three-quarter back light would leave it grey.
  const walled = scene.meshes.some((mesh) => settingOf(mesh, view) === 'wall')
  const free = walled ? [...sun.azimuths].sort((a, b) => Math.abs(Math.abs(a) - 66) - Math.abs(Math.abs(b) - 66)) : sun.azimuths
  const sides = wish.from && wish.from !== 'above' && wish.from !== 'below' ? sidesFor(wish.from) : free
  return { ...sun, elevation, azimuth: clearAzimuth(scene, view, sides, elevation, 40 * view.extent) }
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

/** Lights that single words ask for on top of the time of day, or in its place. */
function addKeys(scene: StudioScene, wish: Lighting, view: View): StudioScene {
  let { lights, environmentIntensity } = scene
  const dim = (lamps: number, surroundings: number): void => {
    lights = lights.map((light) => tintLight(light, scale([1, 1, 1], lamps)))
    environmentIntensity *= surroundings
  }
  const key = (azimuth: number, elevation: number, irradiance: number, size: number): void => {
    lights = [...lights, panel(scene, view, { azimuth, elevation, distance: 1.8, width: size, height: size, irradiance, color: WARM_WHITE })]
  }
  if (wish.key === 'low' || wish.dramatic) {
    const timed = wish.time !== null
    dim(timed ? 0.75 : 0.08, timed ? 0.4 : wish.dramatic ? 0.16 : 0.2)
    if (!timed && wish.from === null) key(-102, 36, wish.dramatic ? 3.2 : 2.5, wish.dramatic ? 0.35 : 0.6)
    if (!timed) key(140, 30, 0.7, 0.4)
  }
  if (wish.key === 'high') dim(0.8, wish.time ? 1.25 : 1.6)
  const moved = wish.from !== null && (wish.time === null || scene.lights.every((light) => light.kind !== 'directional'))
  if (wish.from && moved) {
    const { azimuth, elevation } = SIDES[wish.from]
    if (wish.key !== 'low' && !wish.dramatic) dim(0.22, 0.5)
    key(azimuth, wish.longShadows ? Math.min(16, elevation) : elevation, 3.4, wish.from === 'behind' ? 0.9 : 0.65)
  } else if (wish.longShadows && wish.time === null) {
    dim(0.3, 0.6)
    const azimuth = clearAzimuth(scene, view, SUN_SIDES, 13, 40 * view.extent)
    lights = [...lights, sunLight(view, { azimuth, elevation: 13, irradiance: 3.6, color: [1, 0.86, 0.68], angle: 1.2 })]
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
  if (wish.shadows === 'soft') lights = lights.map((light) => resizeLight(light, { angle: (a) => Math.max(a, 4.5), factor: 1.8 }))
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
