import { Euler, MathUtils, Quaternion, Vector3 } from 'three'
import type { Transform } from '@/lib/scene/commands/commands'

/** How several things are moved: an offset in metres, a turn and an even factor, both about their common centre. */
export type Together = { offset: Vector3; turn: Quaternion; factor: number }

const FACTOR_MIN = 0.01
const degrees = (rotation: Euler): [number, number, number] => [MathUtils.radToDeg(rotation.x), MathUtils.radToDeg(rotation.y), MathUtils.radToDeg(rotation.z)]

/** Where things stand after they were moved as one: their places and angles to each other stay. Centre in metres. */
export function transformTogether(
  starts: ReadonlyMap<string, Transform>,
  centre: readonly [number, number, number],
  { offset, turn, factor }: Together,
): Map<string, Transform> {
  const middle = new Vector3(...centre)
  const size = Math.max(FACTOR_MIN, factor)
  const out = new Map<string, Transform>()
  for (const [id, start] of starts) {
    const place = new Vector3(...start.position).sub(middle).multiplyScalar(size).applyQuaternion(turn).add(middle).add(offset)
    const [x, y, z] = start.rotation.map(MathUtils.degToRad) as [number, number, number]
    const rotation = new Euler().setFromQuaternion(turn.clone().multiply(new Quaternion().setFromEuler(new Euler(x, y, z))))
    out.set(id, {
      position: place.toArray(),
      rotation: degrees(rotation),
      scale: [start.scale[0] * size, start.scale[1] * size, start.scale[2] * size],
    })
  }
  return out
}

/** Several things that stand at angles cannot be stretched along one axis without shearing, so the axis that was pulled most scales them evenly. */
export const evenFactor = (scale: Vector3): number => scale.toArray().reduce((most, value) => (Math.abs(value - 1) > Math.abs(most - 1) ? value : most), 1)
