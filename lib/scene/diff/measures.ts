type Vec3 = readonly [number, number, number]

const RAD = Math.PI / 180

/** A number without needless digits: at most `digits` after the point, none that are zero. */
export const plain = (value: number, digits = 1): string => String(Number(value.toFixed(digits)) + 0)

/** A length as people say it: `1.2 m`, `4 cm`, `3 mm`. Takes metres, without a sign. */
export function lengthWords(metres: number): string {
  if (metres >= 9.95) return `${plain(metres, 0)} m`
  if (metres >= 0.0995) return `${plain(metres, metres >= 0.995 ? 1 : 2)} m`
  if (metres >= 0.00995) return `${plain(metres * 100)} cm`
  return `${plain(metres * 1000)} mm`
}

export const degreeWords = (degrees: number): string => `${plain(degrees, degrees < 9.95 ? 1 : 0)}°`
export const percentWords = (share: number): string => `${Math.round(share * 100)}%`

/** From one value to another in the same words, or null when both read the same. */
export function fromTo(what: string, before: string, after: string): string | null {
  return before === after ? null : `${what} ${before} to ${after}`
}

export const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
export const length = (v: Vec3): number => Math.hypot(...v)

/** Degrees between two directions, 0 to 180; 0 where one has no direction. */
export function angleBetween(a: Vec3, b: Vec3): number {
  const cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]] as const
  // The arc tangent stays exact for small angles, where the arc cosine loses half of its digits.
  return Math.atan2(length(cross), a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / RAD
}

/** The smallest difference of two bearings in degrees, 0 to 180. */
export const bearingBetween = (a: number, b: number): number => Math.abs(((((a - b + 180) % 360) + 360) % 360) - 180)

type Quaternion = readonly [number, number, number, number]

/** Euler angles in degrees, intrinsic XYZ, as a unit quaternion x, y, z, w. */
function quaternionOf([x, y, z]: Vec3): Quaternion {
  const [cx, cy, cz] = [Math.cos((x * RAD) / 2), Math.cos((y * RAD) / 2), Math.cos((z * RAD) / 2)]
  const [sx, sy, sz] = [Math.sin((x * RAD) / 2), Math.sin((y * RAD) / 2), Math.sin((z * RAD) / 2)]
  return [sx * cy * cz + cx * sy * sz, cx * sy * cz - sx * cy * sz, cx * cy * sz + sx * sy * cz, cx * cy * cz - sx * sy * sz]
}

/** Degrees of the one turn that leads from an orientation to another, 0 to 180. Both in degrees, intrinsic XYZ. */
export function turnBetween(before: Vec3, after: Vec3): number {
  const [a, b] = [quaternionOf(before), quaternionOf(after)]
  const dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3]
  const apart = Math.hypot(a[0] - Math.sign(dot) * b[0], a[1] - Math.sign(dot) * b[1], a[2] - Math.sign(dot) * b[2], a[3] - Math.sign(dot) * b[3])
  return (4 * Math.asin(Math.min(1, apart / 2))) / RAD
}
