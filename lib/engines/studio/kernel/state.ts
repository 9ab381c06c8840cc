import { P_TRIANGLE_COUNT } from './layout'

/** The parameter block and this thread's scratch memory. Every instance of the module belongs to one thread. */
export abstract class Memory {
  static params: usize = 0
  static scratch: usize = 0
}

@inline export function paramI(word: usize): i32 { return load<i32>(Memory.params + (word << 2)) }
@inline export function paramF(word: usize): f32 { return load<f32>(Memory.params + (word << 2)) }
@inline export function address(word: usize): usize { return <usize>paramI(word) }
@inline export function isEmpty(): bool { return paramI(P_TRIANGLE_COUNT) == 0 }

/** The ray being followed. */
export abstract class Ray {
  static ox: f32 = 0
  static oy: f32 = 0
  static oz: f32 = 0
  static dx: f32 = 0
  static dy: f32 = 0
  static dz: f32 = 0
}

/** What the last traversal found. u and v are the weights of the second and third vertex. */
export abstract class Hit {
  static t: f32 = 0
  static u: f32 = 0
  static v: f32 = 0
  static triangle: i32 = -1
  /** A shadow traversal passed through something that is not opaque. */
  static passed: bool = false
}
