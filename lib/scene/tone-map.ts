/**
 * The one tone mapping of Maquette: Troy Sobotka's AgX in Benjamin Wrensch's polynomial form, with a little more contrast and
 * saturation than its base look. The canvas runs the GLSL, Studio runs the TypeScript, and a test runs both on the same colours.
 * Exposure comes first, in stops, as the scene document keeps it.
 */
type Rgb = readonly [number, number, number]

const IN = [
  [0.842479062253094, 0.0784335999999992, 0.0792237451477643],
  [0.0423282422610123, 0.878468636469772, 0.0791661274605434],
  [0.0423756549057051, 0.0784336, 0.879142973793104],
] as const
const OUT = [
  [1.19687900512017, -0.0980208811401368, -0.0990297440797205],
  [-0.0528968517574562, 1.15190312990417, -0.0989611768448433],
  [-0.0529716355144438, -0.0980434501171241, 1.15107367264116],
] as const
const INVERSE_IN = invert3(IN)
const INVERSE_OUT = invert3(OUT)
const STOPS_MIN = -12.47393
const STOPS_MAX = 4.026069
const CONTRAST = 1.17
const SATURATION = 1.19
/** Coefficients of x⁶ down to x⁰ of the sigmoid's fit. */
const CURVE = [15.5, -40.14, 31.96, -6.868, 0.4298, 0.1191, -0.00232] as const
const LUMA = [0.2126, 0.7152, 0.0722] as const

const curve = (x: number): number => CURVE.reduce((sum, c) => sum * x + c, 0)

function row(m: Rgb, r: number, g: number, b: number): number {
  return m[0] * r + m[1] * g + m[2] * b
}

function sigmoid(x: number): number {
  const stops = Math.min(STOPS_MAX, Math.max(STOPS_MIN, Math.log2(Math.max(x, 1e-10))))
  return Math.max(0, curve((stops - STOPS_MIN) / (STOPS_MAX - STOPS_MIN))) ** CONTRAST
}

/** Multiplier of radiance for an exposure in stops; also the value for three's `toneMappingExposure`. */
export const exposureScale = (stops: number): number => 2 ** stops

/** Linear radiance to a display value: sRGB encoded, 0 to 1. */
export function toneMap(r: number, g: number, b: number): [number, number, number] {
  const x = sigmoid(row(IN[0], r, g, b))
  const y = sigmoid(row(IN[1], r, g, b))
  const z = sigmoid(row(IN[2], r, g, b))
  const luma = row(LUMA, x, y, z)
  const [sx, sy, sz] = [luma + SATURATION * (x - luma), luma + SATURATION * (y - luma), luma + SATURATION * (z - luma)]
  return [clamp01(row(OUT[0], sx, sy, sz)), clamp01(row(OUT[1], sx, sy, sz)), clamp01(row(OUT[2], sx, sy, sz))]
}

/**
 * Radiance that `toneMap` shows as this display value, so that a backdrop comes out in the very colour that was asked for.
 * Colours at the edge of the gamut come back as near as the curve allows.
 */
export function inverseToneMap(display: Rgb): [number, number, number] {
  const [x, y, z] = INVERSE_OUT.map((m) => row(m, display[0], display[1], display[2])) as [number, number, number]
  const luma = row(LUMA, x, y, z)
  const linear = [x, y, z].map((v) => inverseSigmoid(luma + (v - luma) / SATURATION)) as [number, number, number]
  return INVERSE_IN.map((m) => Math.max(0, row(m, linear[0], linear[1], linear[2]))) as [number, number, number]
}

function inverseSigmoid(value: number): number {
  const wanted = Math.max(0, value) ** (1 / CONTRAST)
  // The polynomial rises over the whole interval, so halving it thirty times is exact to a float.
  let low = 0
  let high = 1
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (curve(middle) < wanted) low = middle
    else high = middle
  }
  return 2 ** (STOPS_MIN + ((low + high) / 2) * (STOPS_MAX - STOPS_MIN))
}

export const srgbToLinear = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
export const linearToSrgb = (v: number): number => (v <= 0.0031308 ? 12.92 * v : 1.055 * Math.max(0, v) ** (1 / 2.4) - 0.055)

const clamp01 = (v: number): number => Math.min(1, Math.max(0, v))

function invert3(m: readonly [Rgb, Rgb, Rgb]): [Rgb, Rgb, Rgb] {
  const [[a, b, c], [d, e, f], [g, h, i]] = m
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  return [
    [(e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det],
    [(f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det],
    [(d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det],
  ]
}

const float = (v: number): string => (Number.isInteger(v) ? `${v}.0` : String(v))
const sum = (m: Rgb, x: string, y: string, z: string): string => `${float(m[0])} * ${x} + ${float(m[1])} * ${y} + ${float(m[2])} * ${z}`

/**
 * The same formula for three's `CustomToneMapping` slot. It is written in scalars so that the test can run the text itself. three
 * encodes to sRGB after tone mapping, so this returns the linear form of the display value.
 */
export const TONE_MAP_GLSL = `
float maquetteSigmoid( float x ) {
  float stops = clamp( log2( max( x, 1e-10 ) ), ${float(STOPS_MIN)}, ${float(STOPS_MAX)} );
  float t = ( stops - ( ${float(STOPS_MIN)} ) ) / ${float(STOPS_MAX - STOPS_MIN)};
  float y = ${CURVE.slice(1).reduce((text, c) => `( ${text} ) * t + ( ${float(c)} )`, float(CURVE[0]))};
  return pow( max( y, 0.0 ), ${float(CONTRAST)} );
}
float maquetteLinear( float v ) {
  float c = clamp( v, 0.0, 1.0 );
  return c <= 0.04045 ? c / 12.92 : pow( ( c + 0.055 ) / 1.055, 2.4 );
}
vec3 CustomToneMapping( vec3 color ) {
  float r = color.x * toneMappingExposure;
  float g = color.y * toneMappingExposure;
  float b = color.z * toneMappingExposure;
  float x = maquetteSigmoid( ${sum(IN[0], 'r', 'g', 'b')} );
  float y = maquetteSigmoid( ${sum(IN[1], 'r', 'g', 'b')} );
  float z = maquetteSigmoid( ${sum(IN[2], 'r', 'g', 'b')} );
  float luma = ${sum(LUMA, 'x', 'y', 'z')};
  float sx = luma + ${float(SATURATION)} * ( x - luma );
  float sy = luma + ${float(SATURATION)} * ( y - luma );
  float sz = luma + ${float(SATURATION)} * ( z - luma );
  return vec3( maquetteLinear( ${sum(OUT[0], 'sx', 'sy', 'sz')} ), maquetteLinear( ${sum(OUT[1], 'sx', 'sy', 'sz')} ), maquetteLinear( ${sum(OUT[2], 'sx', 'sy', 'sz')} ) );
}
`

const SLOT = 'vec3 CustomToneMapping( vec3 color ) { return color; }'

/**
 * Puts the formula into three's shader chunks (pass `THREE.ShaderChunk`) once; use it with `gl.toneMapping = CustomToneMapping` and
 * `gl.toneMappingExposure = exposureScale(scene.exposure)`.
 */
export function installToneMapping(chunks: { tonemapping_pars_fragment: string }): void {
  chunks.tonemapping_pars_fragment = chunks.tonemapping_pars_fragment.replace(SLOT, () => TONE_MAP_GLSL)
}
