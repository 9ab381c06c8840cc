import { directionAt, mix, type Vec3 } from './vector'

/**
 * Clear-sky radiance after S. Hillaire, "A Scalable and Production Ready Sky and Atmosphere Rendering Technique" (2020): single
 * scattering by numerical integration plus all higher orders as one geometric series. Lengths in kilometres. The second and
 * higher orders are what a plain single-scatter sky lacks: without them the horizon turns brown and the twilight black.
 */
const GROUND = 6360
const TOP = 6460
const RAYLEIGH: Vec3 = [5.802e-3, 13.558e-3, 33.1e-3]
const MIE_SCATTERING = 3.996e-3
const MIE_EXTINCTION = 4.44e-3
const OZONE: Vec3 = [0.65e-3, 1.881e-3, 0.085e-3]
const MIE_G = 0.78
const EYE = GROUND + 0.3

const T_W = 96
const T_H = 24
const MS_W = 24
const MS_H = 10
const VIEW_W = 72
const VIEW_H = 80

export type Atmosphere = {
  /** Adds up to the sky's radiance in a direction, without the sun's disc; `y` below 0 gives the horizon. */
  radiance: (direction: Vec3, out: Vec3) => void
  /** Fraction of sunlight that reaches the ground, per channel. */
  sunTransmittance: Vec3
}

type Media = { rayleigh: Vec3; mie: number; extinction: Vec3 }

function mediaAt(height: number, haze: number, out: Media): void {
  const r = Math.exp(-height / 8)
  const m = Math.exp(-height / 1.2) * haze
  const o = Math.max(0, 1 - Math.abs(height - 25) / 15)
  out.mie = MIE_SCATTERING * m
  for (let c = 0; c < 3; c++) {
    out.rayleigh[c] = (RAYLEIGH[c] ?? 0) * r
    out.extinction[c] = (RAYLEIGH[c] ?? 0) * r + MIE_EXTINCTION * m + (OZONE[c] ?? 0) * o
  }
}

const newMedia = (): Media => ({ rayleigh: [0, 0, 0], mie: 0, extinction: [0, 0, 0] })

function distanceToTop(r: number, mu: number): number {
  return -r * mu + Math.sqrt(Math.max(0, r * r * (mu * mu - 1) + TOP * TOP))
}

/** Distance to the ground, or -1 where the ray misses it. */
function distanceToGround(r: number, mu: number): number {
  const d = r * r * (mu * mu - 1) + GROUND * GROUND
  return mu < 0 && d >= 0 ? -r * mu - Math.sqrt(d) : -1
}

const HORIZON = Math.sqrt(TOP * TOP - GROUND * GROUND)

/** Table over height and zenith cosine in Bruneton's mapping, which spends its texels near the horizon. */
function transmittanceTable(haze: number): Float32Array {
  const table = new Float32Array(T_W * T_H * 3)
  const media = newMedia()
  const steps = 32
  for (let j = 0; j < T_H; j++) {
    const rho = (j / (T_H - 1)) * HORIZON
    const r = Math.sqrt(rho * rho + GROUND * GROUND)
    for (let i = 0; i < T_W; i++) {
      const d = TOP - r + (i / (T_W - 1)) * (rho + HORIZON - (TOP - r))
      const mu = d === 0 ? 1 : Math.min(1, Math.max(-1, (HORIZON * HORIZON - rho * rho - d * d) / (2 * r * d)))
      const depth: Vec3 = [0, 0, 0]
      for (let s = 0; s < steps; s++) {
        const t = ((s + 0.5) / steps) * d
        mediaAt(Math.sqrt(r * r + t * t + 2 * r * t * mu) - GROUND, haze, media)
        for (let c = 0; c < 3; c++) depth[c] = (depth[c] ?? 0) + ((media.extinction[c] ?? 0) * d) / steps
      }
      for (let c = 0; c < 3; c++) table[(j * T_W + i) * 3 + c] = Math.exp(-(depth[c] ?? 0))
    }
  }
  return table
}

function lookUp(table: Float32Array, width: number, height: number, u: number, v: number, out: Vec3): void {
  const x = Math.min(width - 1.001, Math.max(0, u * (width - 1)))
  const y = Math.min(height - 1.001, Math.max(0, v * (height - 1)))
  const x0 = Math.floor(x)
  const y0 = Math.floor(y)
  const fx = x - x0
  const fy = y - y0
  const a = (y0 * width + x0) * 3
  const b = a + width * 3
  for (let c = 0; c < 3; c++) {
    const top = mix(table[a + c] ?? 0, table[a + 3 + c] ?? 0, fx)
    out[c] = mix(top, mix(table[b + c] ?? 0, table[b + 3 + c] ?? 0, fx), fy)
  }
}

function makeSunTransmittance(table: Float32Array): (r: number, mu: number, out: Vec3) => void {
  return (r, mu, out) => {
    const rho = Math.sqrt(Math.max(0, r * r - GROUND * GROUND))
    const d = distanceToTop(r, mu)
    lookUp(table, T_W, T_H, (d - (TOP - r)) / (rho + HORIZON - (TOP - r)), rho / HORIZON, out)
    // The planet's edge hides the sun over about a degree, so that dusk is smooth.
    const edge = -Math.sqrt(Math.max(0, 1 - (GROUND / r) ** 2))
    const seen = Math.min(1, Math.max(0, (mu - edge + 0.012) / 0.024))
    for (let c = 0; c < 3; c++) out[c] = (out[c] ?? 0) * seen
  }
}

/** Equation 10 of the paper on a small table over the sun's zenith cosine and height; ground albedo 0.25. */
function multipleScatteringTable(haze: number, sunAt: (r: number, mu: number, out: Vec3) => void): Float32Array {
  const table = new Float32Array(MS_W * MS_H * 3)
  const media = newMedia()
  const sun: Vec3 = [0, 0, 0]
  const [rings, spokes, steps] = [6, 6, 14]
  for (let j = 0; j < MS_H; j++) {
    const r = GROUND + 0.01 + (j / (MS_H - 1)) ** 2 * 60
    for (let i = 0; i < MS_W; i++) {
      const sunMu = -0.3 + (i / (MS_W - 1)) * 1.3
      const sunX = Math.sqrt(Math.max(0, 1 - sunMu * sunMu))
      const second: Vec3 = [0, 0, 0]
      const gain: Vec3 = [0, 0, 0]
      for (let k = 0; k < rings * spokes; k++) {
        const mu = 1 - (2 * (Math.floor(k / spokes) + 0.5)) / rings
        const x = Math.sqrt(1 - mu * mu) * Math.cos(((k % spokes) + 0.5) * (Math.PI / spokes))
        const ground = distanceToGround(r, mu)
        const length = Math.min(ground > 0 ? ground : distanceToTop(r, mu), 400)
        const through: Vec3 = [1, 1, 1]
        for (let s = 0; s < steps; s++) {
          const t = ((s + 0.5) / steps) ** 2 * length
          const dt = ((2 * (s + 0.5)) / (steps * steps)) * length
          const rt = Math.sqrt(r * r + t * t + 2 * r * t * mu)
          mediaAt(rt - GROUND, haze, media)
          sunAt(rt, (r * sunMu + t * (mu * sunMu + x * sunX)) / rt, sun)
          for (let c = 0; c < 3; c++) {
            const scatter = (media.rayleigh[c] ?? 0) + media.mie
            const before = through[c] ?? 0
            gain[c] = (gain[c] ?? 0) + before * scatter * dt
            second[c] = (second[c] ?? 0) + (before * scatter * dt * (sun[c] ?? 0)) / (4 * Math.PI)
            through[c] = before * Math.exp(-(media.extinction[c] ?? 0) * dt)
          }
        }
        if (ground > 0 && ground < 400) {
          sunAt(GROUND + 0.01, sunMu, sun)
          for (let c = 0; c < 3; c++) second[c] = (second[c] ?? 0) + ((through[c] ?? 0) * (sun[c] ?? 0) * Math.max(0, sunMu) * 0.25) / Math.PI
        }
      }
      const n = rings * spokes
      for (let c = 0; c < 3; c++) table[(j * MS_W + i) * 3 + c] = (second[c] ?? 0) / n / (1 - Math.min(0.95, (gain[c] ?? 0) / n))
    }
  }
  return table
}

type Air = { sunAt: (r: number, mu: number, out: Vec3) => void; scattered: Float32Array }

const airs = new Map<number, Air>()

/** The tables that do not depend on the sun; there are only a few amounts of haze, so all are kept. */
function airOf(haze: number): Air {
  const known = airs.get(haze)
  if (known) return known
  const sunAt = makeSunTransmittance(transmittanceTable(haze))
  const air = { sunAt, scattered: multipleScatteringTable(haze, sunAt) }
  airs.set(haze, air)
  return air
}

/**
 * Builds the sky for one position of the sun. Radiance is relative to a sun of irradiance 1 outside the atmosphere.
 * @param haze amount of aerosol, 1 for a clear day, 4 for a hazy evening.
 */
export function buildAtmosphere(sunElevation: number, haze: number): Atmosphere {
  const { sunAt, scattered } = airOf(haze)
  const sunDirection = directionAt(sunElevation, 0)
  const view = new Float32Array(VIEW_W * VIEW_H * 3)
  const media = newMedia()
  const sun: Vec3 = [0, 0, 0]
  const more: Vec3 = [0, 0, 0]
  const steps = 26
  for (let j = 0; j < VIEW_H; j++) {
    // Squared spacing: the horizon needs most of the rows. The last trace of the planet's curve is left out at the horizon.
    const mu = Math.sin(Math.max(0.0004, (j / (VIEW_H - 1)) ** 2 * (Math.PI / 2)))
    const flat = Math.sqrt(1 - mu * mu)
    for (let i = 0; i < VIEW_W; i++) {
      const azimuth = (i / (VIEW_W - 1)) ** 1.5 * Math.PI
      const cosine = flat * Math.cos(azimuth) * sunDirection[0] + mu * sunDirection[1]
      const rayleighPhase = (3 / (16 * Math.PI)) * (1 + cosine * cosine)
      const g2 = MIE_G * MIE_G
      const miePhase = ((3 / (8 * Math.PI)) * (1 - g2) * (1 + cosine * cosine)) / ((2 + g2) * (1 + g2 - 2 * MIE_G * cosine) ** 1.5)
      const length = Math.min(distanceToTop(EYE, mu), 500)
      const through: Vec3 = [1, 1, 1]
      const base = (j * VIEW_W + i) * 3
      for (let s = 0; s < steps; s++) {
        const t = ((s + 0.5) / steps) ** 2 * length
        const dt = ((2 * (s + 0.5)) / (steps * steps)) * length
        const r = Math.sqrt(EYE * EYE + t * t + 2 * EYE * t * mu)
        const height = r - GROUND
        mediaAt(height, haze, media)
        const sunMu = (EYE * sunDirection[1] + t * cosine) / r
        sunAt(r, sunMu, sun)
        lookUp(scattered, MS_W, MS_H, (sunMu + 0.3) / 1.3, Math.sqrt(Math.min(1, height / 60)), more)
        for (let c = 0; c < 3; c++) {
          const rayleigh = media.rayleigh[c] ?? 0
          const extinction = Math.max(1e-9, media.extinction[c] ?? 0)
          const source = (rayleigh * rayleighPhase + media.mie * miePhase) * (sun[c] ?? 0) + (rayleigh + media.mie) * (more[c] ?? 0)
          const step = Math.exp(-extinction * dt)
          const before = through[c] ?? 0
          view[base + c] = (view[base + c] ?? 0) + (before * source * (1 - step)) / extinction
          through[c] = before * step
        }
      }
    }
  }
  const sunTransmittance: Vec3 = [0, 0, 0]
  sunAt(EYE, sunDirection[1], sunTransmittance)
  return {
    sunTransmittance,
    radiance: (direction, out) => {
      const elevation = Math.asin(Math.min(1, Math.max(0, direction[1])))
      const azimuth = Math.abs(Math.atan2(direction[2], direction[0]))
      lookUp(view, VIEW_W, VIEW_H, (azimuth / Math.PI) ** (1 / 1.5), Math.sqrt(elevation / (Math.PI / 2)), out)
    },
  }
}
