import sharp from 'sharp'
import type { Capabilities } from '@/lib/domain/capabilities'
import type { ObjectEdit } from '@/lib/domain/generation'
import { EngineError, type EngineRequest, type EngineResult } from '@/lib/engines/contract'
import { composite } from '@/lib/mask/composite'
import { objectMask } from '@/lib/mask/object-mask'

/** A change of one object, from the request that an engine gets to the picture that is kept. */
export type PreparedEdit = {
  request: EngineRequest
  /** What may change comes from the engine; every other pixel is that of the picture before, to the byte. */
  finish: (result: EngineResult) => Promise<EngineResult>
}

/**
 * Turns the request of an edit into what its engine gets, and its answer into the picture; any other request and its answer pass
 * through as they are. The mask is computed here from the frozen scene, so no browser and no provider has a say in it.
 * @throws EngineError `unsupported` where the object is not in sight; the signal's reason.
 */
export async function prepareEdit(request: EngineRequest, engine: Capabilities, signal: AbortSignal): Promise<PreparedEdit> {
  const { edit } = request.settings
  if (!edit) return { request, finish: async (result) => result }
  if (!request.canvas) throw new Error('An edit without a canvas has no picture to begin with.')
  const { width, height } = request
  const mask = await maskOf(request, edit, signal)
  const base = await readPixels(request.canvas.snapshot, { width, height })
  const given = { base: request.canvas.snapshot, mask: await encodeMask(mask, { width, height }), description: describeWhole(request.prompt, edit) }
  const changing = mask.reduce((count, value) => count + (value > 0 ? 1 : 0), 0)
  return {
    // The snapshot of an edit is the picture before, so an engine without a mask begins with it all the same.
    request: { ...request, edit: given, prompt: engine.readsPrompt ? request.prompt : editPrompt(request.prompt, edit.objectName) },
    finish: async (result) => {
      const changed = await readPixels(result.bytes, { width, height })
      const pixels = composite(base, changed, mask, 3)
      const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
        .png({ compressionLevel: 1 })
        .toBuffer()
      const details = { ...result.details, changedShare: Math.round((changing / mask.length) * 10_000) / 10_000 }
      return { ...result, bytes: new Uint8Array(bytes), mime: 'image/png', details }
    },
  }
}

/** For models that see only words and pictures: which object is meant, and that all else stays. */
function editPrompt(prompt: string, objectName: string): string {
  return [
    `Change one thing in the picture, the ${objectName}, and nothing else: ${prompt.trim()}`,
    'Keep every other object, the light, the background, the camera and the framing exactly as they are.',
  ].join('\n')
}

/** For models that never see the picture before: its scene in words, so that light and style fit, behind the object, since they heed the beginning most. */
const describeWhole = (prompt: string, { objectName, scenePrompt }: ObjectEdit): string => `The ${objectName}: ${prompt.trim()}\n${scenePrompt}`.trim()

async function maskOf(request: EngineRequest, edit: ObjectEdit, signal: AbortSignal): Promise<Uint8Array> {
  const { canvas, width, height } = request
  if (!canvas) throw new Error('An edit without a canvas has no scene.')
  const [{ renderPasses }, { traceInfluence }] = await Promise.all([import('@/lib/engines/studio'), import('@/lib/engines/studio/influence')])
  const passes = await renderPasses(canvas, { width, height, signal })
  const id = passes.nodes.indexOf(edit.nodeId) + 1
  const inSight = id > 0 && passes.ids.includes(id)
  const influence = inSight && edit.includeShadow ? await traceInfluence(request, edit.nodeId, signal) : null
  const mask = inSight ? objectMask(passes.ids, id, { width, height }, { grow: edit.grow, influence }) : null
  if (!mask) throw new EngineError('unsupported', `${edit.objectName} is not in sight in this picture, so nothing of it can change. Choose another object.`)
  return mask
}

/** Three bytes a pixel. @throws Error when the picture is not of this size. */
async function readPixels(bytes: Uint8Array, { width, height }: { width: number; height: number }): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes, { limitInputPixels: 40_000_000 }).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  if (info.width !== width || info.height !== height || info.channels !== 3) {
    throw new Error(`A picture of ${info.width} × ${info.height} with ${info.channels} channels instead of ${width} × ${height} with 3`)
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

async function encodeMask(mask: Uint8Array, { width, height }: { width: number; height: number }): Promise<Uint8Array> {
  const image = sharp(mask, { raw: { width, height, channels: 1 } }).toColourspace('b-w')
  return new Uint8Array(await image.png({ compressionLevel: 9 }).toBuffer())
}
