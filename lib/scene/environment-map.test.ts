import { describe, expect, it } from 'vitest'
import { buildEnvironmentMap, type EnvironmentLight, type EnvironmentSource } from './environment-map'
import { ENVIRONMENT_PRESETS } from './schema'
import { toneMap } from './tone-map'

const source = (patch: Partial<EnvironmentSource>): EnvironmentSource => ({ preset: 'studio', sunElevation: 35, sunAzimuth: 60, clouds: 0.3, ...patch })
const luminance = (r = 0, g = 0, b = 0): number => 0.2126 * r + 0.7152 * g + 0.0722 * b

/** Irradiance of a level card, sky and sun together. */
function irradiance({ width, height, data, sun }: EnvironmentLight): number {
  let sum = 0
  for (let y = 0; y < height / 2; y++) {
    const theta = ((y + 0.5) / height) * Math.PI
    for (let x = 0; x < width; x++) {
      const o = (y * width + x) * 3
      sum += luminance(data[o], data[o + 1], data[o + 2]) * Math.cos(theta) * Math.sin(theta) * ((2 * Math.PI * Math.PI) / (width * height))
    }
  }
  return sum + (sun ? luminance(...sun.irradiance) * Math.max(0, sun.direction[1]) : 0)
}

describe('the environment map', () => {
  it.each(ENVIRONMENT_PRESETS)('of "%s" is finite, positive light in every direction, for any sun and cloud', (preset) => {
    for (const sunElevation of [-10, 0, 5, 90]) {
      for (const clouds of [0, 1]) {
        const { data } = buildEnvironmentMap(source({ preset, sunElevation, clouds }), 64, 32)
        expect(data.every((v) => Number.isFinite(v) && v >= 0)).toBe(true)
      }
    }
  })

  it.each(['studio', 'softbox', 'day', 'overcast', 'sky'] as const)('of "%s" shows a white card near white at exposure 0', (preset) => {
    const radiance = (0.8 * irradiance(buildEnvironmentMap(source({ preset }), 128, 64))) / Math.PI
    const [shown] = toneMap(radiance, radiance, radiance)
    expect(shown).toBeGreaterThan(0.6)
    expect(shown).toBeLessThan(0.95)
  })

  it('is dark at night, and lit by sources of several colours', () => {
    const night = buildEnvironmentMap(source({ preset: 'night' }), 128, 64)
    expect(irradiance(night)).toBeLessThan(0.5 * irradiance(buildEnvironmentMap(source({ preset: 'day' }), 128, 64)))
    const leading = new Set<number>()
    for (let o = 0; o < night.data.length; o += 3) {
      const texel = [night.data[o] ?? 0, night.data[o + 1] ?? 0, night.data[o + 2] ?? 0]
      if (Math.max(...texel) > 1) leading.add(texel.indexOf(Math.max(...texel)))
    }
    expect(leading.size).toBeGreaterThan(1)
  })

  it('keeps the sun out of the texels and puts it where the document says', () => {
    const { sun } = buildEnvironmentMap(source({ preset: 'day', sunElevation: 30, sunAzimuth: 90, clouds: 0 }), 64, 32)
    expect(sun?.direction[0]).toBeCloseTo(0, 6)
    expect(sun?.direction[1]).toBeCloseTo(0.5, 6)
    expect(sun?.direction[2]).toBeCloseTo(Math.sqrt(0.75), 6)
    expect(buildEnvironmentMap(source({ preset: 'studio' }), 64, 32).sun).toBeNull()
  })

  it('has a redder sun when it is low, and none below the horizon', () => {
    const redness = (sunElevation: number): number => {
      const sun = buildEnvironmentMap(source({ preset: 'sky', sunElevation, clouds: 0 }), 64, 32).sun
      return (sun?.irradiance[0] ?? 0) / Math.max(1e-6, sun?.irradiance[2] ?? 0)
    }
    expect(redness(5)).toBeGreaterThan(2 * redness(50))
    expect(buildEnvironmentMap(source({ preset: 'sky', sunElevation: -8 }), 64, 32).sun).toBeNull()
  })

  it('has a bluer sky overhead than at the horizon by day', () => {
    const { data, width, height } = buildEnvironmentMap(source({ preset: 'sky', sunElevation: 45, clouds: 0 }), 64, 64)
    const blueness = (row: number): number => {
      const o = (row * width + 40) * 3
      return (data[o + 2] ?? 0) / (data[o] ?? 1)
    }
    expect(blueness(4)).toBeGreaterThan(1.3 * blueness(height / 2 - 1))
  })

  it('lets clouds dim the sun against the sky', () => {
    const share = (clouds: number): number => {
      const map = buildEnvironmentMap(source({ preset: 'day', sunElevation: 45, clouds }), 64, 32)
      return luminance(...(map.sun?.irradiance ?? [0, 0, 0])) / irradiance(map)
    }
    expect(share(1)).toBeLessThan(0.6 * share(0))
  })

  it('is the same whenever it is built', () => {
    const first = buildEnvironmentMap(source({ preset: 'sunset', sunElevation: 7 }), 96, 48).data.slice()
    for (let i = 0; i < 10; i++) buildEnvironmentMap(source({ preset: 'sky', sunElevation: i }), 16, 8)
    expect(buildEnvironmentMap(source({ preset: 'sunset', sunElevation: 7 }), 96, 48).data).toEqual(first)
  })

  it('takes under 150 ms of processor time at 512 by 256, and none the second time', () => {
    buildEnvironmentMap(source({ preset: 'sky', sunElevation: 21 }), 512, 256)
    const times = [22, 23, 24, 25].map((sunElevation) => {
      const start = process.cpuUsage()
      buildEnvironmentMap(source({ preset: 'sky', sunElevation, clouds: 0.5 }), 512, 256)
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    })
    expect(Math.min(...times)).toBeLessThan(150)
    const again = buildEnvironmentMap(source({ preset: 'sky', sunElevation: 25, clouds: 0.5 }), 512, 256)
    expect(buildEnvironmentMap(source({ preset: 'sky', sunElevation: 25, clouds: 0.5 }), 512, 256)).toBe(again)
  })
})
