import { z } from 'zod'
import { idSchema } from '../domain/ids'
import { isStorableText, NOT_STORABLE } from '../domain/text'

/**
 * The scene document: plain JSON, right-handed, y up, metres, angles in degrees, colours as sRGB hex. Euler rotations are
 * intrinsic XYZ as in three.js. The three.js scene and Studio's scene are both derived from it.
 */
export const SCENE_VERSION = 1

const finite = z.number().min(-1e6).max(1e6)
const vec3 = z.tuple([finite, finite, finite])
const unit = z.number().min(0).max(1)
const hexColor = z.string().regex(/^#[0-9a-f]{6}$/, 'A colour is written as #rrggbb in lower case.')
const name = z.string().min(1).max(120).refine(isStorableText, NOT_STORABLE)
/** Ids are used as object keys, so their alphabet excludes names such as `__proto__`. */
export const sceneIdSchema = z.string().regex(/^(node|shot)_[0-9a-z]{1,40}$/)

export const materialSchema = z.strictObject({
  color: hexColor,
  metalness: unit,
  roughness: unit,
  transmission: unit,
  /** Index of refraction, 1 to 2.5. */
  ior: z.number().min(1).max(2.5),
  emissive: hexColor,
  /** Multiplies the emissive colour; 1 is as bright as a white surface in full light. */
  emissiveIntensity: z.number().min(0).max(1000),
  clearcoat: unit,
  clearcoatRoughness: unit,
})
export type Material = z.infer<typeof materialSchema>

export const DEFAULT_MATERIAL: Material = {
  color: '#c9c5bf',
  metalness: 0,
  roughness: 0.5,
  transmission: 0,
  ior: 1.5,
  emissive: '#000000',
  emissiveIntensity: 0,
  clearcoat: 0,
  clearcoatRoughness: 0.05,
}

const positive = z.number().min(0.001).max(10_000)
const segments = z.number().int().min(3).max(256)

/** Primitive shapes, centred on their own origin except `text`, which stands on its base line at the left. Sizes in metres. */
export const geometrySchema = z.discriminatedUnion('shape', [
  z.strictObject({ shape: z.literal('box'), width: positive, height: positive, depth: positive, bevel: z.number().min(0).max(1) }),
  z.strictObject({ shape: z.literal('sphere'), radius: positive }),
  z.strictObject({
    shape: z.literal('cylinder'),
    radiusTop: z.number().min(0).max(10_000),
    radiusBottom: z.number().min(0).max(10_000),
    height: positive,
    bevel: z.number().min(0).max(1),
  }),
  z.strictObject({ shape: z.literal('cone'), radius: positive, height: positive }),
  z.strictObject({ shape: z.literal('torus'), radius: positive, tube: positive }),
  z.strictObject({ shape: z.literal('plane'), width: positive, depth: positive }),
  z.strictObject({
    shape: z.literal('text'),
    text: z.string().min(1).max(80).refine(isStorableText, NOT_STORABLE),
    size: positive,
    depth: z.number().min(0).max(100),
  }),
  /** A profile turned about the y axis: [radius, y] pairs from bottom to top. */
  z.strictObject({
    shape: z.literal('lathe'),
    profile: z
      .array(z.tuple([z.number().min(0).max(10_000), finite]))
      .min(2)
      .max(200),
    segments,
  }),
])
export type Geometry = z.infer<typeof geometrySchema>

const transform = {
  name,
  visible: z.boolean(),
  position: vec3,
  /** Degrees, intrinsic XYZ. */
  rotation: vec3,
  scale: vec3,
}

export const meshNodeSchema = z.strictObject({ type: z.literal('mesh'), ...transform, geometry: geometrySchema, material: materialSchema })
export const modelNodeSchema = z.strictObject({
  type: z.literal('model'),
  ...transform,
  /** The canonical GLB in this team's assets. */
  assetId: idSchema,
  /** Replaces every material of the model when set. */
  material: materialSchema.nullable(),
})
export const lightSchema = z.discriminatedUnion('kind', [
  /** Shines along its local −z axis. Illuminance in lux/π units as three.js `DirectionalLight.intensity`. Softness: angular diameter in degrees. */
  z.strictObject({ kind: z.literal('directional'), color: hexColor, intensity: z.number().min(0).max(10_000), softness: z.number().min(0).max(90) }),
  /** Radiant like three.js `PointLight` with decay 2, intensity in candela. Radius in metres makes its shadow soft in Studio. */
  z.strictObject({ kind: z.literal('point'), color: hexColor, intensity: z.number().min(0).max(100_000), radius: z.number().min(0).max(100) }),
  /** A rectangle that shines along its local −z axis, as three.js `RectAreaLight`, intensity in nits. */
  z.strictObject({ kind: z.literal('area'), color: hexColor, intensity: z.number().min(0).max(100_000), width: positive, height: positive }),
])
export type Light = z.infer<typeof lightSchema>
export const lightNodeSchema = z.strictObject({ type: z.literal('light'), ...transform, light: lightSchema })

export const nodeSchema = z.discriminatedUnion('type', [meshNodeSchema, modelNodeSchema, lightNodeSchema])
export type SceneNode = z.infer<typeof nodeSchema>
export type MeshNode = z.infer<typeof meshNodeSchema>
export type ModelNode = z.infer<typeof modelNodeSchema>
export type LightNode = z.infer<typeof lightNodeSchema>

export const ENVIRONMENT_PRESETS = ['studio', 'softbox', 'day', 'sunset', 'overcast', 'night', 'sky'] as const
export const environmentSchema = z.strictObject({
  preset: z.enum(ENVIRONMENT_PRESETS),
  intensity: z.number().min(0).max(20),
  /** Degrees about y. */
  rotation: finite,
  /** What the camera sees behind the objects. */
  background: z.enum(['environment', 'gradient', 'color']),
  color: hexColor,
  /** The upper colour of a gradient; `color` is the lower one. */
  colorTop: hexColor,
  /** For the presets `day`, `sunset` and `sky`. Degrees: elevation above the horizon, azimuth from +x towards +z. */
  sunElevation: z.number().min(-10).max(90),
  sunAzimuth: finite,
  /** 0 none to 1 overcast. */
  clouds: unit,
})
export type Environment = z.infer<typeof environmentSchema>

/**
 * A camera. `fov` is in degrees along the longer side of the picture (a 36 mm sensor fitted to the longer side), so the
 * subject keeps its size when the aspect ratio turns from landscape to portrait.
 */
export const cameraSchema = z.strictObject({
  position: vec3,
  target: vec3,
  fov: z.number().min(5).max(140),
  /** f-number of a thin lens for Studio's depth of field on a 36 mm sensor, or null for everything in focus. */
  fStop: z.number().min(0.5).max(64).nullable(),
  /** Metres along the view direction; null focuses on the target. */
  focusDistance: z.number().min(0.01).max(10_000).nullable(),
})
export type Camera = z.infer<typeof cameraSchema>

export const shotSchema = z.strictObject({ id: sceneIdSchema, name, camera: cameraSchema })
export type Shot = z.infer<typeof shotSchema>

export const NODES_MAX = 2000
export const SHOTS_MAX = 100

export const sceneDocumentSchema = z
  .strictObject({
    version: z.literal(SCENE_VERSION),
    nodes: z.record(sceneIdSchema, nodeSchema),
    /** Every node id exactly once, in the order of the outliner. */
    order: z.array(sceneIdSchema).max(NODES_MAX),
    environment: environmentSchema,
    camera: cameraSchema,
    shots: z.array(shotSchema).max(SHOTS_MAX),
    /** The shot that the camera was last taken from, if any. */
    activeShotId: sceneIdSchema.nullable(),
    exposure: z.number().min(-10).max(10),
  })
  .superRefine((doc, ctx) => {
    const ids = new Set(doc.order)
    const known = Object.keys(doc.nodes)
    if (ids.size !== doc.order.length || known.length !== ids.size || known.some((id) => !ids.has(id))) {
      ctx.addIssue({ code: 'custom', message: 'The order must list every node exactly once.', path: ['order'] })
    }
  })
export type SceneDocument = z.infer<typeof sceneDocumentSchema>
