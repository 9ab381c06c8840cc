import type { Material } from '@/lib/scene/schema'
import type { StudioMaterial } from '../studio-scene'
import { linearHex, scaleRgb } from './color'

/** Everything that neither the document nor glTF says. */
export const MATERIAL_DEFAULTS: Omit<StudioMaterial, 'name'> = {
  baseColor: [1, 1, 1],
  metalness: 0,
  roughness: 1,
  transmission: 0,
  ior: 1.5,
  emission: [0, 0, 0],
  clearcoat: 0,
  clearcoatRoughness: 0,
  sheen: 0,
  sheenColor: [0, 0, 0],
  specular: 1,
  attenuationColor: [1, 1, 1],
  attenuationDistance: Infinity,
  thin: false,
  doubleSided: false,
  alphaMode: 'opaque',
  alpha: 1,
  alphaCutoff: 0.5,
  pattern: 'plain',
  patternScale: 1,
  patternColor: [0, 0, 0],
  bump: 0,
}

/** A material of the scene document. An open shape has no inside: light passes it as it passes a sheet. */
export function compileMaterial(name: string, material: Material, isOpen: boolean): StudioMaterial {
  return {
    ...MATERIAL_DEFAULTS,
    name,
    baseColor: linearHex(material.color),
    metalness: material.metalness,
    roughness: material.roughness,
    transmission: material.transmission,
    ior: material.ior,
    emission: scaleRgb(linearHex(material.emissive), material.emissiveIntensity),
    clearcoat: material.clearcoat,
    clearcoatRoughness: material.clearcoatRoughness,
    thin: isOpen,
    doubleSided: isOpen,
  }
}
