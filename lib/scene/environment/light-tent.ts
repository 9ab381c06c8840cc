import { directionAt, mix, smoothstep, type Vec3 } from './vector'

/** A rectangular light on the dome around the scene. Sizes are full angles in degrees. */
export type DomeLight = {
  elevation: number
  azimuth: number
  width: number
  height: number
  /** Turned about its own axis, degrees. */
  roll?: number
  color: Vec3
  /** Radiance at its centre. */
  power: number
  /** How much of the half width fades out, 0 to 1. */
  feather: number
}

/** A dark or bright room with lights in it: gradient walls from floor to ceiling plus the lights. */
export type LightTent = { floor: Vec3; wall: Vec3; ceiling: Vec3; lights: readonly DomeLight[] }

type Placed = DomeLight & { forward: Vec3; right: Vec3; up: Vec3; tanX: number; tanY: number }

function place(light: DomeLight): Placed {
  const RAD = Math.PI / 180
  const forward = directionAt(light.elevation, light.azimuth)
  const flatRight: Vec3 = [-Math.sin(light.azimuth * RAD), 0, Math.cos(light.azimuth * RAD)]
  const flatUp: Vec3 = [
    flatRight[1] * forward[2] - flatRight[2] * forward[1],
    flatRight[2] * forward[0] - flatRight[0] * forward[2],
    flatRight[0] * forward[1] - flatRight[1] * forward[0],
  ]
  const c = Math.cos((light.roll ?? 0) * RAD)
  const s = Math.sin((light.roll ?? 0) * RAD)
  const turn = (a: Vec3, b: Vec3, p: number, q: number): Vec3 => [a[0] * p + b[0] * q, a[1] * p + b[1] * q, a[2] * p + b[2] * q]
  return {
    ...light,
    forward,
    right: turn(flatRight, flatUp, c, s),
    up: turn(flatRight, flatUp, -s, c),
    tanX: Math.tan((light.width * RAD) / 2),
    tanY: Math.tan((light.height * RAD) / 2),
  }
}

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/** Radiance of a tent in every direction. Boxes fade at their edges and are a little brighter in the middle, as fabric over a lamp is. */
export function tentRadiance(tent: LightTent): (direction: Vec3, out: Vec3) => void {
  const lights = tent.lights.map(place)
  return (direction, out) => {
    const y = direction[1]
    for (let c = 0; c < 3; c++) {
      const wall = tent.wall[c] ?? 0
      const end = (y < 0 ? tent.floor[c] : tent.ceiling[c]) ?? 0
      out[c] = mix(wall, end, smoothstep(0, 1, Math.abs(y)))
    }
    for (const light of lights) {
      const along = dot(direction, light.forward)
      if (along <= 0) continue
      const px = Math.abs(dot(direction, light.right) / along) / light.tanX
      const py = Math.abs(dot(direction, light.up) / along) / light.tanY
      if (px >= 1 || py >= 1) continue
      const edge = (1 - smoothstep(1 - light.feather, 1, px)) * (1 - smoothstep(1 - light.feather, 1, py))
      const k = light.power * edge * (1 - 0.22 * (px * px + py * py))
      for (let c = 0; c < 3; c++) out[c] = (out[c] ?? 0) + (light.color[c] ?? 0) * k
    }
  }
}

/**
 * A product studio. Seen from +z: a large key from the upper left front, a tall cool strip as a rim from the right back, a low
 * fill opposite to the key, and an overhead bank. Walls are dark enough for metal to show its shape.
 */
export const STUDIO_TENT: LightTent = {
  floor: [0.1, 0.098, 0.095],
  wall: [0.2, 0.2, 0.205],
  ceiling: [0.3, 0.3, 0.31],
  lights: [
    { elevation: 42, azimuth: 145, width: 62, height: 52, color: [1, 0.955, 0.9], power: 7.4, feather: 0.22 },
    { elevation: 24, azimuth: 322, width: 20, height: 76, color: [0.86, 0.93, 1], power: 5.2, feather: 0.3 },
    { elevation: 16, azimuth: 35, width: 64, height: 46, color: [0.95, 0.97, 1], power: 0.9, feather: 0.5 },
    { elevation: 82, azimuth: 270, width: 70, height: 44, color: [1, 0.985, 0.96], power: 2.6, feather: 0.35 },
    { elevation: 20, azimuth: 215, width: 13, height: 66, color: [1, 0.96, 0.92], power: 2.2, feather: 0.35 },
  ],
}

/** A white light tent: broad boxes on both sides and above, bright walls, almost no hard shadow. */
export const SOFTBOX_TENT: LightTent = {
  floor: [0.42, 0.415, 0.41],
  wall: [0.62, 0.62, 0.625],
  ceiling: [0.85, 0.85, 0.85],
  lights: [
    { elevation: 78, azimuth: 90, width: 96, height: 84, color: [1, 0.995, 0.985], power: 3.4, feather: 0.3 },
    { elevation: 28, azimuth: 168, width: 62, height: 74, color: [1, 0.98, 0.955], power: 3, feather: 0.3 },
    { elevation: 28, azimuth: 12, width: 62, height: 74, color: [0.97, 0.985, 1], power: 1.7, feather: 0.3 },
    { elevation: 26, azimuth: 285, width: 34, height: 50, color: [1, 1, 1], power: 1.6, feather: 0.4 },
  ],
}

/** A night street: a deep blue dome, the glow of a city along the horizon, warm lamps, one magenta and one cyan sign, a moon. */
export const NIGHT_TENT: LightTent = {
  floor: [0.006, 0.006, 0.01],
  wall: [0.034, 0.034, 0.07],
  ceiling: [0.008, 0.014, 0.045],
  lights: [
    { elevation: 4, azimuth: 275, width: 150, height: 22, color: [1, 0.55, 0.28], power: 0.16, feather: 0.95 },
    { elevation: 34, azimuth: 152, width: 22, height: 22, color: [1, 0.62, 0.3], power: 11, feather: 0.5 },
    { elevation: 18, azimuth: 24, width: 13, height: 62, color: [0.12, 0.62, 1], power: 9, feather: 0.35 },
    { elevation: 16, azimuth: 208, width: 11, height: 56, color: [1, 0.12, 0.56], power: 10, feather: 0.35 },
    { elevation: 62, azimuth: 300, width: 34, height: 26, color: [0.5, 0.66, 1], power: 1.7, feather: 0.6 },
    { elevation: 22, azimuth: 330, width: 30, height: 5, color: [1, 0.78, 0.46], power: 9, feather: 0.4 },
  ],
}
