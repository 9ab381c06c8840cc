import {
  M_ABSORPTION,
  M_ALPHA,
  M_ALPHA_CUTOFF,
  M_BASE,
  M_BASE_TEXTURE,
  M_BUMP,
  M_CLEARCOAT,
  M_CLEARCOAT_ROUGHNESS,
  M_EMISSION,
  M_EMISSION_TEXTURE,
  M_FLAGS,
  M_IOR,
  M_METALNESS,
  M_NORMAL_SCALE,
  M_NORMAL_TEXTURE,
  M_PATTERN,
  M_PATTERN_COLOR,
  M_PATTERN_SCALE,
  M_ROUGHNESS,
  M_ROUGHNESS_TEXTURE,
  M_SHEEN,
  M_SHEEN_COLOR,
  M_SHEEN_ROUGHNESS,
  M_SPECULAR,
  M_TRANSMISSION,
  M_TRANSMISSION_TEXTURE,
  MATERIAL_ALPHA_BLEND,
  MATERIAL_ALPHA_MASK,
  MATERIAL_DOUBLE_SIDED,
  MATERIAL_EMISSIVE,
  MATERIAL_TEXTURED,
  MATERIAL_THIN,
  MATERIAL_WORDS,
} from '../kernel/layout'
import type { Pattern, StudioMaterial, TextureUse } from '../studio-scene'

/** In the order of kernel/patterns.ts. */
const PATTERNS: readonly Pattern[] = ['plain', 'marble', 'wood', 'checker', 'brushed', 'concrete', 'fabric', 'terrazzo']
/** Rougher than most cloth is soft, smoother is velvet; glTF models without a value of their own get this. */
const SHEEN_ROUGHNESS = 0.4

const texturesOf = (material: StudioMaterial): ReadonlyArray<readonly [number, TextureUse | undefined]> => [
  [M_BASE_TEXTURE, material.baseColorTexture],
  [M_ROUGHNESS_TEXTURE, material.metallicRoughnessTexture],
  [M_NORMAL_TEXTURE, material.normalTexture],
  [M_EMISSION_TEXTURE, material.emissiveTexture],
  [M_TRANSMISSION_TEXTURE, material.transmissionTexture],
]

/** Whether light can get through, so that a shadow ray must look at the surface. */
export const isSeeThrough = (material: StudioMaterial): boolean => material.alphaMode !== 'opaque' || material.transmission > 0

export function materialFlags(material: StudioMaterial): number {
  return (
    (material.thin ? MATERIAL_THIN : 0) |
    (material.doubleSided ? MATERIAL_DOUBLE_SIDED : 0) |
    (material.alphaMode === 'mask' ? MATERIAL_ALPHA_MASK : 0) |
    (material.alphaMode === 'blend' ? MATERIAL_ALPHA_BLEND : 0) |
    (Math.max(...material.emission) > 0 ? MATERIAL_EMISSIVE : 0) |
    (texturesOf(material).some(([, use]) => use) ? MATERIAL_TEXTURED : 0)
  )
}

const clamp = (v: number, low: number, high: number): number => (v >= low ? Math.min(v, high) : low)

/** Records of MATERIAL_WORDS, as in kernel/layout.ts. Values outside their range are brought into it. */
export function packMaterials(materials: readonly StudioMaterial[]): Float32Array {
  const floats = new Float32Array(Math.max(1, materials.length) * MATERIAL_WORDS)
  const ints = new Int32Array(floats.buffer)
  materials.forEach((material, i) => {
    const at = i * MATERIAL_WORDS
    const color = (rgb: readonly number[], high: number) => rgb.map((v) => clamp(v, 0, high))
    floats.set(color(material.baseColor, 1), at + M_BASE)
    floats[at + M_METALNESS] = clamp(material.metalness, 0, 1)
    floats[at + M_ROUGHNESS] = clamp(material.roughness, 0, 1)
    floats[at + M_TRANSMISSION] = clamp(material.transmission, 0, 1)
    floats[at + M_IOR] = clamp(material.ior, 1, 2.5)
    ints[at + M_FLAGS] = materialFlags(material)
    floats.set(color(material.emission, 1e6), at + M_EMISSION)
    floats[at + M_CLEARCOAT] = clamp(material.clearcoat, 0, 1)
    floats[at + M_CLEARCOAT_ROUGHNESS] = clamp(material.clearcoatRoughness, 0, 1)
    floats[at + M_SHEEN] = clamp(material.sheen, 0, 1)
    floats.set(color(material.sheenColor, 1), at + M_SHEEN_COLOR)
    floats[at + M_SHEEN_ROUGHNESS] = clamp(material.sheenRoughness ?? SHEEN_ROUGHNESS, 0, 1)
    floats[at + M_SPECULAR] = clamp(material.specular, 0, 1)
    floats.set(absorption(material), at + M_ABSORPTION)
    floats[at + M_ALPHA] = clamp(material.alpha, 0, 1)
    floats[at + M_ALPHA_CUTOFF] = material.alphaCutoff
    floats[at + M_PATTERN] = PATTERNS.indexOf(material.pattern)
    floats[at + M_PATTERN_SCALE] = material.patternScale
    floats.set(color(material.patternColor, 1), at + M_PATTERN_COLOR)
    floats[at + M_BUMP] = Math.max(0, material.bump)
    floats[at + M_NORMAL_SCALE] = material.normalTexture?.scale ?? 1
    for (const [word, use] of texturesOf(material)) floats.set(use ? [use.texture, use.uv, ...use.transform] : [-1], at + word)
  })
  return floats
}

/** Beer-Lambert absorption per metre that leaves the attenuation colour after the attenuation distance. */
function absorption({ attenuationColor, attenuationDistance, thin }: StudioMaterial): number[] {
  if (thin || !Number.isFinite(attenuationDistance) || attenuationDistance <= 0) return [0, 0, 0]
  return attenuationColor.map((c) => -Math.log(clamp(c, 1e-4, 1)) / attenuationDistance)
}
