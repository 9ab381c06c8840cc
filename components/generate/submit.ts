import type { EditorBridge } from '@/components/editor/bridge'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import { type ErrorInfo, ok, type Result } from '@/lib/domain/errors'
import { planExploration } from '@/lib/domain/exploration'
import type { PressTimes } from '@/lib/domain/press-times'
import { type GenerationActions, newRequestKey } from './actions'
import { uploadImage } from './api'
import { type PanelState, randomSeed, referencesOf, remixedFrom } from './panel-state'

/** How often a picture is taken anew when the scene changed while it was taken. */
const TRIES_MAX = 4

const lost = (message: string): { ok: false; error: ErrorInfo } => ({ ok: false, error: { code: 'unavailable', message } })

/** What one press made: one generation, or several in a grid. */
export type Pressed = { generationId: string } | { explorationId: string }

/**
 * One press of Generate: saves the scene, takes the picture of the frame, uploads it and queues what is to be made of it.
 * Picture and saved scene have to be the same moment; when somebody moves something in between, the picture is taken again.
 */
export async function submitGeneration(bridge: EditorBridge, actions: GenerationActions, panel: PanelState): Promise<Result<Pressed>> {
  const pressedAt = performance.now()
  const settings = { ...panel.settings, seed: panel.seedFixed ? panel.settings.seed : randomSeed() }
  const references = referencesOf(panel)
  const plan = planExploration({ prompt: panel.prompt, seed: settings.seed, references }, panel.explore)
  if (!plan.ok) return { ok: false, error: { code: 'invalid', message: plan.message } }
  const base = { sceneId: bridge.sceneId, requestKey: newRequestKey(), settings, references, remixedFromOutputId: remixedFrom(panel) }
  const send = ({ moment, ...parts }: Taken): Promise<Result<Pressed>> => {
    const times = agoOf({ pressedAt, ...parts })
    return plan.cells.length > 1
      ? actions.explore({ ...base, settings: { ...settings, images: 1 }, prompt: panel.prompt, explore: panel.explore, ...moment }, times)
      : actions.request({ ...base, prompt: plan.cells[0]?.prompt ?? panel.prompt, ...moment }, times)
  }
  let result: Result<Pressed> = lost('The scene changed while its picture was taken. Press Generate again.')
  for (let attempt = 0; attempt < TRIES_MAX; attempt++) {
    const taken = await readMoment(bridge, settings.canvas ? outputPixels(settings.ratio, settings.size) : null)
    if (!taken.ok) return taken
    if (!taken.value) continue
    result = await send(taken.value)
    if (result.ok || result.error.code !== 'conflict') return result
  }
  return result
}

type Moment = { snapshotAssetId: string | null; camera: PanelCamera; baseRevision: number }
type PanelCamera = ReturnType<EditorBridge['readDocument']>['camera']
/** With when its picture was begun to be taken and to be sent, by the clock of the page; null without one. */
type Taken = { moment: Moment; captureAt: number | null; uploadAt: number | null }

/** By one look at the clock, so that what began later is never the longer ago. */
function agoOf({ pressedAt, captureAt, uploadAt }: { pressedAt: number } & Omit<Taken, 'moment'>): PressTimes {
  const now = performance.now()
  const agoMs = (at: number): number => Math.round(now - at)
  return {
    pressedAgoMs: agoMs(pressedAt),
    captureAgoMs: captureAt === null ? null : agoMs(captureAt),
    uploadAgoMs: uploadAt === null ? null : agoMs(uploadAt),
  }
}

/** The saved scene and a picture of it, or null when the scene changed in between. */
async function readMoment(bridge: EditorBridge, pixels: { width: number; height: number } | null): Promise<Result<Taken | null>> {
  let saved: { revision: number }
  try {
    saved = await bridge.flush()
  } catch (error) {
    // The editor rejects with a sentence for the user.
    return lost(error instanceof Error ? error.message : 'The scene could not be saved, so nothing was sent.')
  }
  const before = bridge.readDocument()
  const moment = { snapshotAssetId: null, camera: before.camera, baseRevision: saved.revision }
  if (!pixels) return ok({ moment, captureAt: null, uploadAt: null })
  const captureAt = performance.now()
  let snapshot: Blob
  try {
    snapshot = await bridge.captureSnapshot(pixels)
  } catch {
    return lost('The picture of the canvas could not be taken. Press Generate again.')
  }
  const after = bridge.readDocument()
  if (before.revision !== saved.revision || after.document !== before.document) return ok(null)
  const uploadAt = performance.now()
  const uploaded = await uploadImage('snapshots', bridge.teamId, snapshot)
  if (!uploaded.ok) return uploaded
  return ok({ moment: { ...moment, snapshotAssetId: uploaded.value.assetId }, captureAt, uploadAt })
}
