const SIZE = 256
const MASK = SIZE - 1

/** Value noise on a fixed lattice: the same clouds on every machine. */
const lattice: Float32Array = (() => {
  const values = new Float32Array(SIZE * SIZE)
  let state = 0x9e3779b9
  for (let i = 0; i < values.length; i++) {
    state = Math.imul(state ^ (state >>> 16), 0x21f0aaad) + 0x735a2d97
    state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
    values[i] = ((state ^ (state >>> 15)) >>> 0) / 4294967296
  }
  return values
})()

function valueNoise(x: number, y: number): number {
  const x0 = Math.floor(x)
  const y0 = Math.floor(y)
  const fx = x - x0
  const fy = y - y0
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
  const a = (y0 & MASK) * SIZE
  const b = ((y0 + 1) & MASK) * SIZE
  const i = x0 & MASK
  const j = (x0 + 1) & MASK
  const top = (lattice[a + i] ?? 0) * (1 - u) + (lattice[a + j] ?? 0) * u
  const bottom = (lattice[b + i] ?? 0) * (1 - u) + (lattice[b + j] ?? 0) * u
  return top * (1 - v) + bottom * v
}

/** Fractal noise, 0 to about 1, each octave turned so that no grid shows. */
export function fractalNoise(x: number, y: number, octaves: number): number {
  let sum = 0
  let weight = 0.5
  let [px, py] = [x, y]
  for (let i = 0; i < octaves; i++) {
    sum += weight * valueNoise(px, py)
    const nx = 1.62 * px - 1.2 * py + 17.3
    py = 1.2 * px + 1.62 * py + 5.1
    px = nx
    weight *= 0.5
  }
  return sum / (1 - 0.5 ** octaves)
}

/** Thickness of a cloud layer at a point of its plane, 0 where the sky is clear. Cover is 0 to 1. */
export function cloudThickness(x: number, y: number, cover: number): number {
  const shape = fractalNoise(x + 0.35 * valueNoise(y * 1.7, x * 1.7), y, 5)
  return Math.max(0, shape - (0.66 - 0.36 * cover)) * 4.2
}
