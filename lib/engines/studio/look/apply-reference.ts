import sharp from 'sharp'
import { chroma, fromOklab, toOklab } from '@/lib/scene/oklab'
import type { EngineReference } from '../../contract'
import type { EnvironmentMap, Rgb, StudioMaterial, StudioScene, StudioTexture } from '../studio-scene'
import { blend, normalized, scale } from './color'
import type { Grade } from './grade'
import { tint } from './materials'
import { meshSize, settingOf, type View } from './measure'
import { accent, environmentFrom, type ReferencePicture, readReference, skyLight } from './reference'
import { panel, tintLight } from './rig'

export type Styled = { scene: StudioScene; palette: Grade['palette'] }

/** Nodes that the prompt named; a material reference goes to them. */
type Named = readonly string[]

/** Lets one reference act by its role and strength. */
export async function applyReference(styled: Styled, reference: EngineReference, named: Named, view: View): Promise<Styled> {
  const strength = Math.min(1, Math.max(0, reference.strength))
  if (strength === 0) return styled
  const picture = await readReference(reference)
  switch (reference.role) {
    case 'style':
      return style(styled, picture, strength, true, view)
    case 'concept':
      return style(styled, picture, strength * 0.45, false, view)
    case 'environment':
      return { ...styled, scene: surround(styled.scene, picture, strength) }
    case 'material':
      return { ...styled, scene: await cover(styled.scene, reference, picture, strength, named, view) }
  }
}

/**
 * Gives a reference to the objects that the prompt names it for: its surface where it is there for materials, else its
 * most striking colour, on metal and glass too, since they were named.
 */
export async function giveReference(styled: Styled, reference: EngineReference, targets: Named, view: View): Promise<Styled> {
  const strength = Math.min(1, Math.max(0, reference.strength))
  if (strength === 0 || targets.length === 0) return styled
  const picture = await readReference(reference)
  if (reference.role === 'material') return { ...styled, scene: await cover(styled.scene, reference, picture, strength, targets, view) }
  const striking = [...picture.palette].sort((a, b) => accent(b) - accent(a))[0]
  return striking ? { ...styled, scene: dye(styled.scene, striking, strength, targets) } : styled
}

function dye(scene: StudioScene, { lab, color }: ReferencePicture['palette'][number], strength: number, targets: Named): StudioScene {
  const materials = [...scene.materials]
  const meshes = scene.meshes.map((mesh) => {
    const material = materials[mesh.material]
    if (!material || !targets.includes(mesh.nodeId)) return mesh
    const { baseColorTexture: _texture, ...plain } = material
    const painted = { ...plain, baseColor: toward(plain.baseColor, lab, strength), patternColor: toward(plain.patternColor, lab, 0.7 * strength) }
    // Glass has its colour inside, as far as light goes through it.
    materials.push(material.transmission > 0.1 ? tint(plain, blend([1, 1, 1], color, strength), meshSize(mesh)) : painted)
    return { ...mesh, material: materials.length - 1 }
  })
  return { ...scene, materials, meshes }
}

function style({ scene, palette }: Styled, picture: ReferencePicture, strength: number, lit: boolean, view: View): Styled {
  const painted = paint(scene, picture, strength, view)
  const own = { mean: picture.mean, spread: picture.spread, strength: strength * (lit ? 0.5 : 0.6) }
  return { scene: lit ? relight(painted, picture, strength, view) : painted, palette: palette && palette.strength > own.strength ? palette : own }
}

/** Light from the reference in part, its colours subdued, plus a near-neutral key so that shapes stay clear. */
function relight(scene: StudioScene, picture: ReferencePicture, strength: number, view: View): StudioScene {
  const brightest = [...picture.palette].sort((a, b) => b.lab[0] - a.lab[0])[0]
  const tint = brightest ? normalized(blend([1, 1, 1], normalized(brightest.color), 0.3 * strength)) : ([1, 1, 1] as Rgb)
  const key = panel(scene, view, { azimuth: -46, elevation: 42, distance: 1.8, width: 0.9, height: 0.8, irradiance: 1.1 * strength, color: tint })
  return {
    ...scene,
    environment: mixMaps(scene.environment, environmentFrom(picture, 0.45), 0.75 * strength),
    lights: [...scene.lights.map((light) => tintLight(light, scale(tint, 1 - 0.3 * strength))), key],
  }
}

/** Moves the colours of what is painted, not of metal or glass, towards the palette: the setting to its ground tones, things to its accents. */
function paint(scene: StudioScene, picture: ReferencePicture, strength: number, view: View): StudioScene {
  const grounds = [...picture.palette].sort((a, b) => b.share - a.share)
  const accents = [...picture.palette].sort((a, b) => accent(b) - accent(a))
  const materials = [...scene.materials]
  const painted = new Map<string, number>()
  let things = 0
  const order = [...scene.meshes].sort((a, b) => meshSize(b) - meshSize(a))
  const assigned = new Map<string, ReferencePicture['palette'][number] | undefined>()
  for (const mesh of order) {
    if (assigned.has(mesh.nodeId)) continue
    const setting = settingOf(mesh, view)
    assigned.set(
      mesh.nodeId,
      setting === 'wall' ? grounds[0] : setting === 'floor' ? (grounds[1] ?? grounds[0]) : accents[things++ % Math.min(4, accents.length)],
    )
  }
  const meshes = scene.meshes.map((mesh) => {
    const material = materials[mesh.material]
    const target = assigned.get(mesh.nodeId)
    if (!material || !target || !takesPaint(material)) return mesh
    const key = `${mesh.material}/${mesh.nodeId}`
    let index = painted.get(key)
    if (index === undefined) {
      const weight = strength * (settingOf(mesh, view) ? 0.85 : 0.7)
      materials.push({
        ...material,
        baseColor: toward(material.baseColor, target.lab, weight),
        patternColor: toward(material.patternColor, target.lab, weight * 0.7),
      })
      index = materials.length - 1
      painted.set(key, index)
    }
    return { ...mesh, material: index }
  })
  const { background } = scene
  const ground = grounds[0]
  if (background.kind !== 'gradient' || !ground) return { ...scene, materials, meshes }
  const w = strength * 0.85
  return {
    ...scene,
    materials,
    meshes,
    background: { kind: 'gradient', top: toward(background.top, ground.lab, w), bottom: toward(background.bottom, (grounds[1] ?? ground).lab, w * 0.8) },
  }
}

const takesPaint = (m: StudioMaterial): boolean => m.metalness < 0.5 && m.transmission < 0.3 && Math.max(...m.emission) === 0

/** A colour moved to another's hue and chroma, and a little to its lightness, so that light things stay lighter than dark ones. */
function toward(color: Rgb, target: readonly [number, number, number], weight: number): Rgb {
  const lab = toOklab(color)
  const lightness = lab[0] + (target[0] - lab[0]) * weight * 0.5
  // Very light or dark colours cannot carry much chroma; asking for it would clip to another hue.
  const room = Math.min(1, 3.2 * Math.max(0.05, lightness) * Math.max(0.05, 1.02 - lightness))
  const limit = Math.min(1, (0.2 * room) / Math.max(1e-3, chroma([0, target[1], target[2]])))
  const [r, g, b] = fromOklab([lightness, lab[1] + (target[1] * limit - lab[1]) * weight, lab[2] + (target[2] * limit - lab[2]) * weight])
  return [Math.min(0.9, Math.max(0.004, r)), Math.min(0.9, Math.max(0.004, g)), Math.min(0.9, Math.max(0.004, b))]
}

/** An environment reference replaces the light around the scene by its strength, and the background where the sky is seen. */
function surround(scene: StudioScene, picture: ReferencePicture, strength: number): StudioScene {
  const environment = mixMaps(scene.environment, environmentFrom(picture, 0.8), strength)
  const lights = scene.lights.map((light) => tintLight(light, scale([1, 1, 1], 1 - 0.75 * strength)))
  if (scene.background.kind === 'environment') return { ...scene, environment, lights }
  const rows = (from: number, to: number): Rgb => averageRows(picture, from, to)
  const { top, bottom } = scene.background
  const like = (before: Rgb, color: Rgb): Rgb => blend(before, scale(color, 1.3), strength * 0.9)
  return { ...scene, environment, lights, background: { kind: 'gradient', top: like(top, rows(0, 0.3)), bottom: like(bottom, rows(0.35, 0.6)) } }
}

function averageRows(picture: ReferencePicture, from: number, to: number): Rgb {
  const [start, end] = [Math.floor(picture.height * from) * picture.width * 3, Math.max(1, Math.floor(picture.height * to)) * picture.width * 3]
  const sum: Rgb = [0, 0, 0]
  for (let o = start; o < end; o += 3) for (const c of [0, 1, 2] as const) sum[c] += picture.pixels[o + c] ?? 0
  return scale(sum, 3 / Math.max(3, end - start))
}

/** Blends two maps at the first one's brightness; the result has the larger size. */
function mixMaps(before: EnvironmentMap, after: EnvironmentMap, weight: number): EnvironmentMap {
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  const gain = skyLight(before) / Math.max(1e-4, skyLight(after))
  const data = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const a = (Math.floor((y * before.height) / height) * before.width + Math.floor((x * before.width) / width)) * 3
      const b = (Math.floor((y * after.height) / height) * after.width + Math.floor((x * after.width) / width)) * 3
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = (before.data[a + c] ?? 0) * (1 - weight) + (after.data[b + c] ?? 0) * gain * weight
    }
  }
  return { width, height, data }
}

/** Puts the reference on the named objects, or on the largest thing of the scene, as its texture and colour. */
async function cover(
  scene: StudioScene,
  reference: EngineReference,
  picture: ReferencePicture,
  strength: number,
  named: Named,
  view: View,
): Promise<StudioScene> {
  const things = scene.meshes.filter((mesh) => settingOf(mesh, view) === null)
  const largest = [...things].sort((a, b) => meshSize(b) - meshSize(a))[0]
  const targets = new Set(named.length > 0 ? named : largest ? [largest.nodeId] : [])
  if (targets.size === 0) return scene
  const textures = [...scene.textures, await textureFrom(reference, strength, picture)]
  const materials = [...scene.materials]
  const main = picture.palette[0]?.color ?? ([0.5, 0.5, 0.5] as Rgb)
  const meshes = scene.meshes.map((mesh) => {
    const material = materials[mesh.material]
    if (!material || !targets.has(mesh.nodeId)) return mesh
    const { metallicRoughnessTexture: _m, transmissionTexture: _t, normalTexture: _n, ...rest } = material
    const opaque: StudioMaterial = {
      ...rest,
      metalness: material.metalness * (1 - strength),
      transmission: material.transmission * (1 - strength),
      pattern: 'plain',
      roughness: Math.max(0.35, material.roughness),
    }
    materials.push(
      mesh.uvs
        ? { ...opaque, baseColor: [1, 1, 1], baseColorTexture: { texture: textures.length - 1, uv: 0, transform: [1, 0, 0, 0, 1, 0] } }
        : { ...opaque, baseColor: blend(material.baseColor, main, strength) },
    )
    return { ...mesh, material: materials.length - 1 }
  })
  return { ...scene, textures, materials, meshes }
}

async function textureFrom(reference: EngineReference, strength: number, picture: ReferencePicture): Promise<StudioTexture> {
  const side = 512
  const { data } = await sharp(reference.bytes)
    .rotate()
    .resize(side, side, { fit: 'cover' })
    .flatten({ background: '#808080' })
    .ensureAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const main = picture.palette[0]?.color ?? ([0.5, 0.5, 0.5] as Rgb)
  const flat = main.map((v) => 255 * Math.min(1, Math.max(0, v)) ** (1 / 2.2))
  const pixels = new Uint8Array(data.length)
  const detail = 0.4 + 0.6 * strength
  for (let i = 0; i < data.length; i++) pixels[i] = i % 4 === 3 ? 255 : Math.round((flat[i % 4] ?? 0) * (1 - detail) + (data[i] ?? 0) * detail)
  return { width: side, height: side, data: pixels, srgb: true, wrapS: 'mirror', wrapT: 'mirror' }
}
