import type { z } from 'zod'
import type { OutputFacts } from '@/lib/data/outputs/read-output'
import type { GenerationView } from '@/lib/domain/generation-view'
import type * as schema from './schemas'

/** How the API names what the rest of the program knows. */
export const API_PATH = '/api/v1'

const iso = (ms: number): string => new Date(ms).toISOString()
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

export const toApiOutput = (output: OutputFacts): z.input<typeof schema.output> => ({
  ...output,
  file: `${API_PATH}/outputs/${output.id}/file`,
})

export const toApiGeneration = (generation: GenerationView): z.input<typeof schema.generation> => ({
  ...generation,
  shot: generation.shotName,
  createdAt: iso(generation.createdAtMs),
  startedAt: isoOrNull(generation.startedAtMs),
  finishedAt: isoOrNull(generation.finishedAtMs),
  outputs: generation.outputs.map((output) => toApiOutput({ ...output, generationId: generation.id })),
})
