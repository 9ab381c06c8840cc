import type { StudioMaterial } from './studio-scene'

/** White, matt, solid matter: what a material is in everything that neither a document, a model nor a recipe says of it. */
export const PLAIN_MATERIAL: StudioMaterial = {
  name: 'plain',
  baseColor: [1, 1, 1],
  metalness: 0,
  roughness: 1,
  transmission: 0,
  ior: 1.5,
  emission: [0, 0, 0],
  clearcoat: 0,
  clearcoatRoughness: 0,
  sheen: 0,
  sheenColor: [1, 1, 1],
  specular: 1,
  attenuationColor: [1, 1, 1],
  attenuationDistance: Number.POSITIVE_INFINITY,
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
