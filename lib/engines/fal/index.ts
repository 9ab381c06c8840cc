import { createFal as createClient } from '@ai-sdk/fal'
import type { AspectRatio } from '@/lib/domain/aspect-ratio'
import { microUsd } from '@/lib/domain/prices'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { PACE, type Pace } from '../hosted/jobs'
import { type Picture, promptAlone, promptForDepth, toDataUrl } from '../hosted/picture-words'
import { picturesToSend } from '../hosted/pictures-to-send'
import { nearestPixels, nearestRatio } from '../hosted/pixels'
import { fal, falPictures } from './capabilities'
import { type Outcome, queueFetch } from './queue-fetch'
import { unitPrice } from './unit-price'

/** The queue in place of the client's own address, which answers only once the picture is made. */
const BASE_URL = 'https://queue.fal.run'
const PRICING_URL = 'https://api.fal.ai/v1/models/pricing'
const LIMITS = { step: 16, sideMin: 512, sideMax: 2048 } as const
/** Kontext takes a ratio in place of a size, and only these. */
const KONTEXT_RATIOS: readonly AspectRatio[] = ['21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16']

type Ask = { model: string; text: string; images: readonly Picture[]; extra: Record<string, string | boolean> }

/** What a request becomes for a model: docs/engines.md. */
async function toAsk(model: string, request: EngineRequest): Promise<Ask> {
  const pictures = falPictures(model)
  if (pictures === 'depth') {
    if (!request.canvas) throw new EngineError('unsupported', 'This model needs the canvas. Switch it on and try again.')
    const depth = await request.canvas.control('depth')
    const address = toDataUrl({ bytes: depth, mime: 'image/png' })
    // A ready map of depth, which the provider then does not have to guess from a picture.
    const led = { text: promptForDepth(request), extra: { control_lora_image_url: address, preprocess_depth: false } }
    // A change begins with the picture before, which only the sister of the model takes beside the depth:
    // as what its noise lies on, so it follows no instruction about it either.
    return request.edit
      ? { ...led, model: `${model}/image-to-image`, images: [{ bytes: request.edit.base, mime: 'image/png' }] }
      : { ...led, model, images: [] }
  }
  const { text, images } = await picturesToSend(request)
  // A model that edits has a sister that makes pictures from words, under the same name without its end.
  if (pictures === 'none' || images.length === 0) return { model: model.replace(/\/edit$/, ''), text: promptAlone(request), images: [], extra: {} }
  const many: Record<string, boolean> = pictures === 'many' ? { useMultipleImages: true } : {}
  return { model, text, images, extra: { ...shapeOf(model, request), ...many } }
}

/** Some models know sizes, which the client writes, and some know ratios in their place. */
function shapeOf(model: string, { settings }: EngineRequest): Record<string, AspectRatio> {
  if (model.includes('kontext')) return { aspect_ratio: nearestRatio(settings.ratio, KONTEXT_RATIOS) }
  return model.includes('nano-banana') ? { aspect_ratio: settings.ratio } : {}
}

/** Models on fal.ai, through its queue. Each request is handed in once and asked about until it ends, also after a restart. */
export function createFal(settings: ProviderSettings, pace: Pace = PACE): Engine {
  const capabilities = fal(settings.model)
  const baseUrl = settings.baseUrl ?? BASE_URL
  const pricingUrl = settings.baseUrl ? `${settings.baseUrl}/v1/models/pricing` : PRICING_URL
  return {
    id: capabilities.id,
    // The depth model was told of changes in other words before.
    version: `${settings.model}/${falPictures(settings.model) === 'depth' ? 2 : 1}`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { model, extra, ...words } = await toAsk(settings.model, request)
      const size = nearestPixels(request, LIMITS)
      let outcome: () => Outcome | null = () => null
      const answer = await askForImage({
        run,
        resumable: true,
        model: (send) => {
          const costOf = async (units: number, headers: HeadersInit | undefined): Promise<number | null> => {
            const price = await unitPrice(send, pricingUrl, model, headers)
            return price === null ? null : microUsd(units * price)
          }
          const queue = queueFetch({ send, run, pace, baseUrl, costOf })
          outcome = queue.outcome
          return createClient({ apiKey: settings.apiKey, baseURL: baseUrl, fetch: queue.fetch }).image(model)
        },
        ...words,
        ...(extra.aspect_ratio === undefined ? { size: `${size.width}x${size.height}` } : {}),
        seed: request.seed,
        providerOptions: { fal: { outputFormat: 'png', ...extra } },
      })
      const fitted = await fit(answer.bytes, request)
      const known = outcome()
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: known?.costMicroUsd ?? null,
        seed: known?.seed ?? null,
        details: {
          model,
          providerRequestId: known?.id ?? null,
          billedUnits: known?.units ?? null,
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
          leftAside: answer.leftAside,
        },
      }
    },
  }
}
