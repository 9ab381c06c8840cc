import { describe, expect, it } from 'vitest'
import type { StudioMaterial } from '../studio-scene'
import { renderFilm, shapeMesh, TEST_MATERIAL, testScene } from './test-scene'

/**
 * The white furnace: a white object in even light of radiance 1 must be invisible. Whatever a material loses or makes shows as
 * a difference from 1.
 */
const SIZE = 48
const MATERIALS: Record<string, Partial<StudioMaterial>> = {
  'matt white': { specular: 0 },
  'smooth plastic': { roughness: 0.3 },
  'rough plastic': { roughness: 1 },
  'polished metal': { metalness: 1, roughness: 0.1 },
  'satin metal': { metalness: 1, roughness: 0.5 },
  'rough metal': { metalness: 1, roughness: 1 },
  'half metal': { metalness: 0.5, roughness: 0.5 },
  'clear coat': { roughness: 0.6, clearcoat: 1 },
  glass: { transmission: 1, roughness: 0 },
  'frosted glass': { transmission: 1, roughness: 0.4 },
  'very rough glass': { transmission: 1, roughness: 0.8 },
  'dense glass': { transmission: 1, roughness: 0.3, ior: 2.2 },
  'thin sheet': { transmission: 1, roughness: 0.4, thin: true },
  velvet: { roughness: 0.95, sheen: 1, specular: 0.2 },
  satin: { roughness: 0.6, sheen: 0.5, sheenRoughness: 0.2 },
}

describe('white furnace', () => {
  it.each(Object.entries(MATERIALS))('%s keeps all light, within 1.5 %', async (_, material) => {
    // An exposure this low lifts the limits that hold back bright samples.
    const scene = testScene({ meshes: [shapeMesh({ shape: 'sphere', radius: 1 })], materials: [{ ...TEST_MATERIAL, ...material }], exposure: -10 })
    const film = await renderFilm(scene, { width: SIZE, height: SIZE, samples: 96, bounces: 64, threads: 2 })
    let sum = 0
    let count = 0
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        if (Math.hypot(x + 0.5 - SIZE / 2, y + 0.5 - SIZE / 2) > (SIZE / 2) * 0.97) continue
        sum += film.color[(y * SIZE + x) * 3] ?? 0
        count++
      }
    }
    expect(Math.abs(sum / count - 1)).toBeLessThan(0.015)
  })

  it('a grey surface reflects the share of its colour', async () => {
    const scene = testScene({
      meshes: [shapeMesh({ shape: 'sphere', radius: 1 })],
      materials: [{ ...TEST_MATERIAL, specular: 0, baseColor: [0.5, 0.25, 0.1] }],
    })
    const film = await renderFilm(scene, { width: 9, height: 9, samples: 64, threads: 1 })
    const middle = (4 * 9 + 4) * 3
    expect([...film.color.subarray(middle, middle + 3)]).toEqual([expect.closeTo(0.5, 2), expect.closeTo(0.25, 2), expect.closeTo(0.1, 2)])
  })
})
