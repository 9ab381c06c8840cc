import { createFal as createClient } from '@ai-sdk/fal'
import { generateImage } from 'ai'
import type { AspectRatio } from '@/lib/domain/aspect-ratio'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { fit } from '../hosted/fit'
import { jobFailure } from '../hosted/job-failures'
import { PACE, type Pace } from '../hosted/jobs'
import { picturesAndWords, promptAlone, toDataUrl } from '../hosted/picture-words'
import { nearestPixels, nearestRatio } from '../hosted/pixels'
import { createProviderFetch } from '../hosted/provider-fetch'
import { fal, falPictures } from './capabilities'
import { queueFetch } from './queue-fetch'

/** The queue in place of the client's own address, which answers only once the picture is made. */
const BASE_URL = 'https://queue.fal.run'
const LIMITS = { step: 16, sideMin: 512, sideMax: 2048 } as const
/** Kontext takes a ratio in place of a size, and only these. */
const KONTEXT_RATIOS: readonly AspectRatio[] = ['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16']

type Ask = { model: string; prompt: string | { text: string; images: Uint8Array[] }; extra: Record<string, string | number | boolean> }

/** What a request becomes for a model: docs/engines.md. */
async function toAsk(model: string, request: EngineRequest): Promise<Ask> {
  const pictures = falPictures(model)
  if (pictures === 'depth') {
    if (!request.canvas) throw new EngineError('unsupported', 'This model needs the canvas. Switch it on and try again.')
    const depth = await request.canvas.control('depth')
    const address = toDataUrl({ bytes: depth, mime: 'image/png' })
    // A ready map of depth, which the provider then does not have to guess from a picture.
    return { model, prompt: promptAlone(request), extra: { control_lora_image_url: address, preprocess_depth: false } }
  }
  const { text, images } = picturesAndWords(request)
  // A model that edits has a sister that makes pictures from words, under the same name without its end.
  if (pictures === 'none' || images.length === 0) return { model: model.replace(/\/edit$/, ''), prompt: promptAlone(request), extra: {} }
  const ratio = model.includes('kontext') ? nearestRatio(request.settings.ratio, KONTEXT_RATIOS) : request.settings.ratio
  // Some models know sizes and some know ratios; each leaves the other aside.
  return {
    model,
    prompt: { text, images: images.map(({ bytes }) => bytes) },
    extra: { aspect_ratio: ratio, ...(pictures === 'many' ? { useMultipleImages: true } : {}) },
  }
}

/** Models on fal.ai, through its queue. Each request is handed in once and asked about until it ends, also after a restart. */
export function createFal(settings: ProviderSettings, pace: Pace = PACE): Engine {
  const capabilities = fal(settings.model)
  const baseUrl = settings.baseUrl ?? BASE_URL
  return {
    id: capabilities.id,
    version: `${settings.model}/1`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      run.onProgress({ fraction: null, step: 'Waiting for the provider', remainingMs: null })
      const { model, prompt, extra } = await toAsk(settings.model, request)
      const queue = queueFetch({ send: createProviderFetch({ run, resumable: true }), run, pace, baseUrl })
      const client = createClient({ apiKey: settings.apiKey, baseURL: baseUrl, fetch: queue.fetch })
      const size = nearestPixels(request, LIMITS)
      const answer = await generateImage({
        model: client.image(model),
        prompt,
        n: 1,
        size: `${size.width}x${size.height}`,
        seed: request.seed,
        maxRetries: 0,
        abortSignal: run.signal,
        providerOptions: { fal: { outputFormat: 'png', ...extra } },
      }).catch((error: unknown) => {
        run.signal.throwIfAborted()
        throw jobFailure(error)
      })
      run.onProgress({ fraction: null, step: 'Finishing', remainingMs: null })
      const outcome = queue.outcome()
      const fitted = await fit(answer.image.uint8Array, request)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: null,
        seed: outcome?.seed ?? null,
        details: {
          ...{ model, providerRequestId: outcome?.id ?? null, billedUnits: outcome?.units ?? null },
          ...{ providerWidth: fitted.from.width, providerHeight: fitted.from.height },
        },
      }
    },
  }
}
