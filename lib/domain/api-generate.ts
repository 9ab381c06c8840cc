import { z } from 'zod'
import { aspectRatioSchema, imageSizeSchema } from './aspect-ratio'
import { generationSettingsSchema, promptSchema, qualitySchema, referenceRoleSchema } from './generation'
import { idSchema } from './ids'

/** What a program asks for in place of the Image panel. What it leaves out is what the panel would begin with. */
export const apiGenerateSchema = z.strictObject({
  sceneId: idSchema.describe('The scene to make images of, as it is saved now.'),
  shot: z.string().min(1).max(120).optional().describe('A saved camera of the scene, by id or by name. Without it the camera that the scene was left with.'),
  prompt: promptSchema.default('').describe('How it is lit, what it is made of, how it is photographed.'),
  engine: z.string().min(1).max(64).default('studio').describe('An id of GET /api/v1/engines.'),
  ratio: aspectRatioSchema.default('4:3'),
  settings: z
    .strictObject({
      size: imageSizeSchema.default(1024).describe('The side of the square with about the same area, in pixels.'),
      quality: qualitySchema.default('standard'),
      images: generationSettingsSchema.shape.images.default(1),
      seed: generationSettingsSchema.shape.seed
        .optional()
        .describe('The same seed makes the same image, where the engine takes seeds. Chosen by chance without it.'),
      negativePrompt: generationSettingsSchema.shape.negativePrompt,
      canvas: z.boolean().default(true).describe('Whether the image follows the scene. Without it, prompt and references are all there is.'),
    })
    .prefault({}),
  references: z
    .array(
      z.strictObject({
        assetId: idSchema.describe('What POST /api/v1/assets answered.'),
        role: referenceRoleSchema,
        strength: z.number().min(0).max(1).default(0.7),
      }),
    )
    .max(2)
    .default([]),
})
export type ApiGenerate = z.output<typeof apiGenerateSchema>
