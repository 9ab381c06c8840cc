/** Small fast functions. Polynomials are accurate to about 1e-4, far below the noise of a picture. */
export const PI: f32 = 3.14159265
export const INV_PI: f32 = 0.31830989

export abstract class Angle {
  static sin: f32 = 0
  static cos: f32 = 0
}

@inline function sinHalf(x: f32): f32 {
  // Odd polynomial on [-π/2, π/2].
  const x2 = x * x
  return x * (<f32>0.9999966 + x2 * (<f32>-0.16664824 + x2 * (<f32>0.00830629 + x2 * <f32>-0.00018363)))
}

/** Sine and cosine of 2πu for 0 ≤ u ≤ 1, into Angle. */
export function turn(u: f32): void {
  const x: f32 = (u - 0.5) * (<f32>2.0 * PI)
  let y = x
  if (y > PI * 0.5) y = PI - y
  else if (y < PI * -0.5) y = -PI - y
  Angle.sin = -sinHalf(y)
  Angle.cos = -sinHalf(PI * 0.5 - abs<f32>(x))
}

/** Sine and cosine of πv for 0 ≤ v ≤ 1, into Angle. */
export function halfTurn(v: f32): void {
  const theta = v * PI
  Angle.sin = sinHalf(theta > PI * 0.5 ? PI - theta : theta)
  Angle.cos = sinHalf(PI * 0.5 - theta)
}

export function arctangent(y: f32, x: f32): f32 {
  const ax = abs<f32>(x)
  const ay = abs<f32>(y)
  const a: f32 = min<f32>(ax, ay) / max<f32>(max<f32>(ax, ay), 1e-20)
  const s = a * a
  let r: f32 = ((<f32>-0.0464964749 * s + <f32>0.15931422) * s - <f32>0.327622764) * s * a + a
  if (ay > ax) r = PI * 0.5 - r
  if (x < 0) r = PI - r
  return y < 0 ? -r : r
}

export function arccosine(x: f32): f32 {
  const a = min<f32>(1, abs<f32>(x))
  let r: f32 = ((<f32>-0.0187293 * a + <f32>0.0742610) * a - <f32>0.2121144) * a + <f32>1.5707288
  r *= sqrt<f32>(<f32>1.0 - a)
  return x < 0 ? PI - r : r
}

@inline export function exponential(x: f32): f32 { return x < -30 ? <f32>0 : Mathf.exp(x) }
@inline export function clamp01(x: f32): f32 { return min<f32>(1, max<f32>(0, x)) }
@inline export function luminance(r: f32, g: f32, b: f32): f32 { return r * 0.2126 + g * 0.7152 + b * 0.0722 }
@inline export function max3(a: f32, b: f32, c: f32): f32 { return max<f32>(a, max<f32>(b, c)) }

/** (1 − c)⁵, the angular part of Schlick's Fresnel. */
@inline export function schlick(c: f32): f32 {
  const x = clamp01(<f32>1.0 - c)
  const x2 = x * x
  return x2 * x2 * x
}

/** Fresnel reflectance of a dielectric. `eta` is incident over transmitted index; `c` the cosine on the incident side. */
export function fresnel(c: f32, eta: f32): f32 {
  const s2: f32 = eta * eta * (<f32>1.0 - c * c)
  if (s2 >= 1) return 1
  const t = sqrt<f32>(<f32>1.0 - s2)
  const a: f32 = (c - eta * t) / (c + eta * t)
  const b: f32 = (eta * c - t) / (eta * c + t)
  return (a * a + b * b) * 0.5
}

/** An orthonormal frame around n (Duff et al. 2017, "Building an Orthonormal Basis, Revisited"). */
export abstract class Frame {
  static tx: f32 = 1
  static ty: f32 = 0
  static tz: f32 = 0
  static bx: f32 = 0
  static by: f32 = 1
  static bz: f32 = 0
}

export function buildFrame(nx: f32, ny: f32, nz: f32): void {
  const s: f32 = nz >= 0 ? 1 : -1
  const a: f32 = <f32>-1.0 / (s + nz)
  const b = nx * ny * a
  Frame.tx = <f32>1.0 + s * nx * nx * a
  Frame.ty = s * b
  Frame.tz = -s * nx
  Frame.bx = b
  Frame.by = s + ny * ny * a
  Frame.bz = -ny
}
