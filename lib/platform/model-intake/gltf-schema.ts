import { z } from 'zod'
import { damaged, ITEMS_MAX, NODES_MAX, TEXTURES_MAX, tooComplex } from './limits'

/**
 * The part of glTF 2.0 JSON by which data is found and sized. The rest is left to the reader, which finds nothing there
 * that could make it allocate.
 */
const index = z.int().min(0).max(ITEMS_MAX)
const bytes = z.int().min(0)
const list = <Item extends z.ZodType>(item: Item, max = ITEMS_MAX) => z.array(item).max(max).optional()
const name = z.string().optional()

const compressedView = z.looseObject({ buffer: index, byteOffset: bytes.optional(), byteLength: bytes, byteStride: z.int().min(1).max(256), count: bytes })

const bufferView = z.looseObject({
  buffer: index,
  byteOffset: bytes.optional(),
  byteLength: z.int().min(1),
  byteStride: z.int().min(4).max(252).optional(),
  extensions: z.looseObject({ EXT_meshopt_compression: compressedView.optional() }).optional(),
})

const accessor = z.looseObject({
  bufferView: index.optional(),
  byteOffset: bytes.optional(),
  componentType: z.union([z.literal(5120), z.literal(5121), z.literal(5122), z.literal(5123), z.literal(5125), z.literal(5126)]),
  count: z.int().min(1),
  type: z.enum(['SCALAR', 'VEC2', 'VEC3', 'VEC4', 'MAT2', 'MAT3', 'MAT4']),
  sparse: z
    .looseObject({
      count: z.int().min(1),
      indices: z.looseObject({ bufferView: index, byteOffset: bytes.optional(), componentType: z.union([z.literal(5121), z.literal(5123), z.literal(5125)]) }),
      values: z.looseObject({ bufferView: index, byteOffset: bytes.optional() }),
    })
    .optional(),
})

const attributes = z.record(z.string(), index)
const primitive = z.looseObject({
  attributes,
  indices: index.optional(),
  material: index.optional(),
  mode: z.int().min(0).max(6).optional(),
  targets: list(attributes, 256),
  extensions: z.looseObject({ KHR_draco_mesh_compression: z.looseObject({ bufferView: index, attributes }).optional() }).optional(),
})

const textureSource = z.looseObject({ source: index }).optional()
const texture = z.looseObject({
  name,
  source: index.optional(),
  sampler: index.optional(),
  extensions: z.looseObject({ KHR_texture_basisu: textureSource, EXT_texture_webp: textureSource, EXT_texture_avif: textureSource }).optional(),
})

const numbers = (length: number) => z.array(z.number()).length(length).optional()
const node = z.looseObject({
  name,
  children: list(index),
  mesh: index.optional(),
  skin: index.optional(),
  matrix: numbers(16),
  translation: numbers(3),
  rotation: numbers(4),
  scale: numbers(3),
  weights: z.array(z.number()).max(256).optional(),
  extensions: z.looseObject({ EXT_mesh_gpu_instancing: z.looseObject({ attributes }).optional() }).optional(),
})

const gltfSchema = z.looseObject({
  asset: z.looseObject({ version: z.string() }),
  extensionsUsed: z.array(z.string()).optional(),
  extensionsRequired: z.array(z.string()).optional(),
  scene: index.optional(),
  scenes: list(z.looseObject({ nodes: list(index) })),
  nodes: list(node, NODES_MAX),
  meshes: list(z.looseObject({ name, primitives: z.array(primitive).min(1) })),
  materials: list(z.looseObject({ name })),
  accessors: list(accessor),
  bufferViews: list(bufferView),
  buffers: list(z.looseObject({ byteLength: bytes, uri: z.string().optional() })),
  images: list(z.looseObject({ name, uri: z.string().optional(), bufferView: index.optional(), mimeType: z.string().optional() }), TEXTURES_MAX),
  textures: list(texture, TEXTURES_MAX),
  skins: list(z.looseObject({ joints: z.array(index), inverseBindMatrices: index.optional() })),
})
export type Gltf = z.infer<typeof gltfSchema>
export type GltfAccessor = z.infer<typeof accessor>
export type GltfPrimitive = z.infer<typeof primitive>
export type GltfNode = z.infer<typeof node>

const LISTS: Record<string, string> = { nodes: 'objects', meshes: 'meshes', materials: 'materials', images: 'textures', textures: 'textures' }

/** @throws AppError when the JSON is no glTF that can be worked with. */
export function parseGltf(json: unknown): Gltf {
  const parsed = gltfSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const tooMany = parsed.error.issues.find((issue) => issue.code === 'too_big' && issue.path.length === 1)
  throw tooMany ? tooComplex(LISTS[String(tooMany.path[0])] ?? 'parts') : damaged(parsed.error)
}
