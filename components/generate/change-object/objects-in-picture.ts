import { z } from 'zod'
import { passUrl } from '../api'
import { decodeIds, type ObjectIds } from './decode-ids'

/** The objects of a picture, and which of them each pixel shows. */
export type ObjectsInPicture = ObjectIds & { objects: readonly PictureObject[] }
/** `id` is the number in the id pass, `node` the object in the scene. */
export type PictureObject = { id: number; node: string; name: string }

const tableSchema = z.object({ objects: z.array(z.object({ id: z.number().int().min(1), node: z.string(), name: z.string() })) })

/** @returns null where the passes cannot be had. */
export async function fetchObjects(generationId: string, signal: AbortSignal): Promise<ObjectsInPicture | null> {
  try {
    const [ids, table] = await Promise.all([fetch(passUrl(generationId, 'ids'), { signal }), fetch(passUrl(generationId, 'objects'), { signal })])
    if (!ids.ok || !table.ok) return null
    return inSight(await decodeIds(await ids.arrayBuffer()), tableSchema.parse(await table.json()).objects)
  } catch {
    return null
  }
}

/** Only what can be seen can be chosen, in the order of the names; a few stray pixels are nothing that one could point at. */
export function inSight(picture: ObjectIds, table: readonly PictureObject[]): ObjectsInPicture {
  const counts = new Map<number, number>()
  for (const id of picture.ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  const least = Math.max(4, picture.ids.length / 50_000)
  const objects = table.filter(({ id }) => (counts.get(id) ?? 0) >= least).sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  return { ...picture, objects }
}

/** What a place of the picture shows, from 0 to 1 from the left and the top; null for the background. */
export function objectAt({ width, height, ids, objects }: ObjectsInPicture, x: number, y: number): PictureObject | null {
  const [column, row] = [Math.min(width - 1, Math.max(0, Math.floor(x * width))), Math.min(height - 1, Math.max(0, Math.floor(y * height)))]
  const id = ids[row * width + column]
  return objects.find((object) => object.id === id) ?? null
}
