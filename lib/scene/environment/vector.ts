export type Vec3 = [number, number, number]

const RAD = Math.PI / 180

/** Unit vector at an elevation above the horizon and an azimuth from +x towards +z, in degrees. */
export function directionAt(elevation: number, azimuth: number): Vec3 {
  const e = elevation * RAD
  const a = azimuth * RAD
  return [Math.cos(e) * Math.cos(a), Math.sin(e), Math.cos(e) * Math.sin(a)]
}

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t

export function smoothstep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

export const luminance = (c: readonly [number, number, number]): number => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
