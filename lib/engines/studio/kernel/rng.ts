/**
 * Random numbers of one sample: Owen-scrambled Sobol points (Laine-Karras hash, after Burley 2020, "Practical Hash-based
 * Owen Scrambling") for the first dimensions, hashes for the rest. A number depends on pixel, seed, sample and dimension
 * alone, never on what other threads do.
 */
const SOBOL_DIMENSIONS: u32 = 48

export abstract class Random {
  static index: u32 = 0
  static seed: u32 = 0
  static dimension: u32 = 0
  /** The pair that `next2` drew. */
  static a: f32 = 0
  static b: f32 = 0
}

@inline export function hash(x: u32): u32 {
  x ^= x >> 16
  x *= 0x7feb352d
  x ^= x >> 15
  x *= 0x846ca68b
  return x ^ (x >> 16)
}

@inline function reverseBits(x: u32): u32 {
  x = (x >> 16) | (x << 16)
  x = ((x & 0x00ff00ff) << 8) | ((x >> 8) & 0x00ff00ff)
  x = ((x & 0x0f0f0f0f) << 4) | ((x >> 4) & 0x0f0f0f0f)
  x = ((x & 0x33333333) << 2) | ((x >> 2) & 0x33333333)
  return ((x & 0x55555555) << 1) | ((x >> 1) & 0x55555555)
}

@inline function laineKarras(x: u32, seed: u32): u32 {
  x += seed
  x ^= x * 0x6c50b47c
  x ^= x * 0xb82f1e52
  x ^= x * 0xc7afe638
  x ^= x * 0x8d22f6e6
  return x
}

@inline function scramble(x: u32, seed: u32): u32 { return reverseBits(laineKarras(reverseBits(x), seed)) }

/** 0 ≤ result < 1. */
@inline export function toUnit(x: u32): f32 { return <f32>(x >> 8) * <f32>(1.0 / 16777216.0) }

export function startSample(seed: u32, index: u32): void {
  Random.seed = seed
  Random.index = index
  Random.dimension = 0
}

export function next2(): void {
  const dimension = Random.dimension++
  const h = hash(Random.seed ^ (dimension * 0x9e3779b9))
  if (dimension >= SOBOL_DIMENSIONS) {
    const q = hash(h + Random.index * 0x85ebca6b)
    Random.a = toUnit(q)
    Random.b = toUnit(hash(q ^ 0xa511e9b3))
    return
  }
  const index = scramble(Random.index, h)
  let second: u32 = 0
  let direction: u32 = 0x80000000
  for (let bits = index; bits != 0; bits >>= 1) {
    if (bits & 1) second ^= direction
    direction ^= direction >> 1
  }
  Random.a = toUnit(scramble(reverseBits(index), hash(h ^ 0x68bc21eb)))
  Random.b = toUnit(scramble(second, hash(h ^ 0x02e5be93)))
}

export function next1(): f32 {
  const dimension = Random.dimension++
  const h = hash(Random.seed ^ (dimension * 0x9e3779b9))
  if (dimension >= SOBOL_DIMENSIONS) return toUnit(hash(h + Random.index * 0x85ebca6b))
  return toUnit(reverseBits(laineKarras(scramble(Random.index, h), hash(h ^ 0x68bc21eb))))
}
