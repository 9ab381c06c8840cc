import { MATERIAL_PRESETS } from '../material-presets'
import type { Material } from '../schema'
import { colorChange, colorDistance, colorWords } from './color-words'
import { fromTo, percentWords, plain } from './measures'

/** How far a material may lie from a preset and still go by its name. Colour is a distance in Oklab. */
const NEAR = { color: 0.05, roughness: 0.12, metalness: 0.1, transmission: 0.15, clearcoat: 0.3 } as const

/** Glass may be of any colour, and metal worn or polished: the name stays. */
function distance(material: Material, preset: Material): number {
  const isGlass = preset.transmission > 0.5
  const isMetal = preset.metalness > 0.5
  const off = {
    color: colorDistance(material.color, preset.color),
    roughness: Math.abs(material.roughness - preset.roughness) / (isMetal ? 2 : 1),
    metalness: Math.abs(material.metalness - preset.metalness),
    transmission: Math.abs(material.transmission - preset.transmission),
    clearcoat: Math.abs(material.clearcoat - preset.clearcoat),
  }
  if (isGlass) off.color = 0
  let sum = 0
  for (const key of Object.keys(NEAR) as (keyof typeof NEAR)[]) {
    const share = off[key] / NEAR[key]
    if (share > 1) return Number.POSITIVE_INFINITY
    sum += share
  }
  return sum
}

const glows = (material: Material): boolean => material.emissiveIntensity > 0 && material.emissive !== '#000000'

/** The name of the preset that a material is, or nearly is; null for one of its own. */
function presetName(material: Material): string | null {
  if (glows(material)) return null
  let best: { name: string; far: number } | null = null
  for (const preset of MATERIAL_PRESETS) {
    const far = distance(material, preset.material)
    if (far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { name: preset.name.toLowerCase(), far }
  }
  if (best === null) return null
  return best.name === 'glass' && colorDistance(material.color, '#ffffff') > 0.12 ? `${colorWords(material.color)} glass` : best.name
}

/** A few words for any material: `brass`, `matte red`, `polished grey metal`. */
function materialWords(material: Material): string {
  const name = presetName(material)
  if (name) return name
  const finish = material.roughness < 0.15 || material.clearcoat > 0.5 ? 'glossy ' : material.roughness > 0.75 ? 'matte ' : ''
  const matter = material.metalness > 0.5 ? ' metal' : material.transmission > 0.5 ? ' glass' : ''
  return `${glows(material) ? 'glowing ' : ''}${finish}${colorWords(glows(material) ? material.emissive : material.color)}${matter}`
}

/**
 * What became of a material, in clauses: `steel to brass` where names say it, else what changed in it. `null` stands for a
 * model's own materials.
 */
export function materialChange(before: Material | null, after: Material | null): string[] {
  if (before === null || after === null) {
    if (before === after) return []
    return after ? [`its own materials to ${materialWords(after)}`] : [`${before ? materialWords(before) : ''} to its own materials`]
  }
  const [was, is] = [materialWords(before), materialWords(after)]
  const named = presetName(before) !== null || presetName(after) !== null
  return named && was !== is ? [`${was} to ${is}`] : propertyChanges(before, after)
}

function propertyChanges(before: Material, after: Material): string[] {
  const share = (what: string, key: 'metalness' | 'roughness' | 'transmission' | 'clearcoat' | 'clearcoatRoughness'): string | null =>
    fromTo(what, percentWords(before[key]), percentWords(after[key]))
  const color = colorChange(before.color, after.color)
  const coated = before.clearcoat > 0 && after.clearcoat > 0
  const clear = before.transmission > 0 && after.transmission > 0
  return [
    color && `colour ${color}`,
    share('metalness', 'metalness'),
    share('roughness', 'roughness'),
    share('transmission', 'transmission'),
    clear ? fromTo('refraction', plain(before.ior, 2), plain(after.ior, 2)) : null,
    share('clear coat', 'clearcoat'),
    coated ? share('roughness of the coat', 'clearcoatRoughness') : null,
    glowChange(before, after),
  ].filter((clause) => clause !== null)
}

function glowChange(before: Material, after: Material): string | null {
  if (!glows(before) && !glows(after)) return null
  if (!glows(before)) return `now glows ${colorWords(after.emissive)}`
  if (!glows(after)) return 'no longer glows'
  const color = colorChange(before.emissive, after.emissive)
  return color ? `glow ${color}` : fromTo('glow', plain(before.emissiveIntensity, 2), plain(after.emissiveIntensity, 2))
}
