import { createBlackForestLabs as createClient } from '@ai-sdk/black-forest-labs'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { isRecord, PACE, type Pace } from '../hosted/jobs'
import { type Picture, promptAlone, promptForDepth } from '../hosted/picture-words'
import { picturesToSend } from '../hosted/pictures-to-send'
import { nearestPixels } from '../hosted/pixels'
import { blackForestLabs, fluxKind } from './capabilities'
import { taskFetch } from './task-fetch'

const BASE_URL = 'https://api.bfl.ai/v1'
/** The caller ends a run that takes too long, so the client's own patience only has to be longer. */
const ASKING_MS_MAX = 60 * 60_000
const CREDIT_MICRO_USD = 10_000
/** FLUX.2 makes up to four megapixels; the older models are held to a side of 1440. */
const LIMITS = { 'flux-2': { step: 16, sideMin: 256, sideMax: 4096, areaMax: 4_000_000 }, words: { step: 32, sideMin: 256, sideMax: 1440 } } as const

type Ask = {
  text: string
  images: readonly Picture[]
  aspectRatio?: `${number}:${number}`
  /** What the client has no word for. */
  extra: Record<string, unknown>
}

/** What a request becomes for one kind of model: docs/engines.md. */
async function toAsk(model: string, request: EngineRequest): Promise<Ask> {
  const kind = fluxKind(model)
  const { ratio } = request.settings
  const alone = { text: promptAlone(request), images: [] }
  if (kind === 'depth') {
    if (!request.canvas) throw new EngineError('unsupported', 'This model needs the canvas. Switch it on and try again.')
    const depth = await request.canvas.control('depth')
    // A ready map of depth, which the provider then does not have to guess from a picture.
    return { ...alone, text: promptForDepth(request), extra: { preprocessed_image: Buffer.from(depth).toString('base64') } }
  }
  if (kind === 'words') return model.includes('ultra') ? { ...alone, aspectRatio: ratio, extra: {} } : { ...alone, extra: nearestPixels(request, LIMITS.words) }
  const words = await picturesToSend(request)
  return kind === 'kontext' ? { ...words, aspectRatio: ratio, extra: {} } : { ...words, extra: nearestPixels(request, LIMITS['flux-2']) }
}

/** FLUX by Black Forest Labs itself. Each task is handed in once and asked about until it ends, also after a restart. */
export function createBlackForestLabs(settings: ProviderSettings, pace: Pace = PACE): Engine {
  const capabilities = blackForestLabs(settings.model)
  const baseUrl = settings.baseUrl ?? BASE_URL
  return {
    id: capabilities.id,
    // The depth model was told of changes in other words before.
    version: `${settings.model}/${fluxKind(settings.model) === 'depth' ? 2 : 1}`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { aspectRatio, extra, ...words } = await toAsk(settings.model, request)
      let taskId: () => string | null = () => null
      const answer = await askForImage({
        run,
        resumable: true,
        model: (send) => {
          const task = taskFetch({ send, run, pace, baseUrl, shape: (body) => ({ ...body, ...extra }) })
          taskId = task.taskId
          return createClient({ apiKey: settings.apiKey, baseURL: baseUrl, fetch: task.fetch }).image(settings.model)
        },
        ...words,
        aspectRatio,
        seed: request.seed,
        providerOptions: { blackForestLabs: { outputFormat: 'png', pollIntervalMillis: pace.pollMs, pollTimeoutMillis: ASKING_MS_MAX } },
      })
      const { cost, seed } = factsOf(answer.metadata.blackForestLabs)
      const fitted = await fit(answer.bytes, request)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: cost === null ? null : Math.round(cost * CREDIT_MICRO_USD),
        seed,
        details: {
          model: settings.model,
          providerRequestId: taskId(),
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
          leftAside: answer.leftAside,
        },
      }
    },
  }
}

/** What was said of the one picture: its cost in credits when the task was taken, its seed when it was ready. */
function factsOf(metadata: unknown): { cost: number | null; seed: number | null } {
  const images = isRecord(metadata) && Array.isArray(metadata.images) ? metadata.images : []
  const { cost, seed } = isRecord(images[0]) ? images[0] : {}
  return { cost: typeof cost === 'number' ? cost : null, seed: typeof seed === 'number' ? seed : null }
}
