import type { MaterialChange } from '@/lib/domain/look/look'
import type { FinishName, MaterialName } from '@/lib/domain/look/vocabulary/materials'
import { PLAIN_MATERIAL } from '../plain-material'
import type { Pattern, Rgb, StudioMaterial, StudioScene } from '../studio-scene'
import { blend, hexToLinear, scale } from './color'
import { meshSize, type View } from './measure'

/** How a material differs from plain, dull matter. Colours are sRGB. `detail` is how many pattern cells fit the object. */
type Recipe = Partial<
  Pick<StudioMaterial, 'metalness' | 'roughness' | 'transmission' | 'ior' | 'clearcoat' | 'clearcoatRoughness' | 'sheen' | 'specular' | 'thin'>
> & {
  color: string
  pattern?: Pattern
  patternColor?: string
  detail?: number
  bump?: number
  sheenColor?: string
  /** Colour of white light after a third of the object's size. */
  inside?: string
}

const wood = (color: string, patternColor: string, detail: number, more: Partial<Recipe> = {}): Recipe => ({
  color,
  patternColor,
  pattern: 'wood',
  detail,
  roughness: 0.42,
  clearcoat: 0.3,
  clearcoatRoughness: 0.22,
  ...more,
})
const metal = (color: string, roughness: number, more: Partial<Recipe> = {}): Recipe => ({ color, metalness: 1, roughness, ...more })
const cloth = (color: string, patternColor: string, more: Partial<Recipe> = {}): Recipe => ({
  color,
  patternColor,
  pattern: 'fabric',
  detail: 3,
  roughness: 0.95,
  specular: 0.25,
  sheen: 0.25,
  sheenColor: color,
  bump: 0.05,
  ...more,
})

const RECIPES: Readonly<Record<MaterialName, Recipe>> = {
  oak: wood('#c39a68', '#9c7043', 9),
  walnut: wood('#7a5034', '#432919', 9),
  pine: wood('#dcb682', '#bd8d55', 7, { clearcoat: 0.15 }),
  birch: wood('#e2cda8', '#cbae82', 7, { clearcoat: 0.15 }),
  'cherry-wood': wood('#95502f', '#6b3420', 9),
  mahogany: wood('#6d2e1c', '#3f1710', 9, { clearcoat: 0.6, clearcoatRoughness: 0.1 }),
  ebony: wood('#2c221d', '#120d0b', 9, { clearcoat: 0.5, clearcoatRoughness: 0.12 }),
  bamboo: wood('#d9bd82', '#b8945a', 12, { clearcoat: 0.2 }),
  marble: { color: '#efece7', pattern: 'marble', patternColor: '#7d7f85', detail: 1.5, roughness: 0.2, clearcoat: 0.6, clearcoatRoughness: 0.05 },
  'black-marble': { color: '#17171a', pattern: 'marble', patternColor: '#d8d3c9', detail: 1.4, roughness: 0.16, clearcoat: 0.7, clearcoatRoughness: 0.04 },
  'green-marble': { color: '#1c4a38', pattern: 'marble', patternColor: '#9cc0a8', detail: 1.5, roughness: 0.17, clearcoat: 0.7, clearcoatRoughness: 0.05 },
  travertine: { color: '#d8c6a8', pattern: 'concrete', patternColor: '#b89f7a', detail: 3, roughness: 0.5, bump: 0.012 },
  granite: { color: '#6d6d70', pattern: 'terrazzo', patternColor: '#26272a', detail: 7, roughness: 0.24, clearcoat: 0.5, clearcoatRoughness: 0.08 },
  slate: { color: '#3b4147', pattern: 'concrete', patternColor: '#555d64', detail: 3, roughness: 0.66, bump: 0.03 },
  sandstone: { color: '#cfae7e', pattern: 'concrete', patternColor: '#b08a58', detail: 3.4, roughness: 0.88, bump: 0.02 },
  stone: { color: '#8f8a81', pattern: 'concrete', patternColor: '#b2aca1', detail: 2.6, roughness: 0.8, bump: 0.035 },
  concrete: { color: '#8c8a86', pattern: 'concrete', patternColor: '#b5b2ac', detail: 2.6, roughness: 0.7, bump: 0.014 },
  terrazzo: { color: '#e6e0d6', pattern: 'terrazzo', patternColor: '#9a6a4e', detail: 8, roughness: 0.26, clearcoat: 0.5, clearcoatRoughness: 0.1 },
  plaster: { color: '#e0dbd2', roughness: 0.93, specular: 0.3, pattern: 'concrete', patternColor: '#e6e1d9', detail: 3, bump: 0.006 },
  clay: { color: '#d3cbc2', roughness: 0.9, specular: 0.3 },
  terracotta: { color: '#b9633f', pattern: 'concrete', patternColor: '#c87a54', detail: 2.6, roughness: 0.86, specular: 0.3, bump: 0.008 },
  brass: metal('#d8ab5e', 0.2),
  gold: metal('#f2c26b', 0.13),
  'rose-gold': metal('#e6aa94', 0.16),
  silver: metal('#eceae6', 0.14),
  copper: metal('#e3906c', 0.2),
  bronze: metal('#9a6f42', 0.32),
  steel: metal('#b9bcbf', 0.28, { pattern: 'brushed', patternColor: '#b9bcbf', detail: 2, bump: 0.02 }),
  iron: metal('#4c4b4b', 0.48),
  chrome: metal('#f0f1f3', 0.03),
  aluminium: metal('#d3d5d8', 0.3, { pattern: 'brushed', patternColor: '#d3d5d8', detail: 2, bump: 0.015 }),
  titanium: metal('#a29c94', 0.34),
  mirror: metal('#f7f8f8', 0.005),
  glass: { color: '#fbfdfc', transmission: 1, roughness: 0.01, ior: 1.5 },
  'frosted-glass': { color: '#f4f8f7', transmission: 1, roughness: 0.38, ior: 1.45 },
  crystal: { color: '#ffffff', transmission: 1, roughness: 0, ior: 1.72 },
  amber: { color: '#ffffff', transmission: 1, roughness: 0.02, ior: 1.54, inside: '#e8912a' },
  acrylic: { color: '#fbfcfd', transmission: 1, roughness: 0.03, ior: 1.49 },
  ice: { color: '#fbfeff', transmission: 1, roughness: 0.12, ior: 1.31, inside: '#dff1f8' },
  wax: { color: '#e8dcc2', roughness: 0.46, clearcoat: 0.25, clearcoatRoughness: 0.35 },
  jade: { color: '#4f8f6c', pattern: 'marble', patternColor: '#8fc0a0', detail: 1.2, roughness: 0.2, clearcoat: 0.6, clearcoatRoughness: 0.08 },
  ceramic: { color: '#e9e4da', roughness: 0.42, clearcoat: 0.9, clearcoatRoughness: 0.06 },
  porcelain: { color: '#f3f1ed', roughness: 0.3, clearcoat: 1, clearcoatRoughness: 0.03 },
  enamel: { color: '#b8202a', roughness: 0.35, clearcoat: 1, clearcoatRoughness: 0.02 },
  plastic: { color: '#e8e6e2', roughness: 0.38 },
  rubber: { color: '#1d1d1f', roughness: 0.82, specular: 0.4 },
  velvet: cloth('#6d1626', '#3d0a14', { sheen: 0.8, sheenColor: '#e0808f', detail: 5, bump: 0.02 }),
  linen: cloth('#d6cbb8', '#b3a58d', {}),
  cotton: cloth('#e5e1d8', '#cdc7ba', {}),
  wool: cloth('#c9bda9', '#a89a84', { detail: 1.8, bump: 0.09 }),
  felt: cloth('#8e8d8a', '#7b7a77', { detail: 6, bump: 0.02 }),
  silk: cloth('#d9cfc0', '#cbbfae', { roughness: 0.42, sheen: 0.6, specular: 0.6, detail: 8, bump: 0.008 }),
  leather: {
    color: '#7d4a2a',
    pattern: 'concrete',
    patternColor: '#6a3d22',
    detail: 9,
    roughness: 0.48,
    bump: 0.018,
    clearcoat: 0.15,
    clearcoatRoughness: 0.4,
  },
  suede: cloth('#9a6b48', '#855a3b', { detail: 7, bump: 0.02, sheen: 0.45 }),
  paper: { color: '#efebe2', roughness: 0.95, specular: 0.25, pattern: 'concrete', patternColor: '#f2eee6', detail: 6, bump: 0.004 },
  cardboard: { color: '#b58d61', roughness: 0.92, specular: 0.25, pattern: 'concrete', patternColor: '#a67e54', detail: 5, bump: 0.006 },
  cork: { color: '#b98d5c', roughness: 0.9, specular: 0.25, pattern: 'terrazzo', patternColor: '#7d5632', detail: 8 },
  checker: { color: '#ece9e3', pattern: 'checker', patternColor: '#1c1c1e', detail: 6, roughness: 0.22, clearcoat: 0.4, clearcoatRoughness: 0.08 },
}

const FINISHES: Readonly<Record<FinishName, (m: StudioMaterial) => Partial<StudioMaterial>>> = {
  matte: (m) => ({ roughness: m.metalness > 0.5 ? 0.55 : 0.92, clearcoat: 0, specular: Math.min(m.specular, 0.4) }),
  satin: (m) => ({ roughness: m.metalness > 0.5 ? 0.32 : 0.45, clearcoat: m.metalness > 0.5 ? 0 : 0.25, clearcoatRoughness: 0.35 }),
  glossy: (m) => (m.metalness > 0.5 ? { roughness: 0.08 } : { roughness: Math.min(m.roughness, 0.32), clearcoat: 1, clearcoatRoughness: 0.03 }),
  polished: (m) =>
    m.metalness > 0.5 ? { roughness: 0.05, bump: 0 } : { roughness: Math.min(m.roughness, 0.16), clearcoat: 0.9, clearcoatRoughness: 0.02, bump: m.bump * 0.2 },
  brushed: (m) => ({ pattern: 'brushed', patternColor: m.baseColor, bump: 0.02, roughness: Math.max(0.28, m.roughness) }),
  rough: (m) => ({
    roughness: Math.max(0.85, m.roughness),
    clearcoat: 0,
    bump: Math.max(m.bump, 0.02),
    pattern: m.pattern === 'plain' ? 'concrete' : m.pattern,
  }),
  frosted: (m) => (m.transmission > 0.1 ? { roughness: 0.36 } : { roughness: 0.6, clearcoat: 0 }),
  metallic: () => ({ metalness: 1, roughness: 0.26, transmission: 0 }),
}

/** What recipes start from: a surface with a little sheen, seen from both sides because it may land on an open shape. */
const STUFF: StudioMaterial = { ...PLAIN_MATERIAL, roughness: 0.5, clearcoatRoughness: 0.05, doubleSided: true }

/** Pattern cells a metre: as many as the recipe wants over the object, or over what the camera sees of it. */
export const patternScale = (detail: number, size: number, view: View): number => detail / Math.max(1e-3, Math.min(size, view.extent))

/** A material of the list in an optional colour, for an object of a size in metres. */
export function makeMaterial(name: MaterialName, color: Rgb | null, size: number, view: View): StudioMaterial {
  const { color: own, pattern, patternColor, detail, sheenColor, inside, ...optics } = RECIPES[name]
  const base = hexToLinear(own)
  const material: StudioMaterial = { ...STUFF, ...optics, name, baseColor: base }
  if (sheenColor) material.sheenColor = hexToLinear(sheenColor)
  if (pattern && patternColor) {
    material.pattern = pattern
    material.patternColor = hexToLinear(patternColor)
    material.patternScale = patternScale(detail ?? 2, size, view)
  }
  if (inside) {
    material.attenuationColor = hexToLinear(inside)
    material.attenuationDistance = size / 3
  }
  return color ? tint(material, color, size) : material
}

/** Gives a material a colour the way it would take one: glass in its depth, patterns in both of their colours. */
export function tint(material: StudioMaterial, color: Rgb, size: number): StudioMaterial {
  if (material.transmission > 0.1)
    return { ...material, attenuationColor: blend(color, [1, 1, 1], 0.12), attenuationDistance: size / 2, baseColor: blend(color, [1, 1, 1], 0.85) }
  const k = material.pattern === 'plain' ? 1 : 0.62
  const pattern = material.pattern === 'marble' ? blend(material.patternColor, color, 0.25) : scale(color, k)
  return { ...material, baseColor: color, patternColor: pattern, sheenColor: blend(color, [1, 1, 1], 0.35) }
}

const withoutTextures = (m: StudioMaterial): StudioMaterial => {
  const { baseColorTexture: _b, metallicRoughnessTexture: _m, normalTexture: _n, emissiveTexture: _e, transmissionTexture: _t, ...plain } = m
  return plain
}

/** One change on one material. A new material drops textures; a colour keeps everything else; a finish keeps the colour. */
function change(before: StudioMaterial, wish: MaterialChange, size: number, view: View): StudioMaterial {
  const color = wish.color ? hexToLinear(wish.color) : null
  let material: StudioMaterial = before
  if (wish.material) material = { ...makeMaterial(wish.material, color, size, view), doubleSided: before.doubleSided }
  else if (color) {
    const { baseColorTexture: _texture, ...rest } = before
    material = tint(rest, color, size)
  }
  if (wish.shade !== 0) {
    const k = wish.shade > 0 ? 1 + wish.shade : 1 + wish.shade * 0.75
    const shaded = (c: Rgb): Rgb => [Math.min(0.95, c[0] * k), Math.min(0.95, c[1] * k), Math.min(0.95, c[2] * k)]
    material = { ...material, baseColor: shaded(material.baseColor), patternColor: shaded(material.patternColor) }
  }
  if (wish.finish) {
    const { metallicRoughnessTexture: _texture, ...rest } = material
    material = { ...rest, ...FINISHES[wish.finish](rest) }
    if (material.pattern !== before.pattern && wish.material === null) material.patternScale = patternScale(2, size, view)
  }
  return wish.material ? withoutTextures(material) : material
}

/** Applies the changes in order, those for every object first. Lamps that glow keep glowing. */
export function applyMaterials(scene: StudioScene, changes: readonly MaterialChange[], view: View): StudioScene {
  if (changes.length === 0) return scene
  const ordered = [...changes.filter((c) => c.target === 'all'), ...changes.filter((c) => c.target !== 'all')]
  const materials = [...scene.materials]
  const meshes = scene.meshes.map((mesh) => {
    let material = materials[mesh.material]
    const wishes = ordered.filter((c) => c.target === 'all' || c.target.includes(mesh.nodeId))
    if (!material || wishes.length === 0) return mesh
    const { emission } = material
    const size = meshSize(mesh)
    for (const wish of wishes) material = change(material, wish, size, view)
    materials.push({ ...material, name: mesh.name, emission })
    return { ...mesh, material: materials.length - 1 }
  })
  return { ...scene, materials, meshes }
}
