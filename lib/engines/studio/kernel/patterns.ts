import { M_BUMP, M_PATTERN, M_PATTERN_COLOR, M_PATTERN_SCALE } from './layout'
import { hash, toUnit } from './rng'
import { Surface } from './surface'

/** Procedural patterns in world space, in the order of `Pattern` in studio-scene.ts. */
const MARBLE = 1
const WOOD = 2
const CHECKER = 3
const BRUSHED = 4
const CONCRETE = 5
const FABRIC = 6
const TERRAZZO = 7

@inline function lattice(x: i32, y: i32, z: i32): f32 {
  return toUnit(hash(<u32>x * 0x8da6b343 ^ <u32>y * 0xd8163841 ^ <u32>z * 0xcb1ab31f))
}

@inline function mix(a: f32, b: f32, k: f32): f32 { return a + (b - a) * k }
@inline function smooth(x: f32): f32 { return x * x * (<f32>3.0 - x * 2.0) }

/** Value noise, 0 to 1. */
function noise(x: f32, y: f32, z: f32): f32 {
  const fx = floor<f32>(x)
  const fy = floor<f32>(y)
  const fz = floor<f32>(z)
  const X = <i32>fx
  const Y = <i32>fy
  const Z = <i32>fz
  const a = smooth(x - fx)
  const b = smooth(y - fy)
  const c = smooth(z - fz)
  const k00 = mix(lattice(X, Y, Z), lattice(X + 1, Y, Z), a)
  const k10 = mix(lattice(X, Y + 1, Z), lattice(X + 1, Y + 1, Z), a)
  const k01 = mix(lattice(X, Y, Z + 1), lattice(X + 1, Y, Z + 1), a)
  const k11 = mix(lattice(X, Y + 1, Z + 1), lattice(X + 1, Y + 1, Z + 1), a)
  return mix(mix(k00, k10, b), mix(k01, k11, b), c)
}

function fractal(x: f32, y: f32, z: f32, octaves: i32): f32 {
  let sum: f32 = 0
  let weight: f32 = 0.5
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(x, y, z)
    x = x * 2.03 + 17.1
    y = y * 2.03 + 3.7
    z = z * 2.03 + 9.2
    weight *= 0.5
  }
  return sum
}

/** Distance to the nearest of one random point a cell, with that cell's random number. */
abstract class Cell {
  static distance: f32 = 0
  static random: f32 = 0
}

function nearestCell(x: f32, y: f32, z: f32): void {
  const X = <i32>floor<f32>(x)
  const Y = <i32>floor<f32>(y)
  const Z = <i32>floor<f32>(z)
  let best: f32 = 9
  for (let k = Z - 1; k <= Z + 1; k++) {
    for (let j = Y - 1; j <= Y + 1; j++) {
      for (let i = X - 1; i <= X + 1; i++) {
        const h = hash(<u32>i * 0x8da6b343 ^ <u32>j * 0xd8163841 ^ <u32>k * 0xcb1ab31f)
        const dx = <f32>i + toUnit(h) - x
        const dy = <f32>j + toUnit(hash(h ^ 0x51ab)) - y
        const dz = <f32>k + toUnit(hash(h ^ 0x7f3d)) - z
        const d = dx * dx + dy * dy + dz * dz
        if (d < best) {
          best = d
          Cell.random = toUnit(hash(h ^ 0x1234))
        }
      }
    }
  }
  Cell.distance = sqrt<f32>(best)
}

function height(kind: i32, x: f32, y: f32, z: f32): f32 {
  if (kind == BRUSHED) return noise(x * 0.6, y * 60.0, z * 60.0) * 0.1
  if (kind == CONCRETE) return fractal(x * 3.0, y * 3.0, z * 3.0, 4)
  if (kind == FABRIC) return weave(x, y, z)
  return fractal(x, y, z, 4)
}

/** Threads over and under: ridges along two directions, roughened by grain. */
function weave(x: f32, y: f32, z: f32): f32 {
  const a = abs<f32>(x * 24.0 - floor<f32>(x * 24.0) - 0.5)
  const b = abs<f32>((y + z) * 24.0 - floor<f32>((y + z) * 24.0) - 0.5)
  return (a + b) * 0.06 + fractal(x * 30.0, y * 30.0, z * 30.0, 2) * 0.05
}

/** Mixes the pattern's colour into the surface's and bends its normal. `material` is the material's address. */
export function applyPattern(material: usize): void {
  const kind = <i32>load<f32>(material, M_PATTERN << 2)
  const scale = load<f32>(material, M_PATTERN_SCALE << 2)
  const x = Surface.px * scale
  const y = Surface.py * scale
  const z = Surface.pz * scale
  let k: f32 = 0
  if (kind == MARBLE) {
    // Ridged veins, warped twice.
    const w1: f32 = fractal(x, y, z, 5) * 4.0
    const w2: f32 = fractal(x + 5.2, y + 1.3, z + 2.8, 4) * 4.0
    const ridge: f32 = <f32>1.0 - abs<f32>(fractal(x + w1, y + w2, z + w1, 5) * 2.0 - 1.0) * 3.2
    const vein: f32 = ridge > 0 ? ridge * ridge * ridge : 0
    const cloud: f32 = max<f32>(0, fractal(x * 0.7 + 9.0, y * 0.7, z * 0.7, 4) - 0.5)
    k = min<f32>(1, vein * 0.9 + cloud * 0.8)
  } else if (kind == WOOD) {
    // Rings around the x axis with fine fibres along it.
    const bend = fractal(x * 0.35, y * 1.2, z * 1.2, 3)
    const ring: f32 = sqrt<f32>(y * y + z * z) * 6.0 + bend * 5.0
    const part = ring - floor<f32>(ring)
    k = part * part * (noise(x * 1.2, y * 30.0, z * 30.0) * 0.45 + 0.55)
    Surface.roughness = min<f32>(1, Surface.roughness + k * 0.15)
  } else if (kind == CHECKER) {
    // A hair is added so that a floor at y = 0 does not flicker between two cells.
    const cell = <i32>floor<f32>(x + 1e-4) + <i32>floor<f32>(y + 1e-4) + <i32>floor<f32>(z + 1e-4)
    k = (cell & 1) != 0 ? 1 : 0
  } else if (kind == BRUSHED) {
    Surface.roughness = max<f32>(0.05, Surface.roughness + (noise(x * 0.6, y * 60.0, z * 60.0) - 0.5) * 0.25)
  } else if (kind == CONCRETE) {
    k = fractal(x * 2.0, y * 2.0, z * 2.0, 5)
    Surface.roughness = min<f32>(1, Surface.roughness + (k - 0.5) * 0.2)
  } else if (kind == FABRIC) {
    k = min<f32>(1, weave(x, y, z) * 6.0)
  } else if (kind == TERRAZZO) {
    nearestCell(x * 6.0, y * 6.0, z * 6.0)
    k = Cell.distance < Cell.random * 0.42 + 0.08 ? Cell.random * 0.6 + 0.4 : 0
  }
  Surface.r = mix(Surface.r, load<f32>(material, M_PATTERN_COLOR << 2), k)
  Surface.g = mix(Surface.g, load<f32>(material, (M_PATTERN_COLOR + 1) << 2), k)
  Surface.b = mix(Surface.b, load<f32>(material, (M_PATTERN_COLOR + 2) << 2), k)
  const bump = load<f32>(material, M_BUMP << 2)
  if (bump > 0) bendNormal(kind, bump, x, y, z)
}

function bendNormal(kind: i32, bump: f32, x: f32, y: f32, z: f32): void {
  const step: f32 = kind == FABRIC || kind == BRUSHED ? 0.004 : 0.02
  const here = height(kind, x, y, z)
  const gx = (height(kind, x + step, y, z) - here) / step
  const gy = (height(kind, x, y + step, z) - here) / step
  const gz = (height(kind, x, y, z + step) - here) / step
  const along = gx * Surface.nx + gy * Surface.ny + gz * Surface.nz
  Surface.setNormal(
    Surface.nx - bump * (gx - along * Surface.nx),
    Surface.ny - bump * (gy - along * Surface.ny),
    Surface.nz - bump * (gz - along * Surface.nz),
  )
}
