import { ENVIRONMENT_WORDS } from '../kernel/layout'
import type { EnvironmentMap } from '../studio-scene'
import { buildAliasTable } from './alias-table'

export type PackedEnvironment = { width: number; height: number; data: Float32Array; alias: Float32Array }

/** Texels with their densities, and the alias table to draw them by. Broken texels count as black; a black map is drawn evenly. */
export function packEnvironment(map: EnvironmentMap, intensity: number): PackedEnvironment {
  const { width, height } = map
  const count = width * height
  const data = new Float32Array(count * ENVIRONMENT_WORDS)
  const brightness = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) {
      const v = (map.data[i * 3 + c] ?? 0) * intensity
      data[i * ENVIRONMENT_WORDS + c] = v > 0 && v < 1e9 ? v : 0
    }
    const at = i * ENVIRONMENT_WORDS
    brightness[i] = 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0)
  }
  const weights = spread(brightness, width, height)
  let sum = 0
  for (const w of weights) sum += w
  // A density over solid angle is this over the sine of the polar angle: the map covers 2π by π.
  const toDensity = count / sum / (2 * Math.PI * Math.PI)
  for (let i = 0; i < count; i++) data[i * ENVIRONMENT_WORDS + 3] = (weights[i] ?? 0) * toDensity
  const { probability, alias } = buildAliasTable(weights)
  const table = new Float32Array(count * 2)
  const others = new Int32Array(table.buffer)
  for (let i = 0; i < count; i++) {
    table[i * 2] = probability[i] ?? 1
    others[i * 2 + 1] = alias[i] ?? i
  }
  return { width, height, data, alias: table }
}

/**
 * Brightness as the kernel reads it, bilinearly, averaged over each texel and weighed by its solid angle. Without the spread a
 * dark texel beside the sun would be bright at its edge and almost never drawn.
 */
function spread(brightness: Float64Array, width: number, height: number): Float64Array {
  const across = new Float64Array(width * height)
  let sum = 0
  for (let y = 0; y < height; y++) {
    const row = y * width
    for (let x = 0; x < width; x++) {
      const left = brightness[row + (x > 0 ? x - 1 : width - 1)] ?? 0
      const right = brightness[row + (x + 1 < width ? x + 1 : 0)] ?? 0
      const own = brightness[row + x] ?? 0
      across[row + x] = 0.125 * left + 0.75 * own + 0.125 * right
      sum += own
    }
  }
  const mean = sum / brightness.length
  const floor = mean > 0 ? mean * 1e-3 : 1
  const weights = new Float64Array(width * height)
  for (let y = 0; y < height; y++) {
    const sine = Math.sin(((y + 0.5) / height) * Math.PI)
    const [above, here, below] = [Math.max(0, y - 1) * width, y * width, Math.min(height - 1, y + 1) * width]
    for (let x = 0; x < width; x++) {
      weights[here + x] = (0.125 * (across[above + x] ?? 0) + 0.75 * (across[here + x] ?? 0) + 0.125 * (across[below + x] ?? 0) + floor) * sine
    }
  }
  return weights
}
