import type { Material } from '@/lib/scene/schema'
import { PLAIN_MATERIAL } from '../plain-material'
import type { StudioMaterial } from '../studio-scene'
import { linearHex, scaleRgb } from './color'

/** A material of the scene document. An open shape has no inside: light passes it as it passes a sheet. */
export function compileMaterial(name: string, material: Material, isOpen: boolean): StudioMaterial {
  return {
    ...PLAIN_MATERIAL,
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
