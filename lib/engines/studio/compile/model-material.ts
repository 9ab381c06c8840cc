import type { Material, Texture, TextureInfo } from '@gltf-transform/core'
import type { Clearcoat, EmissiveStrength, IOR, Sheen, Specular, Transform, Transmission, Volume } from '@gltf-transform/extensions'
import { PLAIN_MATERIAL } from '../plain-material'
import type { StudioMaterial, TextureUse } from '../studio-scene'
import { scaleRgb } from './color'
import type { TextureStore } from './textures'

/** What glTF gives a mesh without a material. */
export const DEFAULT_MODEL_MATERIAL: StudioMaterial = { ...PLAIN_MATERIAL, name: '', metalness: 1, roughness: 1 }

const ALPHA_MODES = { OPAQUE: 'opaque', MASK: 'mask', BLEND: 'blend' } as const

/** A glTF material with its extensions, textures registered in the store. */
export function compileModelMaterial(source: Material, textures: TextureStore): StudioMaterial {
  const ior = source.getExtension<IOR>('KHR_materials_ior')
  const strength = source.getExtension<EmissiveStrength>('KHR_materials_emissive_strength')
  const [r, g, b, alpha] = source.getBaseColorFactor()
  const color = { texture: source.getBaseColorTexture(), info: source.getBaseColorTextureInfo() }
  const material: StudioMaterial = {
    ...PLAIN_MATERIAL,
    name: source.getName(),
    baseColor: [r, g, b],
    metalness: source.getMetallicFactor(),
    roughness: source.getRoughnessFactor(),
    // glTF writes 0 for "reflects like a mirror without any refraction"; a large index is the nearest to it.
    ior: ior ? ior.getIOR() || 2.5 : 1.5,
    emission: scaleRgb(source.getEmissiveFactor(), strength?.getEmissiveStrength() ?? 1),
    specular: source.getExtension<Specular>('KHR_materials_specular')?.getSpecularFactor() ?? 1,
    doubleSided: source.getDoubleSided(),
    alphaMode: ALPHA_MODES[source.getAlphaMode()],
    alpha,
    alphaCutoff: source.getAlphaCutoff(),
    ...layersOf(source),
    ...transmissionOf(source, textures),
  }
  material.baseColorTexture = use(textures, color.texture, color.info, true)
  material.metallicRoughnessTexture = use(textures, source.getMetallicRoughnessTexture(), source.getMetallicRoughnessTextureInfo(), false)
  material.emissiveTexture = use(textures, source.getEmissiveTexture(), source.getEmissiveTextureInfo(), true)
  const normal = use(textures, source.getNormalTexture(), source.getNormalTextureInfo(), false)
  if (normal) material.normalTexture = { ...normal, scale: source.getNormalScale() }
  return source.getExtension('KHR_materials_unlit') ? unlit(material) : material
}

/** Shows its colour whatever the light: it glows with it and reflects nothing. */
function unlit(material: StudioMaterial): StudioMaterial {
  return {
    ...material,
    emission: material.baseColor,
    emissiveTexture: material.baseColorTexture,
    baseColor: [0, 0, 0],
    metalness: 0,
    specular: 0,
    transmission: 0,
  }
}

function layersOf(source: Material): Partial<StudioMaterial> {
  const coat = source.getExtension<Clearcoat>('KHR_materials_clearcoat')
  const sheen = source.getExtension<Sheen>('KHR_materials_sheen')
  return {
    ...(coat ? { clearcoat: coat.getClearcoatFactor(), clearcoatRoughness: coat.getClearcoatRoughnessFactor() } : {}),
    ...(sheen ? { sheen: 1, sheenColor: sheen.getSheenColorFactor(), sheenRoughness: sheen.getSheenRoughnessFactor() } : {}),
  }
}

function transmissionOf(source: Material, textures: TextureStore): Partial<StudioMaterial> {
  const transmission = source.getExtension<Transmission>('KHR_materials_transmission')
  if (!transmission) return {}
  const volume = source.getExtension<Volume>('KHR_materials_volume')
  const isSolid = volume !== null && volume.getThicknessFactor() > 0
  return {
    transmission: transmission.getTransmissionFactor(),
    transmissionTexture: use(textures, transmission.getTransmissionTexture(), transmission.getTransmissionTextureInfo(), false),
    thin: !isSolid,
    ...(isSolid ? { attenuationColor: volume.getAttenuationColor(), attenuationDistance: volume.getAttenuationDistance() || Infinity } : {}),
  }
}

function use(textures: TextureStore, texture: Texture | null, info: TextureInfo | null, srgb: boolean): TextureUse | undefined {
  if (!texture) return undefined
  const transform = info?.getExtension<Transform>('KHR_texture_transform') ?? null
  const set = transform?.getTexCoord() ?? info?.getTexCoord() ?? 0
  return { texture: textures.add(texture, info, srgb), uv: set === 1 ? 1 : 0, transform: matrixOf(transform) }
}

/** KHR_texture_transform: scale, then turn, then move; a positive rotation turns the coordinates counter-clockwise. */
function matrixOf(transform: Transform | null): TextureUse['transform'] {
  if (!transform) return [1, 0, 0, 0, 1, 0]
  const [ox, oy] = transform.getOffset()
  const [sx, sy] = transform.getScale()
  const [sin, cos] = [Math.sin(transform.getRotation()), Math.cos(transform.getRotation())]
  return [cos * sx, sin * sy, ox, -sin * sx, cos * sy, oy]
}
