import { FILM_WORDS, PASS_WORDS, P_CAMERA, P_FILM, P_FOCUS, P_FORWARD, P_HEIGHT, P_LENS_RADIUS, P_RIGHT, P_SEED, P_UP, P_WIDTH } from './layout'
import { Angle, turn } from './math'
import { firstVisible, followPath } from './path'
import { Random, hash, next2, startSample } from './rng'
import { Found } from './scatter'
import { Ray, address, paramF, paramI } from './state'
import { Surface } from './surface'

/** Half the width of the pixel filter, a tent, in pixels. */
const FILTER_RADIUS: f32 = 0.75

@inline function tent(u: f32): f32 { return u < 0.5 ? sqrt<f32>(u * 2.0) - 1.0 : <f32>1.0 - sqrt<f32>(<f32>2.0 - u * 2.0) }

/** Points Ray from the pinhole through a place of the picture, in pixels from its top left corner. Not normalised: one metre along the view axis. */
function aimCamera(x: f32, y: f32): void {
  const a: f32 = (x / <f32>paramI(P_WIDTH)) * 2.0 - 1.0
  const b: f32 = <f32>1.0 - (y / <f32>paramI(P_HEIGHT)) * 2.0
  Ray.ox = paramF(P_CAMERA)
  Ray.oy = paramF(P_CAMERA + 1)
  Ray.oz = paramF(P_CAMERA + 2)
  Ray.dx = paramF(P_FORWARD) + paramF(P_RIGHT) * a + paramF(P_UP) * b
  Ray.dy = paramF(P_FORWARD + 1) + paramF(P_RIGHT + 1) * a + paramF(P_UP + 1) * b
  Ray.dz = paramF(P_FORWARD + 2) + paramF(P_RIGHT + 2) * a + paramF(P_UP + 2) * b
}

/** Moves the ray's origin to a random point of the lens and turns it so that it still meets the plane in focus. */
function throughLens(): void {
  const radius = paramF(P_LENS_RADIUS)
  if (radius <= 0) return
  const focus = paramF(P_FOCUS)
  next2()
  turn(Random.a)
  const r: f32 = sqrt<f32>(Random.b) * radius
  const rx = paramF(P_RIGHT)
  const ry = paramF(P_RIGHT + 1)
  const rz = paramF(P_RIGHT + 2)
  const ux = paramF(P_UP)
  const uy = paramF(P_UP + 1)
  const uz = paramF(P_UP + 2)
  const a: f32 = (r * Angle.cos) / sqrt<f32>(rx * rx + ry * ry + rz * rz)
  const b: f32 = (r * Angle.sin) / sqrt<f32>(ux * ux + uy * uy + uz * uz)
  const x = rx * a + ux * b
  const y = ry * a + uy * b
  const z = rz * a + uz * b
  Ray.ox += x
  Ray.oy += y
  Ray.oz += z
  Ray.dx -= x / focus
  Ray.dy -= y / focus
  Ray.dz -= z / focus
}

/** Returns the length that the direction had. */
function normalizeRay(): f32 {
  const length = sqrt<f32>(Ray.dx * Ray.dx + Ray.dy * Ray.dy + Ray.dz * Ray.dz)
  const k: f32 = <f32>1.0 / length
  Ray.dx *= k
  Ray.dy *= k
  Ray.dz *= k
  return length
}

@inline function accumulate(at: usize, value: f32): void { store<f32>(at, load<f32>(at) + value) }

/**
 * Adds `count` samples, from number `first` on, to every pixel of a tile. Each sample is added to the film by itself, so the
 * sums are the same however the samples are split into passes.
 */
export function renderTile(x0: i32, y0: i32, x1: i32, y1: i32, first: i32, count: i32): void {
  const width = paramI(P_WIDTH)
  const seed = hash(<u32>paramI(P_SEED) * 0x632be5ab + 1)
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const pixel = y * width + x
      const at = address(P_FILM) + <usize>pixel * (FILM_WORDS << 2)
      const pixelSeed = hash(hash(<u32>pixel) + seed)
      for (let s = first; s < first + count; s++) {
        startSample(pixelSeed, <u32>s)
        next2()
        aimCamera(<f32>x + 0.5 + tent(Random.a) * FILTER_RADIUS, <f32>y + 0.5 + tent(Random.b) * FILTER_RADIUS)
        throughLens()
        normalizeRay()
        followPath()
        accumulate(at, Found.r)
        accumulate(at + 4, Found.g)
        accumulate(at + 8, Found.b)
        accumulate(at + 12, 1)
        accumulate(at + 16, Found.albedoR)
        accumulate(at + 20, Found.albedoG)
        accumulate(at + 24, Found.albedoB)
        accumulate(at + 32, Found.normalX)
        accumulate(at + 36, Found.normalY)
        accumulate(at + 40, Found.normalZ)
      }
    }
  }
}

/** Writes what the scene knows exactly about rows y0 to y1, through pixel centres and a pinhole, to `at`. */
export function renderPasses(at: usize, y0: i32, y1: i32): void {
  const width = paramI(P_WIDTH)
  for (let y = y0; y < y1; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = at + <usize>(y * width + x) * (PASS_WORDS << 2)
      memory.fill(pixel, 0, PASS_WORDS << 2)
      aimCamera(<f32>x + 0.5, <f32>y + 0.5)
      // Depth lies along the view axis, which the direction before normalising covers by one metre a unit.
      const length = normalizeRay()
      const t = firstVisible()
      if (t < 0) continue
      store<f32>(pixel, t / length)
      store<f32>(pixel, along(P_RIGHT), 4)
      store<f32>(pixel, along(P_UP), 8)
      store<f32>(pixel, -along(P_FORWARD), 12)
      store<i32>(pixel, Surface.object + 1, 16)
    }
  }
}

/** The surface's normal along one of the camera's axes, which may be longer than one. */
function along(axis: usize): f32 {
  const x = paramF(axis)
  const y = paramF(axis + 1)
  const z = paramF(axis + 2)
  return (Surface.nx * x + Surface.ny * y + Surface.nz * z) / sqrt<f32>(x * x + y * y + z * z)
}
