import { z } from 'zod'
import type { Patch } from '@/lib/scene/patches/patch'
import { type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import type { SaveOutcome } from './autosave'

const savedSchema = z.object({ ok: z.literal(true), value: z.object({ revision: z.number().int() }) })
const loadedSchema = z.object({ ok: z.literal(true), value: z.object({ revision: z.number().int(), document: sceneDocumentSchema }) })
const refusedSchema = z.object({ ok: z.literal(false), error: z.object({ code: z.string(), message: z.string() }) })

/** Browsers let a request outlive its page only up to this many bytes. */
const KEEPALIVE_BYTES_MAX = 60_000

const address = (sceneId: string): string => `/api/scenes/${encodeURIComponent(sceneId)}`

/** Sends patches to the server. A failure of the network or of the server is `unreachable` and worth another try. */
export async function sendPatches(sceneId: string, request: { baseRevision: number; patches: Patch[]; leaving: boolean }): Promise<SaveOutcome> {
  const body = JSON.stringify({ baseRevision: request.baseRevision, patches: request.patches })
  const response = await fetch(address(sceneId), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body,
    keepalive: request.leaving && body.length < KEEPALIVE_BYTES_MAX,
  }).catch(() => null)
  if (!response || response.status >= 500 || response.status === 429) return { kind: 'unreachable' }
  const answer: unknown = await response.json().catch(() => null)
  const saved = savedSchema.safeParse(answer)
  if (saved.success) return { kind: 'saved', revision: saved.data.value.revision }
  const refused = refusedSchema.safeParse(answer)
  if (response.status === 409) return { kind: 'conflict' }
  if (response.status === 401) return { kind: 'refused', message: 'You are signed out. Sign in in another tab, then press Try again.' }
  return { kind: 'refused', message: refused.success ? refused.data.error.message : 'The server did not take this change.' }
}

/** What the server has now, or null when it cannot be had. */
export async function loadScene(sceneId: string): Promise<{ document: SceneDocument; revision: number } | null> {
  const response = await fetch(address(sceneId), { cache: 'no-store' }).catch(() => null)
  const loaded = loadedSchema.safeParse(await response?.json().catch(() => null))
  return loaded.success ? loaded.data.value : null
}
