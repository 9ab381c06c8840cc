import type { assets, modelImports } from '@/db/schema'

export type ModelImportStatus = (typeof modelImports.$inferSelect)['status']
type Vector = readonly [number, number, number]

/** A model on its way from the uploaded file to the canonical GLB. */
export type ModelImportDto = {
  id: string
  teamId: string
  fileName: string
  status: ModelImportStatus
  /** A sentence for the user when it failed. */
  error: string | null
  /** What was left out or changed on the way, one sentence each. */
  notes: string[]
  /** Set when it succeeded. Bounds in the model's own units, metres by the glTF standard. */
  model: { assetId: string; triangles: number; bounds: { min: Vector; max: Vector } } | null
  createdAt: Date
  finishedAt: Date | null
}

/** The facts about a canonical model that its asset row carries in `meta`. */
export type ModelFacts = { triangles: number; bounds: { min: Vector; max: Vector } }

export const toModelMeta = ({ triangles, bounds: { min, max } }: ModelFacts): Record<string, number> => ({
  triangles,
  minX: min[0],
  minY: min[1],
  minZ: min[2],
  maxX: max[0],
  maxY: max[1],
  maxZ: max[2],
})

export function toModelImportDto(row: typeof modelImports.$inferSelect, modelMeta: (typeof assets.$inferSelect)['meta'] | null): ModelImportDto {
  const { id, teamId, fileName, status, error, notes, modelAssetId, createdAt, finishedAt } = row
  const number = (key: string): number => Number(modelMeta?.[key] ?? 0)
  const model =
    status === 'succeeded' && modelAssetId
      ? {
          assetId: modelAssetId,
          triangles: number('triangles'),
          bounds: {
            min: [number('minX'), number('minY'), number('minZ')] as const,
            max: [number('maxX'), number('maxY'), number('maxZ')] as const,
          },
        }
      : null
  return { id, teamId, fileName, status, error, notes, model, createdAt, finishedAt }
}
