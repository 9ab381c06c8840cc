import type { Rgb, StudioScene } from '../studio-scene'

const normalize = ([x, y, z]: Rgb): Rgb => {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}
const cross = (a: Rgb, b: Rgb): Rgb => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]

/**
 * Axes of a camera: `forward` of length 1, `right` and `up` as long as half the picture at a distance of one metre. A camera that
 * looks straight up or down is turned as three's `lookAt` turns it; one that looks at its own place looks along −z.
 */
export function cameraAxes({ position, target, fovY }: StudioScene['camera'], aspect: number): { right: Rgb; up: Rgb; forward: Rgb } {
  const view: Rgb = [target[0] - position[0], target[1] - position[1], target[2] - position[2]]
  let forward: Rgb = Math.hypot(...view) > 0 ? normalize(view) : [0, 0, -1]
  if (Math.hypot(forward[0], forward[2]) < 1e-6) {
    // three nudges z where the view is parallel to y; so the top of the picture points to −z looking down.
    forward = normalize([forward[0], forward[1], forward[2] - 1e-4])
  }
  const half = Math.tan((fovY * Math.PI) / 360)
  const side = normalize(cross(forward, [0, 1, 0]))
  const top = cross(side, forward)
  return { right: [side[0] * half * aspect, side[1] * half * aspect, side[2] * half * aspect], up: [top[0] * half, top[1] * half, top[2] * half], forward }
}
