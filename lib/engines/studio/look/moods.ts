import type { Look } from '@/lib/domain/look/look'
import type { EnvironmentSource } from '@/lib/scene/environment-map'
import type { Rgb, StudioLight, StudioScene } from '../studio-scene'
import type { View } from './measure'
import { flame, panel, type Sun } from './rig'

export type Time = NonNullable<Look['lighting']['time']>
/** How a time of day or a kind of room lights the scene. Strengths are relative to the scene's own. */
export type Mood = {
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

export const WARM_WHITE: Rgb = [1, 0.93, 0.83]
export const COOL_WHITE: Rgb = [0.86, 0.94, 1.08]
/** Three-quarter back light first: it draws shapes and throws shadows towards the camera. */
export const SUN_SIDES = [-122, 122, -108, 108, -97, 97, -78, 78, -55, 55, -35, 35, 0] as const

const sky = (preset: 'day' | 'sunset' | 'sky', sunElevation: number, clouds: number): Mood['surroundings'] => ({
  kind: 'sky',
  source: { preset, sunElevation, clouds },
})

export const MOODS: Readonly<Record<Time, Mood>> = {
  'golden-hour': {
    surroundings: sky('sunset', 9, 0.3),
    fill: 1.2,
    lamps: 0.03,
    practicals: 0.8,
    sun: { elevation: 15, irradiance: 8.8, color: [1, 0.66, 0.36], angle: 1.2, azimuths: SUN_SIDES },
    exposure: 0.25,
  },
  sunrise: {
    surroundings: sky('sunset', 5, 0.25),
    fill: 1.3,
    lamps: 0.03,
    practicals: 0.5,
    sun: { elevation: 13, irradiance: 5.6, color: [1, 0.72, 0.55], angle: 1.8, azimuths: [...SUN_SIDES].map((a) => -a) },
    exposure: 0.2,
  },
  noon: {
    surroundings: sky('day', 66, 0.2),
    fill: 1.3,
    lamps: 0.03,
    practicals: 0.2,
    sun: { elevation: 66, irradiance: 5, color: [1, 0.965, 0.9], angle: 0.6, azimuths: [-60, 60, -120, 120] },
    exposure: -0.1,
  },
  day: {
    surroundings: sky('day', 42, 0.3),
    fill: 1.4,
    lamps: 0.05,
    practicals: 0.3,
    sun: { elevation: 38, irradiance: 5, color: [1, 0.92, 0.8], angle: 1, azimuths: [-70, 70, -115, 115, -45, 45] },
    exposure: 0,
  },
  overcast: {
    surroundings: { kind: 'sky', source: { preset: 'overcast', sunElevation: 40, clouds: 1 } },
    fill: 4.6,
    lamps: 0.1,
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
    practicals: 1.1,
    // A lamp of the scene's own leads, and flames only help it.
    rig: (scene, view) => {
      const k = scene.lights.some((light) => light.kind === 'point') ? 0.3 : 1
      return [
        flame(view, { azimuth: -58, distance: 0.72, height: 0.34 }, 2.7 * k, [1, 0.5, 0.17]),
        flame(view, { azimuth: 70, distance: 0.86, height: 0.26 }, 1.5 * k, [1, 0.46, 0.15]),
        flame(view, { azimuth: 168, distance: 0.95, height: 0.3 }, 1.3 * k, [1, 0.48, 0.16]),
      ]
    },
    exposure: 0,
  },
  neon: {
    surroundings: { kind: 'dome', top: [0.012, 0.008, 0.035], horizon: [0.05, 0.022, 0.085], ground: [0.008, 0.006, 0.016] },
    fill: null,
    lamps: 0.01,
    practicals: 0.6,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -104, elevation: 18, distance: 1.2, width: 0.2, height: 1.4, irradiance: 2.1, color: [1, 0.06, 0.5] }),
      panel(scene, view, { azimuth: 104, elevation: 20, distance: 1.2, width: 0.2, height: 1.4, irradiance: 1.9, color: [0.04, 0.5, 1] }),
      panel(scene, view, { azimuth: 168, elevation: 46, distance: 1.5, width: 1.4, height: 0.1, irradiance: 1, color: [0.5, 0.2, 1] }),
    ],
    exposure: -0.1,
  },
  studio: {
    surroundings: { kind: 'tent', preset: 'studio' },
    fill: 1.9,
    lamps: 0.08,
    practicals: 0.4,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -48, elevation: 40, distance: 1.9, width: 0.9, height: 0.8, irradiance: 3.1, color: WARM_WHITE }),
      panel(scene, view, { azimuth: 140, elevation: 44, distance: 1.9, width: 0.45, height: 0.9, irradiance: 2.2, color: COOL_WHITE }),
    ],
    exposure: 0.05,
  },
  softbox: {
    surroundings: { kind: 'tent', preset: 'softbox' },
    fill: 3.2,
    lamps: 0.08,
    practicals: 0.3,
    rig: (scene, view) => [
      panel(scene, view, { azimuth: -40, elevation: 56, distance: 1.5, width: 1.7, height: 1.3, irradiance: 2.3, color: [1, 0.985, 0.96] }),
    ],
    exposure: 0.1,
  },
}

/** Light from one wished side, in a scene that has no sun to move. */
export const SIDES: Readonly<Record<NonNullable<Look['lighting']['from']>, { azimuth: number; elevation: number }>> = {
  left: { azimuth: -80, elevation: 28 },
  right: { azimuth: 80, elevation: 28 },
  above: { azimuth: -20, elevation: 82 },
  below: { azimuth: -15, elevation: -22 },
  behind: { azimuth: 158, elevation: 32 },
  front: { azimuth: -10, elevation: 20 },
}
