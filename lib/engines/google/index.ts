import { createGoogleGenerativeAI } from '@ai-sdk/google'
import { priceOf, type TokenPrice, type TokenUsage, tokenCost } from '@/lib/domain/prices'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import type { Engine, EngineError, EngineRequest, EngineResult, EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { isRecord, textOf } from '../hosted/jobs'
import { picturesToSend } from '../hosted/pictures-to-send'
import { google, hasOneSize } from './capabilities'
import { explainNoImage } from './explain-no-image'

/** Given, so that no variable which only the client knows can send the key elsewhere. */
const BASE_URL = 'https://generativelanguage.googleapis.com/v1beta'

/**
 * Gemini image models. The answer holds the picture itself, so there is nothing to ask for later.
 * @param price of the model; what stands in the table unless told otherwise, and unknown where nothing does.
 */
export function createGoogle(settings: ProviderSettings, price: TokenPrice | null = priceOf('google', settings.model)): Engine {
  const { model, apiKey, baseUrl = BASE_URL } = settings
  const capabilities = google(model)
  const costOf = (body: unknown): number | null => tokenCost(price, usageOf(body))
  return {
    id: capabilities.id,
    version: `${model}/1`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { ratio, size } = request.settings
      const answer = await askForImage({
        run,
        model: (fetch) => createGoogleGenerativeAI({ apiKey, baseURL: baseUrl, fetch }).image(model),
        ...(await picturesToSend(request)),
        aspectRatio: ratio,
        seed: request.seed,
        ...(hasOneSize(model) ? {} : { providerOptions: { google: { imageConfig: { aspectRatio: ratio, imageSize: size > 1024 ? '2K' : '1K' } } } }),
        // Google charges for what it read also where it then makes nothing.
        explain: (body): EngineError => explainNoImage(body, costOf(body)),
      })
      const fitted = await fit(answer.bytes, request)
      const { body } = answer
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: costOf(body),
        seed: request.seed,
        details: {
          model: (isRecord(body) && textOf(body.modelVersion)) || model,
          providerRequestId: isRecord(body) ? textOf(body.responseId) : null,
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
          leftAside: answer.leftAside,
        },
      }
    },
  }
}

/** Tokens by kind. What the model thought is billed as text that it wrote. */
function usageOf(body: unknown): TokenUsage {
  const usage = isRecord(body) && isRecord(body.usageMetadata) ? body.usageMetadata : {}
  const total = (name: string): number => (typeof usage[name] === 'number' ? usage[name] : 0)
  const ofImages = (name: string): number => {
    const details = usage[name]
    if (!Array.isArray(details)) return 0
    return details
      .filter(isRecord)
      .reduce((sum, { modality, tokenCount }) => (modality === 'IMAGE' && typeof tokenCount === 'number' ? sum + tokenCount : sum), 0)
  }
  const [imageInput, imageOutput] = [ofImages('promptTokensDetails'), ofImages('candidatesTokensDetails')]
  return {
    imageInput,
    imageOutput,
    textInput: total('promptTokenCount') - imageInput,
    textOutput: total('candidatesTokenCount') - imageOutput + total('thoughtsTokenCount'),
  }
}
