import { Direct } from './direct'
import { Memory } from './state'

export { renderPasses, renderTile } from './film'
export { buildTables } from './tables'

/** Gives this instance the parameter block and scratch memory of its own (see layout.ts for sizes). */
export function init(params: usize, scratch: usize): void {
  Memory.params = params
  Memory.scratch = scratch
}

/** Rays traced by this instance so far, shadow rays included. */
export function raysTraced(): f64 {
  return Direct.rays
}
