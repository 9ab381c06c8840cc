/**
 * What the tracer renders: the scene document and a look compiled to flat arrays. Right-handed, y up, metres, linear
 * Rec. 709 radiance. Directions point away from the surface or the viewer. Equirectangular maps: u = atan2(z, x) / 2π
 * wrapped to 0..1, v = acos(y) / π, row 0 at +y; three floats a texel.
 */
export type Rgb = [number, number, number]

/** Procedural patterns of the tracer; `plain` uses the colour and textures alone. */
export type Pattern = 'plain' | 'marble' | 'wood' | 'checker' | 'brushed' | 'concrete' | 'fabric' | 'terrazzo'

export type StudioTexture = {
  width: number
  height: number /** RGBA, 8 bits. */
  data: Uint8Array
  srgb: boolean
  wrapS: 'repeat' | 'clamp' | 'mirror'
  wrapT: 'repeat' | 'clamp' | 'mirror'
}

export type TextureUse = {
  texture: number /** Which UV set, 0 or 1. */
  uv: 0 | 1 /** Row-major 2×3 of KHR_texture_transform. */
  transform: readonly [number, number, number, number, number, number]
}

export type StudioMaterial = {
  name: string
  baseColor: Rgb
  metalness: number
  roughness: number
  transmission: number
  ior: number
  /** Radiance. */
  emission: Rgb
  clearcoat: number
  clearcoatRoughness: number
  sheen: number
  sheenColor: Rgb
  /** 0 to 1, 0.4 when absent. */
  sheenRoughness?: number
  /** 0 to 1, glTF `specularFactor`. */
  specular: number
  /** Beer-Lambert: colour that white light has after `attenuationDistance` metres inside; Infinity for none. */
  attenuationColor: Rgb
  attenuationDistance: number
  /** A thin sheet (glTF transmission without volume): light passes straight through. */
  thin: boolean
  doubleSided: boolean
  alphaMode: 'opaque' | 'mask' | 'blend'
  alpha: number
  alphaCutoff: number
  pattern: Pattern
  patternScale: number
  patternColor: Rgb
  bump: number
  baseColorTexture?: TextureUse
  metallicRoughnessTexture?: TextureUse
  normalTexture?: TextureUse & { scale: number }
  emissiveTexture?: TextureUse
  transmissionTexture?: TextureUse
}

/** One drawn mesh, already in world space, not indexed sharing across nodes. */
export type StudioMesh = {
  /** Scene node that this belongs to; the object-id pass and named materials use it. */
  nodeId: string
  name: string
  material: number
  positions: Float32Array
  normals: Float32Array
  uvs: Float32Array | null
  uvs1: Float32Array | null
  /** xyzw as in glTF, or null where normal maps are absent. */
  tangents: Float32Array | null
  /** Linear RGBA that multiplies base colour and alpha; absent means white. */
  colors?: Float32Array | null
  indices: Uint32Array
}

export type StudioLight =
  | {
      kind: 'directional' /** Towards the light. */
      direction: Rgb /** Irradiance on a surface that faces it. */
      irradiance: Rgb /** Angular diameter, degrees. */
      angle: number
    }
  | { kind: 'point'; position: Rgb /** Radiant intensity. */; intensity: Rgb; radius: number }
  | { kind: 'area' /** Corner and two edges; shines along edgeU × edgeV. */; corner: Rgb; edgeU: Rgb; edgeV: Rgb; radiance: Rgb }

export type EnvironmentMap = { width: number; height: number; data: Float32Array }

export type StudioScene = {
  meshes: StudioMesh[]
  materials: StudioMaterial[]
  textures: StudioTexture[]
  lights: StudioLight[]
  /** Lights the scene. */
  environment: EnvironmentMap
  environmentIntensity: number
  /** Turned about y, degrees, positive from +x towards +z. */
  environmentRotation: number
  /**
   * What the camera sees where no object is. A gradient runs with the height y of the direction, from the bottom colour at `from`
   * (−1 when absent) to the top colour at `to` (1 when absent), and keeps the end colours beyond.
   */
  background: { kind: 'environment' } | { kind: 'gradient'; top: Rgb; bottom: Rgb; from?: number; to?: number }
  camera: {
    position: Rgb
    target: Rgb
    /** Degrees, vertical. */
    fovY: number
    /** Diameter of the lens opening in metres; 0 is a pinhole. */
    aperture: number
    focusDistance: number
  }
  /** Stops. */
  exposure: number
}

/** Film of a render: per pixel, row 0 at the top. */
export type Film = {
  width: number
  height: number
  samples: number
  /** Linear radiance, 3 a pixel. */
  color: Float32Array
  /** First-hit albedo followed through glass and mirrors, 3 a pixel, 0 to 1. */
  albedo: Float32Array
  /** World-space normal, 3 a pixel. */
  normal: Float32Array
}

/** What the scene knows exactly. Row 0 at the top. */
export type ScenePasses = {
  width: number
  height: number
  /** Metres along the view axis; 0 where nothing is hit. */
  depth: Float32Array
  near: number
  far: number
  /** View space (x right, y up, z towards the viewer), 3 a pixel; 0 where nothing is hit. */
  normal: Float32Array
  /** 0 where nothing is hit, else an index into `nodes` plus 1. */
  ids: Uint16Array
  nodes: string[]
}
