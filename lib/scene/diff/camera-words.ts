import { focusDistance } from '../camera'
import type { Camera } from '../schema'
import { angleBetween, degreeWords, fromTo, length, lengthWords, minus, plain } from './measures'

const stop = (fStop: number): string => `f/${plain(fStop)}`

/** What happened to the camera, in clauses such as `turned 12°` and `moved 0.4 m`; empty when it takes the same picture. */
export function cameraChange(before: Camera, after: Camera): string[] {
  const clauses: (string | null)[] = []
  const turned = angleBetween(minus(before.target, before.position), minus(after.target, after.position))
  if (turned >= 0.1) clauses.push(`turned ${degreeWords(turned)}`)
  const moved = length(minus(after.position, before.position))
  // Half a thousandth of the way to the subject is less than a pixel, and comes of rounding while orbiting.
  if (moved > Math.max(0.0001, focusDistance(before) * 0.0005)) clauses.push(`moved ${lengthWords(moved)}`)
  clauses.push(fromTo('field of view', degreeWords(before.fov), degreeWords(after.fov)), ...depthOfField(before, after))
  return clauses.filter((clause) => clause !== null)
}

function depthOfField(before: Camera, after: Camera): (string | null)[] {
  if (before.fStop === null) return [after.fStop === null ? null : `depth of field on at ${stop(after.fStop)}`]
  if (after.fStop === null) return ['depth of field off']
  const focus =
    before.focusDistance === null && after.focusDistance === null
      ? null
      : fromTo('focus', lengthWords(focusDistance(before)), lengthWords(focusDistance(after)))
  return [fromTo('aperture', stop(before.fStop), stop(after.fStop)), focus]
}
