import { ShaderChunk } from 'three'
import { describe, expect, it } from 'vitest'
import { exposureScale, installToneMapping, inverseToneMap, linearToSrgb, TONE_MAP_GLSL, toneMap } from './tone-map'

/** Runs the shader text itself: it uses scalars alone, so a few replacements make it JavaScript. */
function runShader(rgb: readonly number[], exposure: number): number[] {
  const js = TONE_MAP_GLSL.replace(/(?:float|vec3) (\w+)\( (?:float|vec3) (\w+) \) \{/g, 'function $1($2) {')
    .replace(/\bfloat (\w+) =/g, 'const $1 =')
    .replace(/return vec3\(([\s\S]*?)\);\n\}/, 'return [$1];\n}')
  const body = `const { pow, max, log2 } = Math; const clamp = (v, a, b) => Math.min(b, Math.max(a, v)); ${js}; return CustomToneMapping({ x: rgb[0], y: rgb[1], z: rgb[2] });`
  return new Function('rgb', 'toneMappingExposure', body)(rgb, exposure) as number[]
}

const COLOURS = [0, 0.001, 0.02, 0.18, 0.5, 1, 3, 20, 500].flatMap((v) => [
  [v, v, v],
  [v, v * 0.3, v * 0.05],
  [v * 0.1, v * 0.4, v],
])

describe('tone mapping', () => {
  it('gives the same display value in the shader as in Studio', () => {
    for (const stops of [-2, 0, 1.5]) {
      const k = exposureScale(stops)
      for (const [r = 0, g = 0, b = 0] of COLOURS) {
        const wanted = toneMap(r * k, g * k, b * k)
        runShader([r, g, b], k).forEach((v, i) => {
          expect(linearToSrgb(v)).toBeCloseTo(wanted[i] ?? Number.NaN, 5)
        })
      }
    }
  })

  it('fills the slot that three leaves for it', () => {
    const chunks = { tonemapping_pars_fragment: ShaderChunk.tonemapping_pars_fragment }
    installToneMapping(chunks)
    expect(chunks.tonemapping_pars_fragment).toContain('maquetteSigmoid')
    expect(chunks.tonemapping_pars_fragment.match(/vec3 CustomToneMapping/g)).toHaveLength(1)
  })

  it('never gets darker when the light gets stronger', () => {
    let before = -1
    for (let stops = -12; stops <= 6; stops += 0.1) {
      const [v] = toneMap(2 ** stops, 2 ** stops, 2 ** stops)
      expect(v).toBeGreaterThanOrEqual(before)
      before = v
    }
    expect(before).toBeGreaterThan(0.97)
  })

  it('finds the radiance that shows as a wanted display colour', () => {
    for (const wanted of [
      [0.5, 0.5, 0.5],
      [0.92, 0.9, 0.86],
      [0.1, 0.12, 0.2],
      [0.75, 0.45, 0.35],
      [0.3, 0.5, 0.42],
    ] as const) {
      toneMap(...inverseToneMap(wanted)).forEach((v, i) => {
        expect(Math.abs(v - (wanted[i] ?? Number.NaN))).toBeLessThan(0.004)
      })
    }
  })
})
