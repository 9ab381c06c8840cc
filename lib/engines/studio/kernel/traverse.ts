import { BLOCK_BYTES, P_BLOCKS, P_NODES, SCRATCH_STACK_BYTES, SEE_THROUGH_BIT, TRIANGLE_MASK } from './layout'
import { Hit, Memory, Ray, address, isEmpty } from './state'

/**
 * Walks a four-wide BVH, four boxes and four triangles at a time. Boxes are tested with slabs, triangles with
 * Möller-Trumbore. The stack holds (node, distance) pairs, nearest on top.
 */

/** The end of the scratch stack is four rows of lanes, for reading single results out of vectors. */
const LANES: usize = SCRATCH_STACK_BYTES - 64
/** Boxes are widened by two roundings, so that a ray along a shared face misses neither side. */
const SLAB_SLACK: f32 = 1.0000004
/** Edges overlap by this share of a triangle, so that a ray through a shared edge hits one of the two. */
const EDGE_SLACK: f32 = -1e-6

@inline function nonZero(d: f32): f32 { return abs<f32>(d) < 1e-20 ? <f32>1e-20 : d }

/** Nearest hit before `tmax`, into Hit. Returns the triangle or -1. */
export function traceNearest(tmax: f32): i32 {
  return traverse(tmax, false)
}

/**
 * Whether something opaque stands before `tmax`. If not, Hit.passed says whether something see-through does, which the
 * caller then weighs by walking the hits one after the other.
 */
export function isOccluded(tmax: f32): bool {
  return traverse(tmax, true) >= 0
}

function traverse(tmax: f32, anyHit: bool): i32 {
  Hit.passed = false
  Hit.triangle = -1
  if (isEmpty()) return -1
  const nodes = address(P_NODES)
  const blocks = address(P_BLOCKS)
  const stack = Memory.scratch
  const lanes = stack + LANES
  const dx = nonZero(Ray.dx)
  const dy = nonZero(Ray.dy)
  const dz = nonZero(Ray.dz)
  const ix: f32 = <f32>1.0 / dx
  const iy: f32 = <f32>1.0 / dy
  const iz: f32 = <f32>1.0 / dz
  const OX = f32x4.splat(Ray.ox)
  const OY = f32x4.splat(Ray.oy)
  const OZ = f32x4.splat(Ray.oz)
  const IX = f32x4.splat(ix)
  const IY = f32x4.splat(iy)
  const IZ = f32x4.splat(iz)
  const DX = f32x4.splat(dx)
  const DY = f32x4.splat(dy)
  const DZ = f32x4.splat(dz)
  // Rows of a node: min x, y, z at 0, 16, 32 and max x, y, z at 48, 64, 80. The sign of the direction tells which is near.
  const nearX: usize = ix < 0 ? 48 : 0
  const nearY: usize = iy < 0 ? 64 : 16
  const nearZ: usize = iz < 0 ? 80 : 32
  const farX: usize = 48 - nearX
  const farY: usize = 80 - nearY
  const farZ: usize = 112 - nearZ
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  const slack = f32x4.splat(SLAB_SLACK)
  const edge = f32x4.splat(EDGE_SLACK)
  const overOne = f32x4.splat(<f32>1.0 - EDGE_SLACK)
  let best = tmax
  let found = -1
  let top = stack
  let node = 0
  while (true) {
    if (node >= 0) {
      const p = nodes + (<usize>node << 7)
      const x0 = f32x4.mul(f32x4.sub(v128.load(p + nearX), OX), IX)
      const y0 = f32x4.mul(f32x4.sub(v128.load(p + nearY), OY), IY)
      const z0 = f32x4.mul(f32x4.sub(v128.load(p + nearZ), OZ), IZ)
      const x1 = f32x4.mul(f32x4.sub(v128.load(p + farX), OX), IX)
      const y1 = f32x4.mul(f32x4.sub(v128.load(p + farY), OY), IY)
      const z1 = f32x4.mul(f32x4.sub(v128.load(p + farZ), OZ), IZ)
      const enter = f32x4.pmax(f32x4.pmax(x0, y0), f32x4.pmax(z0, zero))
      const leave = f32x4.pmin(f32x4.mul(f32x4.pmin(f32x4.pmin(x1, y1), z1), slack), f32x4.splat(best))
      let mask = i32x4.bitmask(f32x4.le(enter, leave))
      if (mask != 0) {
        const i0 = ctz(mask)
        mask &= mask - 1
        const c0 = load<i32>(p + 96 + (<usize>i0 << 2))
        if (mask == 0) {
          node = c0
          continue
        }
        v128.store(lanes, enter)
        const d0 = load<f32>(lanes + (<usize>i0 << 2))
        const i1 = ctz(mask)
        mask &= mask - 1
        const c1 = load<i32>(p + 96 + (<usize>i1 << 2))
        const d1 = load<f32>(lanes + (<usize>i1 << 2))
        if (mask == 0) {
          const nearFirst = d0 <= d1
          store<i32>(top, nearFirst ? c1 : c0)
          store<f32>(top, nearFirst ? d1 : d0, 4)
          top += 8
          node = nearFirst ? c0 : c1
          continue
        }
        // Three or four boxes: insert into the stack, far ones below.
        const bottom = top
        const farFirst = d0 >= d1
        store<i32>(top, farFirst ? c0 : c1)
        store<f32>(top, farFirst ? d0 : d1, 4)
        store<i32>(top, farFirst ? c1 : c0, 8)
        store<f32>(top, farFirst ? d1 : d0, 12)
        top += 16
        while (mask != 0) {
          const lane = <usize>ctz(mask) << 2
          mask &= mask - 1
          const distance = load<f32>(lanes + lane)
          let slot = top
          while (slot > bottom && load<f32>(slot - 4) < distance) {
            store<u64>(slot, load<u64>(slot - 8))
            slot -= 8
          }
          store<i32>(slot, load<i32>(p + 96 + lane))
          store<f32>(slot, distance, 4)
          top += 8
        }
        top -= 8
        node = load<i32>(top)
        continue
      }
    } else {
      const leaf = ~node
      let b = blocks + <usize>(leaf >> 3) * BLOCK_BYTES
      const end = b + <usize>((leaf & 7) + 1) * BLOCK_BYTES
      while (b < end) {
        const e1x = v128.load(b, 48)
        const e1y = v128.load(b, 64)
        const e1z = v128.load(b, 80)
        const e2x = v128.load(b, 96)
        const e2y = v128.load(b, 112)
        const e2z = v128.load(b, 128)
        const px = f32x4.sub(f32x4.mul(DY, e2z), f32x4.mul(DZ, e2y))
        const py = f32x4.sub(f32x4.mul(DZ, e2x), f32x4.mul(DX, e2z))
        const pz = f32x4.sub(f32x4.mul(DX, e2y), f32x4.mul(DY, e2x))
        const inverse = f32x4.div(one, f32x4.add(f32x4.add(f32x4.mul(e1x, px), f32x4.mul(e1y, py)), f32x4.mul(e1z, pz)))
        const tx = f32x4.sub(OX, v128.load(b, 0))
        const ty = f32x4.sub(OY, v128.load(b, 16))
        const tz = f32x4.sub(OZ, v128.load(b, 32))
        const U = f32x4.mul(f32x4.add(f32x4.add(f32x4.mul(tx, px), f32x4.mul(ty, py)), f32x4.mul(tz, pz)), inverse)
        const qx = f32x4.sub(f32x4.mul(ty, e1z), f32x4.mul(tz, e1y))
        const qy = f32x4.sub(f32x4.mul(tz, e1x), f32x4.mul(tx, e1z))
        const qz = f32x4.sub(f32x4.mul(tx, e1y), f32x4.mul(ty, e1x))
        const V = f32x4.mul(f32x4.add(f32x4.add(f32x4.mul(DX, qx), f32x4.mul(DY, qy)), f32x4.mul(DZ, qz)), inverse)
        const T = f32x4.mul(f32x4.add(f32x4.add(f32x4.mul(e2x, qx), f32x4.mul(e2y, qy)), f32x4.mul(e2z, qz)), inverse)
        const within = v128.and(v128.and(f32x4.ge(U, edge), f32x4.ge(V, edge)), f32x4.le(f32x4.add(U, V), overOne))
        let mask = i32x4.bitmask(v128.and(within, v128.and(f32x4.gt(T, zero), f32x4.lt(T, f32x4.splat(best)))))
        if (mask != 0) {
          v128.store(lanes, T)
          v128.store(lanes, U, 16)
          v128.store(lanes, V, 32)
          while (mask != 0) {
            const lane = <usize>ctz(mask) << 2
            mask &= mask - 1
            const triangle = load<i32>(b + 144 + lane)
            if (anyHit) {
              if ((triangle & SEE_THROUGH_BIT) == 0) return triangle
              Hit.passed = true
              continue
            }
            const t = load<f32>(lanes + lane)
            if (t < best) {
              best = t
              found = triangle & TRIANGLE_MASK
              Hit.u = load<f32>(lanes + lane, 16)
              Hit.v = load<f32>(lanes + lane, 32)
            }
          }
        }
        b += BLOCK_BYTES
      }
    }
    while (true) {
      if (top == stack) {
        Hit.t = best
        Hit.triangle = found
        return found
      }
      top -= 8
      if (load<f32>(top, 4) < best) {
        node = load<i32>(top)
        break
      }
    }
  }
}
