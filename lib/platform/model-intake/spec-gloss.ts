import type { Document, Texture } from '@gltf-transform/core'
import type { PBRSpecularGlossiness } from '@gltf-transform/extensions'
import sharp from 'sharp'

type Color = readonly number[]
/** How much light a surface reflects that is no metal. */
const DIELECTRIC = 0.04

/**
 * Turns materials of the retired extension KHR_materials_pbrSpecularGlossiness into metal and roughness, which viewport and
 * Studio draw. Colour and gloss come through as they are; how metallic a surface is, is estimated from its factors
 * by the same brightness argument as in the Khronos conversion sample.
 * @returns whether there were any.
 */
export async function resolveSpecularGlossiness(document: Document): Promise<boolean> {
  let found = false
  for (const material of document.getRoot().listMaterials()) {
    const old = material.getExtension<PBRSpecularGlossiness>('KHR_materials_pbrSpecularGlossiness')
    if (!old) continue
    found = true
    const map = old.getSpecularGlossinessTexture()
    const metalness = map ? 0 : metalnessOf(old.getDiffuseFactor(), old.getSpecularFactor())
    const [, , , alpha = 1] = old.getDiffuseFactor()
    material
      .setBaseColorFactor(metalness > 0.5 ? ([...old.getSpecularFactor(), alpha] as [number, number, number, number]) : old.getDiffuseFactor())
      .setBaseColorTexture(old.getDiffuseTexture())
      .setMetallicFactor(metalness)
      .setRoughnessFactor(map ? 1 : 1 - old.getGlossinessFactor())
      .setMetallicRoughnessTexture(map ? await roughnessTexture(document, map, old.getGlossinessFactor()) : null)
    copyInfo(old.getDiffuseTextureInfo(), material.getBaseColorTextureInfo())
    copyInfo(old.getSpecularGlossinessTextureInfo(), material.getMetallicRoughnessTextureInfo())
    material.setExtension('KHR_materials_pbrSpecularGlossiness', null)
  }
  return found
}

type TextureInfo = ReturnType<PBRSpecularGlossiness['getDiffuseTextureInfo']>
function copyInfo(from: TextureInfo, to: TextureInfo): void {
  if (from && to) to.copy(from)
}

const brightness = ([r = 0, g = 0, b = 0]: Color): number => Math.sqrt(0.299 * r * r + 0.587 * g * g + 0.114 * b * b)

/** A surface that reflects more than a dielectric can and scatters little is a metal: the positive root of a·m² + b·m + c. */
function metalnessOf(diffuse: Color, specular: Color): number {
  const [d, s] = [brightness(diffuse), brightness(specular)]
  if (s < DIELECTRIC) return 0
  const strength = 1 - Math.max(...specular.slice(0, 3))
  const b = (d * strength) / (1 - DIELECTRIC) + s - 2 * DIELECTRIC
  const discriminant = Math.max(b * b - 4 * DIELECTRIC * (DIELECTRIC - s), 0)
  return Math.min(1, Math.max(0, (-b + Math.sqrt(discriminant)) / (2 * DIELECTRIC)))
}

/** Gloss lies in the alpha channel; roughness belongs into the green one. */
async function roughnessTexture(document: Document, map: Texture, gloss: number): Promise<Texture> {
  const { data, info } = await sharp(map.getImage() ?? new Uint8Array())
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const pixels = new Uint8Array(info.width * info.height * 3)
  for (const [i, alpha] of data.entries()) pixels[i * 3 + 1] = Math.round(255 - gloss * alpha)
  const png = await sharp(pixels, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer()
  return document.createTexture(map.getName()).setImage(new Uint8Array(png)).setMimeType('image/png')
}
