import {
  EXTMeshGPUInstancing,
  EXTMeshoptCompression,
  EXTTextureAVIF,
  EXTTextureWebP,
  KHRDracoMeshCompression,
  KHRMaterialsClearcoat,
  KHRMaterialsEmissiveStrength,
  KHRMaterialsIOR,
  KHRMaterialsPBRSpecularGlossiness,
  KHRMaterialsSheen,
  KHRMaterialsSpecular,
  KHRMaterialsTransmission,
  KHRMaterialsUnlit,
  KHRMaterialsVolume,
  KHRMeshQuantization,
  KHRTextureBasisu,
  KHRTextureTransform,
} from '@gltf-transform/extensions'

/** What the viewport and Studio both draw; it stays in the canonical GLB. */
export const KEPT_EXTENSIONS = [
  KHRMaterialsClearcoat,
  KHRMaterialsEmissiveStrength,
  KHRMaterialsIOR,
  KHRMaterialsSheen,
  KHRMaterialsSpecular,
  KHRMaterialsTransmission,
  KHRMaterialsUnlit,
  KHRMaterialsVolume,
  KHRTextureTransform,
]

/** Other ways to write down the same thing; they are resolved and leave no trace. */
export const RESOLVED_EXTENSIONS = [
  EXTMeshGPUInstancing,
  EXTMeshoptCompression,
  EXTTextureAVIF,
  EXTTextureWebP,
  KHRDracoMeshCompression,
  KHRMaterialsPBRSpecularGlossiness,
  KHRMeshQuantization,
  KHRTextureBasisu,
]

const READABLE: readonly string[] = [...KEPT_EXTENSIONS, ...RESOLVED_EXTENSIONS].map((extension) => extension.EXTENSION_NAME)

/** What can be left out even where a file says that it is required: the model still looks as it was made. */
const DROPPED = new Map(
  Object.entries({
    KHR_lights_punctual: 'Lights were left out: add lights in the scene.',
    KHR_materials_variants: 'Only the first variant of the materials was kept.',
    KHR_materials_iridescence: 'Iridescence was left out of the materials.',
    KHR_materials_anisotropy: 'Anisotropy was left out of the materials.',
    KHR_materials_dispersion: 'Dispersion was left out of the materials.',
    KHR_materials_diffuse_transmission: 'Diffuse transmission was left out of the materials.',
    KHR_animation_pointer: 'Animations were left out.',
  }),
)

const NAMES = new Map(Object.entries({ KHR_meshopt_compression: 'a newer form of meshopt compression' }))

export const isReadable = (extension: string): boolean => READABLE.includes(extension) || DROPPED.has(extension)

/** An extension in the words of an exporter's dialog where we know them. */
export const nameOfExtension = (extension: string): string => NAMES.get(extension) ?? `the glTF extension ${extension.slice(0, 60)}`

/** One sentence for each extension of a file whose effect does not come through. */
export const notesOnExtensions = (used: readonly string[]): string[] => [...new Set(used.flatMap((extension) => DROPPED.get(extension) ?? []))]
