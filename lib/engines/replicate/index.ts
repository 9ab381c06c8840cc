import { createReplicate as createClient } from '@ai-sdk/replicate'
import type { AspectRatio } from '@/lib/domain/aspect-ratio'
import { unitPriceOf } from '@/lib/domain/prices'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { PACE, type Pace } from '../hosted/jobs'
import { type Picture, promptAlone, promptForDepth, toDataUrl } from '../hosted/picture-words'
import { picturesToSend } from '../hosted/pictures-to-send'
import { nearestPixels } from '../hosted/pixels'
import { replicate, replicatePictures } from './capabilities'
import { type Prediction, predictionFetch } from './prediction-fetch'

const LIMITS = { step: 32, sideMin: 256, sideMax: 2048 } as const
const BASE_URL = 'https://api.replicate.com/v1'

type Ask = {
  text: string
  images: readonly Picture[]
  aspectRatio?: AspectRatio
  /** Inputs under the model's own names, which the client hands on as they are. */
  inputs: Record<string, string | number | string[]>
}

/** What a request becomes for a model: docs/engines.md. */
async function toAsk(model: string, request: EngineRequest): Promise<Ask> {
  const kind = replicatePictures(model)
  const { text, images } = await picturesToSend(request)
  const aspectRatio = request.settings.ratio
  if (kind === 'flux-2') {
    // The client writes `input_image`, `input_image_2` and so on; the model reads a list.
    const list: Record<string, string[]> = images.length > 0 ? { input_images: images.map(toDataUrl) } : {}
    return { text, images: [], inputs: { ...list, aspect_ratio: 'custom', ...nearestPixels(request, LIMITS) } }
  }
  const alone = { text: promptAlone(request), images: [] }
  if (kind === 'none') return { ...alone, aspectRatio, inputs: {} }
  const [first] = images
  if (!first) throw new EngineError('unsupported', 'This model needs the canvas. Switch it on and try again.')
  if (kind === 'kontext') return { text, images: [], aspectRatio, inputs: { input_image: toDataUrl(first) } }
  if (kind === 'guessed-depth') return { ...alone, text: promptForDepth(request), inputs: { control_image: toDataUrl(first) } }
  return { text, images: [first], aspectRatio, inputs: {} }
}

/** Models on Replicate. Each prediction is created once and asked about until it ends, also after a restart. */
export function createReplicate(settings: ProviderSettings, pace: Pace = PACE): Engine {
  const capabilities = replicate(settings.model)
  const baseUrl = settings.baseUrl ?? BASE_URL
  return {
    id: capabilities.id,
    // Models that guess depth were told of changes in other words before.
    version: `${settings.model}/${replicatePictures(settings.model) === 'guessed-depth' ? 2 : 1}`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { inputs, ...words } = await toAsk(settings.model, request)
      let prediction: () => Prediction | null = () => null
      const answer = await askForImage({
        run,
        resumable: true,
        model: (send) => {
          const predictions = predictionFetch({ send, run, pace, baseUrl })
          prediction = predictions.prediction
          return createClient({ apiToken: settings.apiKey, baseURL: baseUrl, fetch: predictions.fetch }).image(settings.model)
        },
        ...words,
        seed: request.seed,
        providerOptions: { replicate: { output_format: 'png', ...inputs } },
      })
      const known = prediction()
      const fitted = await fit(answer.bytes, request)
      // Replicate tells no prices; of models that it bills by the picture the table may know one.
      const price = unitPriceOf('replicate', settings.model)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: price?.unit === 'image' ? price.microUsd : null,
        seed: known?.seed ?? null,
        details: {
          model: settings.model,
          providerRequestId: known?.id ?? null,
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
          leftAside: answer.leftAside,
        },
      }
    },
  }
}
