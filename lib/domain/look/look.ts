import { z } from 'zod'
import { FINISHES, MATERIALS } from './vocabulary/materials'

/** What a prompt asks for, as plain values that a renderer can act on. Frozen with each generation; `null` and 0 mean "as the scene has it". */
export const TIMES = ['golden-hour', 'sunrise', 'noon', 'day', 'overcast', 'dusk', 'night', 'moonlight', 'candlelight', 'neon', 'studio', 'softbox'] as const
export const LIGHT_SIDES = ['left', 'right', 'above', 'below', 'behind', 'front'] as const

const hex = z.string().regex(/^#[0-9a-f]{6}$/)
const signed = z.number().min(-1).max(1)
const unit = z.number().min(0).max(1)
const nodeId = z.string().min(1).max(64)

export const backdropSchema = z.discriminatedUnion('kind', [
  /** One even colour behind everything. */
  z.strictObject({ kind: z.literal('plain'), color: hex }),
  /** A floor that runs up into the wall, lit; null takes the scene's own colour. */
  z.strictObject({ kind: z.literal('seamless'), color: hex.nullable() }),
  z.strictObject({ kind: z.literal('gradient'), top: hex.nullable(), bottom: hex.nullable() }),
  /** The sky that lights the scene. Clouds 0 to 1, null for the scene's own. */
  z.strictObject({ kind: z.literal('sky'), clouds: unit.nullable() }),
])
export type Backdrop = z.infer<typeof backdropSchema>

export const materialChangeSchema = z.strictObject({
  /** Node ids, or every object. */
  target: z.union([z.literal('all'), z.array(nodeId).min(1)]),
  material: z.enum(MATERIALS).nullable(),
  color: hex.nullable(),
  finish: z.enum(FINISHES).nullable(),
  /** −1 darker to 1 lighter than the colour would be. */
  shade: signed,
})
export type MaterialChange = z.infer<typeof materialChangeSchema>

/** What an object takes from a reference: its surface where the reference is there for materials, its colours otherwise. */
export const referenceChangeSchema = z.strictObject({ slot: z.union([z.literal(2), z.literal(3)]), target: z.array(nodeId).min(1) })

export const lookSchema = z.strictObject({
  version: z.literal(1),
  lighting: z.strictObject({
    time: z.enum(TIMES).nullable(),
    /** Bright with little shadow, or dark with one light. */
    key: z.enum(['high', 'low']).nullable(),
    dramatic: z.boolean(),
    rim: z.boolean(),
    from: z.enum(LIGHT_SIDES).nullable(),
    shadows: z.enum(['soft', 'hard']).nullable(),
    longShadows: z.boolean(),
    /** −1 cool to 1 warm. */
    temperature: signed,
    color: hex.nullable(),
    /** −1 dim to 1 bright. */
    brightness: signed,
  }),
  backdrop: backdropSchema.nullable(),
  materials: z.array(materialChangeSchema),
  /** Readings from before there were mentions have none. */
  references: z.array(referenceChangeSchema).default([]),
  focus: z.strictObject({
    depth: z.enum(['shallow', 'medium', 'deep', 'macro']).nullable(),
    on: nodeId.nullable(),
  }),
  grade: z.strictObject({
    temperature: signed,
    saturation: signed,
    contrast: signed,
    monochrome: z.boolean(),
    sepia: z.boolean(),
    pastel: z.boolean(),
    /** Shadows towards teal, lights towards orange. */
    cinematic: z.boolean(),
    grain: unit,
    vignette: unit,
  }),
  style: z.enum(['clay', 'product']).nullable(),
})
export type Look = z.infer<typeof lookSchema>

export const emptyLook = (): Look => ({
  version: 1,
  lighting: {
    time: null,
    key: null,
    dramatic: false,
    rim: false,
    from: null,
    shadows: null,
    longShadows: false,
    temperature: 0,
    color: null,
    brightness: 0,
  },
  backdrop: null,
  materials: [],
  references: [],
  focus: { depth: null, on: null },
  grade: { temperature: 0, saturation: 0, contrast: 0, monochrome: false, sepia: false, pastel: false, cinematic: false, grain: 0, vignette: 0 },
  style: null,
})

export const CHIP_KINDS = ['light', 'backdrop', 'material', 'reference', 'focus', 'grade', 'style'] as const

/** Spans are UTF-16 offsets into the prompt, end exclusive; spans of chips and ignored words never overlap. */
export const readingSchema = z.strictObject({
  chips: z.array(z.strictObject({ label: z.string(), kind: z.enum(CHIP_KINDS), start: z.number().int(), end: z.number().int() })),
  ignored: z.array(z.strictObject({ text: z.string(), reason: z.string(), start: z.number().int(), end: z.number().int() })),
  look: lookSchema,
})
export type Reading = z.infer<typeof readingSchema>
export type Chip = Reading['chips'][number]
export type Ignored = Reading['ignored'][number]
