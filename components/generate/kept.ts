import { type Kept, keptSchema } from './panel-state'

const key = (sceneId: string): string => `maquette:image:${sceneId}`

/** What the Image panel of this scene was left with, or null. Anything that does not fit (an older version, a full disk) counts as nothing. */
export function readKept(sceneId: string): Kept | null {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(localStorage.getItem(key(sceneId)) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Storage may be full or forbidden; then the panel works and forgets. */
export function writeKept(sceneId: string, kept: Kept): void {
  try {
    localStorage.setItem(key(sceneId), JSON.stringify(kept))
  } catch {
    // Nothing to do: the next visit begins with the defaults.
  }
}
