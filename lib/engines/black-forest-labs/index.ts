import { createBlackForestLabs as createClient } from '@ai-sdk/black-forest-labs'
import { generateImage } from 'ai'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { fit } from '../hosted/fit'
import { jobFailure } from '../hosted/job-failures'
import { isRecord, PACE, type Pace } from '../hosted/jobs'
import { picturesAndWords, promptAlone } from '../hosted/picture-words'
import { nearestPixels } from '../hosted/pixels'
import { createProviderFetch } from '../hosted/provider-fetch'
import { blackForestLabs, fluxKind } from './capabilities'
import { taskFetch } from './task-fetch'

const BASE_URL = 'https://api.bfl.ai/v1'
/** The caller ends a run that takes too long, so the client's own patience only has to be longer. */
const ASKING_MS_MAX = 60 * 60_000
const CREDIT_MICRO_USD = 10_000
/** FLUX.2 makes up to four megapixels; the older models are held to a side of 1440. */
const LIMITS = { 'flux-2': { step: 16, sideMin: 256, sideMax: 4096, areaMax: 4_000_000 }, words: { step: 32, sideMin: 256, sideMax: 1440 } } as const

type Ask = {
  prompt: string | { text: string; images: Uint8Array[] }
  aspectRatio?: `${number}:${number}`
  /** What the client has no word for. */
  extra: Record<string, unknown>
}

/** What a request becomes for one kind of model: docs/engines.md. */
async function toAsk(model: string, request: EngineRequest): Promise<Ask> {
  const kind = fluxKind(model)
  const { ratio } = request.settings
  if (kind === 'depth') {
    if (!request.canvas) throw new EngineError('unsupported', 'This model needs the canvas. Switch it on and try again.')
    const depth = await request.canvas.control('depth')
    // A ready map of depth, which the provider then does not have to guess from a picture.
    return { prompt: promptAlone(request), extra: { preprocessed_image: Buffer.from(depth).toString('base64') } }
  }
  if (kind === 'words') {
    return model.includes('ultra')
      ? { prompt: promptAlone(request), aspectRatio: ratio, extra: {} }
      : { prompt: promptAlone(request), extra: nearestPixels(request, LIMITS.words) }
  }
  const { text, images } = picturesAndWords(request)
  // With an empty list the client would still speak of pictures, so no pictures means a plain prompt.
  const prompt = images.length > 0 ? { text, images: images.map(({ bytes }) => bytes) } : text
  return kind === 'kontext' ? { prompt, aspectRatio: ratio, extra: {} } : { prompt, extra: nearestPixels(request, LIMITS['flux-2']) }
}

/** FLUX by Black Forest Labs itself. Each task is handed in once and asked about until it ends, also after a restart. */
export function createBlackForestLabs(settings: ProviderSettings, pace: Pace = PACE): Engine {
  const capabilities = blackForestLabs(settings.model)
  const baseUrl = settings.baseUrl ?? BASE_URL
  return {
    id: capabilities.id,
    version: `${settings.model}/1`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      run.onProgress({ fraction: null, step: 'Waiting for the provider', remainingMs: null })
      const { prompt, aspectRatio, extra } = await toAsk(settings.model, request)
      const task = taskFetch({ send: createProviderFetch({ run, resumable: true }), run, pace, baseUrl, shape: (body) => ({ ...body, ...extra }) })
      const client = createClient({ apiKey: settings.apiKey, baseURL: baseUrl, fetch: task.fetch })
      const answer = await generateImage({
        model: client.image(settings.model),
        prompt,
        n: 1,
        aspectRatio,
        seed: request.seed,
        maxRetries: 0,
        abortSignal: run.signal,
        providerOptions: { blackForestLabs: { outputFormat: 'png', pollIntervalMillis: pace.pollMs, pollTimeoutMillis: ASKING_MS_MAX } },
      }).catch((error: unknown) => {
        run.signal.throwIfAborted()
        throw jobFailure(error)
      })
      run.onProgress({ fraction: null, step: 'Finishing', remainingMs: null })
      const told = answer.providerMetadata.blackForestLabs?.images[0]
      const facts = isRecord(told) ? told : {}
      const fitted = await fit(answer.image.uint8Array, request)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: typeof facts.cost === 'number' ? Math.round(facts.cost * CREDIT_MICRO_USD) : null,
        seed: typeof facts.seed === 'number' ? facts.seed : null,
        details: { model: settings.model, providerRequestId: task.taskId(), providerWidth: fitted.from.width, providerHeight: fitted.from.height },
      }
    },
  }
}
