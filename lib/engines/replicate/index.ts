import { createReplicate as createClient } from '@ai-sdk/replicate'
import { generateImage } from 'ai'
import type { AspectRatio } from '@/lib/domain/aspect-ratio'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { fit } from '../hosted/fit'
import { jobFailure } from '../hosted/job-failures'
import { PACE, type Pace } from '../hosted/jobs'
import { picturesAndWords, promptAlone, toDataUrl } from '../hosted/picture-words'
import { nearestPixels } from '../hosted/pixels'
import { createProviderFetch } from '../hosted/provider-fetch'
import { replicate, replicatePictures } from './capabilities'
import { predictionFetch } from './prediction-fetch'

const LIMITS = { step: 32, sideMin: 256, sideMax: 2048 } as const
const BASE_URL = 'https://api.replicate.com/v1'

type Ask = {
  prompt: string | { text: string; images: Uint8Array[] }
  aspectRatio?: AspectRatio
  /** Inputs under the model's own names, which the client hands on as they are. */
  inputs: Record<string, string | number | string[]>
}

/** What a request becomes for a model: docs/engines.md. */
function toAsk(model: string, request: EngineRequest): Ask {
  const pictures = replicatePictures(model)
  const { text, images } = picturesAndWords(request)
  const [first] = images
  const { ratio } = request.settings
  if (pictures === 'flux-2') {
    // The client writes `input_image`, `input_image_2` and so on; the model reads a list.
    return { prompt: text, inputs: { ...(first ? { input_images: images.map(toDataUrl) } : {}), aspect_ratio: 'custom', ...nearestPixels(request, LIMITS) } }
  }
  if (pictures === 'none') return { prompt: promptAlone(request), aspectRatio: ratio, inputs: {} }
  if (!first) throw new EngineError('unsupported', 'This model needs the canvas. Switch it on and try again.')
  if (pictures === 'kontext') return { prompt: text, aspectRatio: ratio, inputs: { input_image: toDataUrl(first) } }
  if (pictures === 'guessed-depth') return { prompt: promptAlone(request), inputs: { control_image: toDataUrl(first) } }
  return { prompt: { text, images: [first.bytes] }, aspectRatio: ratio, inputs: {} }
}

/** Models on Replicate. Each prediction is created once and asked about until it ends, also after a restart. */
export function createReplicate(settings: ProviderSettings, pace: Pace = PACE): Engine {
  const capabilities = replicate(settings.model)
  const baseUrl = settings.baseUrl ?? BASE_URL
  return {
    id: capabilities.id,
    version: `${settings.model}/1`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      run.onProgress({ fraction: null, step: 'Waiting for the provider', remainingMs: null })
      const { prompt, aspectRatio, inputs } = toAsk(settings.model, request)
      const predictions = predictionFetch({ send: createProviderFetch({ run, resumable: true }), run, pace, baseUrl })
      const client = createClient({ apiToken: settings.apiKey, baseURL: baseUrl, fetch: predictions.fetch })
      const answer = await generateImage({
        model: client.image(settings.model),
        prompt,
        n: 1,
        aspectRatio,
        seed: request.seed,
        maxRetries: 0,
        abortSignal: run.signal,
        providerOptions: { replicate: { output_format: 'png', ...inputs } },
      }).catch((error: unknown) => {
        run.signal.throwIfAborted()
        throw jobFailure(error)
      })
      run.onProgress({ fraction: null, step: 'Finishing', remainingMs: null })
      const prediction = predictions.prediction()
      const fitted = await fit(answer.image.uint8Array, request)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: null,
        seed: prediction?.seed ?? null,
        details: { model: settings.model, providerRequestId: prediction?.id ?? null, providerWidth: fitted.from.width, providerHeight: fitted.from.height },
      }
    },
  }
}
