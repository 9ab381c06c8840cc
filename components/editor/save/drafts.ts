import { z } from 'zod'
import { patchesSchema } from '@/lib/scene/patches/patch'
import type { Draft } from './autosave'

const draftSchema = z.object({ baseRevision: z.number().int(), patches: patchesSchema })
const key = (sceneId: string): string => `maquette:draft:${sceneId}`

/** Unsaved work that an earlier visit left in this browser. */
export function readDraft(sceneId: string): Draft | null {
  try {
    const text = localStorage.getItem(key(sceneId))
    const draft = text ? draftSchema.safeParse(JSON.parse(text)) : null
    return draft?.success && draft.data.patches.length > 0 ? draft.data : null
  } catch {
    return null
  }
}

/** Keeps unsaved work, or forgets it. Where the browser refuses storage, the work stays in memory alone. */
export function writeDraft(sceneId: string, draft: Draft | null): void {
  try {
    if (draft) localStorage.setItem(key(sceneId), JSON.stringify(draft))
    else localStorage.removeItem(key(sceneId))
  } catch {
    // Full or switched off: there is nothing better to do than to go on.
  }
}
