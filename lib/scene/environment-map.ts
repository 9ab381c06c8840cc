import { type Atmosphere, buildAtmosphere } from './environment/atmosphere'
import { cloudThickness, fractalNoise } from './environment/clouds'
import { NIGHT_TENT, SOFTBOX_TENT, STUDIO_TENT, tentRadiance } from './environment/light-tent'
import { directionAt, luminance, mix, smoothstep, type Vec3 } from './environment/vector'
import type { Environment } from './schema'

/**
 * Light from all around the scene, made without a DOM and the same on every machine. Equirectangular: column 0 looks along +x and
 * columns turn towards +z, row 0 looks up. Linear Rec. 709 radiance, three floats a texel. At exposure 0 a white card lit by
 * any of the daytime presets comes out near white. The document's `intensity` and `rotation` are not applied here.
 */
export type EnvironmentLight = {
  width: number
  height: number
  data: Float32Array
  /** The sun is no part of `data`. Direction towards it, irradiance facing it (three's `DirectionalLight.intensity`), angular diameter in degrees. */
  sun: null | { direction: Vec3; irradiance: Vec3; angleDeg: number }
}

/** The fields that change the light; everything else of the environment is applied by whoever draws. */
export type EnvironmentSource = Pick<Environment, 'preset' | 'sunElevation' | 'sunAzimuth' | 'clouds'>

type Radiance = (direction: Vec3, out: Vec3) => void
type Sky = { radiance: Radiance; sun: EnvironmentLight['sun']; target: number }

const CACHE_ENTRIES_MAX = 8
const cache = new Map<string, EnvironmentLight>()

/** Same input, same map; the last few are kept, so treat the result as read-only. */
export function buildEnvironmentMap(environment: EnvironmentSource, width: number, height: number): EnvironmentLight {
  const { preset, sunElevation, sunAzimuth, clouds } = environment
  const key = [preset, sunElevation, sunAzimuth, clouds, width, height].join('|')
  const known = cache.get(key)
  if (known) return known
  const map = render(skyFor(environment), width, height)
  const oldest = cache.keys().next()
  if (cache.size >= CACHE_ENTRIES_MAX && !oldest.done) cache.delete(oldest.value)
  cache.set(key, map)
  return map
}

function skyFor({ preset, sunElevation, sunAzimuth, clouds }: EnvironmentSource): Sky {
  switch (preset) {
    case 'studio':
      return { radiance: tentRadiance(STUDIO_TENT), sun: null, target: 2.9 }
    case 'softbox':
      return { radiance: tentRadiance(SOFTBOX_TENT), sun: null, target: 3.3 }
    case 'night':
      return { radiance: tentRadiance(NIGHT_TENT), sun: null, target: 0.95 }
    case 'overcast':
      return { radiance: overcast, sun: null, target: 3 }
    case 'day':
      return daylight(sunElevation, sunAzimuth, clouds, 1.2, 3.4)
    case 'sunset':
      // A sunset stays one wherever the height of the sun is set: the upper part of the range is squeezed above the horizon.
      return daylight(sunElevation > 6 ? 6 + (sunElevation - 6) * 0.12 : sunElevation, sunAzimuth, clouds, 2.6, 2.7)
    case 'sky':
      return daylight(sunElevation, sunAzimuth, clouds, 0.7, 3.2)
  }
}

/** CIE overcast sky, three times as bright above as at the horizon, mottled so that reflections have something to show. */
function overcast(d: Vec3, out: Vec3): void {
  const up = Math.max(0, d[1])
  const q = 1 / (up + 0.22)
  const mottled = 0.8 + 0.4 * fractalNoise(d[0] * q * 0.9 + 40, d[2] * q * 0.9, 4)
  const k = ((1 + 2 * up) / 3) * mix(1, mottled, smoothstep(0.02, 0.3, up))
  const ground = smoothstep(0.01, -0.22, d[1])
  out[0] = mix(0.97 * k, 0.115, ground)
  out[1] = mix(1.0 * k, 0.115, ground)
  out[2] = mix(1.05 * k, 0.11, ground)
}

function daylight(elevation: number, azimuth: number, clouds: number, haze: number, target: number): Sky {
  const atmosphere = buildAtmosphere(elevation, haze)
  const direction = directionAt(elevation, azimuth)
  const [t0, t1, t2] = atmosphere.sunTransmittance
  // Cover dims the sun, and a full cover takes it away.
  const clear = 1 - 0.92 * smoothstep(0.55, 1, clouds)
  const irradiance: Vec3 = [t0 * clear, t1 * clear, t2 * clear]
  const sun = luminance(irradiance) > 1e-4 ? { direction, irradiance, angleDeg: mix(0.9, 4, smoothstep(0.4, 1, clouds)) } : null
  return { radiance: skyRadiance(atmosphere, elevation, azimuth, clouds), sun, target }
}

function skyRadiance(atmosphere: Atmosphere, elevation: number, azimuth: number, clouds: number): Radiance {
  const angle = (-azimuth * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const sun = directionAt(elevation, 0)
  const local: Vec3 = [0, 0, 0]
  const zenith: Vec3 = [0, 0, 0]
  const around: Vec3 = [0, 0, 0]
  atmosphere.radiance([0, 1, 0], zenith)
  // The mean of the horizon stands for the light that reaches clouds and ground from the sky.
  for (let i = 0; i < 8; i++) {
    atmosphere.radiance(directionAt(12, i * 45), local)
    for (let c = 0; c < 3; c++) around[c] = (around[c] ?? 0) + (local[c] ?? 0) / 8
  }
  const sunOnGround = Math.max(0, sun[1])
  const ground = [0.2, 0.185, 0.165].map((albedo, c) => {
    const sky = ((zenith[c] ?? 0) * 0.55 + (around[c] ?? 0) * 0.45) * Math.PI
    return (albedo / Math.PI) * (sky + (atmosphere.sunTransmittance[c] ?? 0) * sunOnGround)
  })
  return (d, out) => {
    local[0] = d[0] * cos - d[2] * sin
    local[1] = Math.max(0, d[1])
    local[2] = d[0] * sin + d[2] * cos
    const cosine = local[0] * sun[0] + d[1] * sun[1]
    atmosphere.radiance(local, out)
    if (clouds > 0 && d[1] > 0.012) addClouds(local, cosine, sun, clouds, atmosphere, zenith, around, out)
    if (d[1] < 0.004) {
      // Far ground dissolves into the haze of the horizon, so that no hard line cuts the picture.
      const far = Math.exp(Math.min(0, d[1]) * 16)
      for (let c = 0; c < 3; c++) out[c] = mix(ground[c] ?? 0, out[c] ?? 0, far)
    }
  }
}

function addClouds(d: Vec3, cosine: number, sun: Vec3, cover: number, atmosphere: Atmosphere, zenith: Vec3, around: Vec3, out: Vec3): void {
  const q = 1.15 / (d[1] + 0.09)
  const x = d[0] * q + 3.1
  const z = d[2] * q + 8.7
  const thickness = cloudThickness(x, z, cover)
  if (thickness <= 0) return
  // Looking a step towards the sun tells how much cloud stands before the light: lit rims, shaded cores.
  const shade = cloudThickness(x + sun[0] * 0.3, z + sun[2] * 0.3, cover)
  const lit = Math.exp(-1.5 * shade) * 0.75 + 0.25 * Math.exp(-0.5 * thickness)
  const glow = 0.1 + 0.55 * Math.max(0, cosine) ** 8
  const alpha = (1 - Math.exp(-2.4 * thickness * thickness - 0.8 * thickness)) * smoothstep(0.012, 0.16, d[1])
  for (let c = 0; c < 3; c++) {
    const sunlight = (atmosphere.sunTransmittance[c] ?? 0) * glow * lit
    const skylight = ((zenith[c] ?? 0) * 0.5 + (around[c] ?? 0) * 0.5) * (0.62 + 0.3 * lit)
    out[c] = mix(out[c] ?? 0, sunlight + skylight, alpha)
  }
}

/** Fills the map and scales it so that the light on a white card suits exposure 0, whatever the sun does. */
function render(sky: Sky, width: number, height: number): EnvironmentLight {
  const data = new Float32Array(width * height * 3)
  const direction: Vec3 = [0, 0, 0]
  const texel: Vec3 = [0, 0, 0]
  const cosines = Array.from({ length: width }, (_, x) => Math.cos(((x + 0.5) / width) * 2 * Math.PI))
  const sines = Array.from({ length: width }, (_, x) => Math.sin(((x + 0.5) / width) * 2 * Math.PI))
  const cellSolidAngle = (2 * Math.PI * Math.PI) / (width * height)
  // Irradiance of a level card, and of an upright one averaged over all ways it may face.
  let level = 0
  let upright = 0
  for (let y = 0; y < height; y++) {
    const theta = ((y + 0.5) / height) * Math.PI
    const [up, flat] = [Math.cos(theta), Math.sin(theta)]
    for (let x = 0; x < width; x++) {
      direction[0] = flat * (cosines[x] ?? 0)
      direction[1] = up
      direction[2] = flat * (sines[x] ?? 0)
      sky.radiance(direction, texel)
      data.set(texel, (y * width + x) * 3)
      const light = luminance(texel) * flat * cellSolidAngle
      level += light * Math.max(0, up)
      upright += (light * flat) / Math.PI
    }
  }
  if (sky.sun) {
    const light = luminance(sky.sun.irradiance)
    level += light * Math.max(0, sky.sun.direction[1])
    upright += (light * Math.hypot(sky.sun.direction[0], sky.sun.direction[2])) / 2
  }
  const scale = sky.target / Math.max(1e-5, 0.6 * level + 0.4 * upright)
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) * scale
  const sun = sky.sun && { ...sky.sun, irradiance: sky.sun.irradiance.map((v) => v * scale) as Vec3 }
  return { width, height, data, sun }
}
