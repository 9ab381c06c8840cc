import { createOpenAI } from '@ai-sdk/openai'
import type { Quality } from '@/lib/domain/generation'
import { priceOf, type TokenUsage, tokenCost } from '@/lib/domain/prices'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import type { Engine, EngineRequest, EngineResult, EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { isRecord } from '../hosted/jobs'
import { picturesToSend } from '../hosted/pictures-to-send'
import { toAlphaMask } from './alpha-mask'
import { hasThreeSizes, openAi } from './capabilities'
import { anySize, nearestOfThree } from './sizes'

const QUALITY: Record<Quality, 'low' | 'medium' | 'high'> = { draft: 'low', standard: 'medium', high: 'high' }

/** Given, so that no variable which only the client knows can send the key elsewhere. */
const BASE_URL = 'https://api.openai.com/v1'

/** GPT Image models. The answer holds the picture itself, so there is nothing to ask for later. */
export function createOpenAi(settings: ProviderSettings): Engine {
  const { model, apiKey, baseUrl = BASE_URL } = settings
  const capabilities = openAi(model)
  return {
    id: capabilities.id,
    version: `${model}/1`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { width, height } = (hasThreeSizes(model) ? nearestOfThree : anySize)(request)
      const answer = await askForImage({
        run,
        model: (fetch) => createOpenAI({ apiKey, baseURL: baseUrl, fetch }).image(model),
        ...(await picturesToSend(request)),
        ...(request.edit ? { mask: await toAlphaMask(request.edit.mask) } : {}),
        size: `${width}x${height}`,
        providerOptions: { openai: { quality: QUALITY[request.quality], outputFormat: 'png' } },
      })
      const fitted = await fit(answer.bytes, request)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: costOf(model, answer.body),
        seed: null,
        details: {
          model,
          providerRequestId: answer.headers['x-request-id'] ?? null,
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
          leftAside: answer.leftAside,
        },
      }
    },
  }
}

/** Micro-dollars; null where the answer does not tell tokens of text from tokens of pictures, or the model has no price. */
function costOf(model: string, body: unknown): number | null {
  const usage = isRecord(body) && isRecord(body.usage) ? body.usage : null
  const input = isRecord(usage?.input_tokens_details) ? usage.input_tokens_details : null
  const output = isRecord(usage?.output_tokens_details) ? usage.output_tokens_details : {}
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
  if (!usage || !input || typeof usage.output_tokens !== 'number') return null
  const textOutput = number(output.text_tokens)
  const tokens: TokenUsage = {
    textInput: number(input.text_tokens),
    imageInput: number(input.image_tokens),
    textOutput,
    imageOutput: usage.output_tokens - textOutput,
  }
  return tokenCost(priceOf('openai', model), tokens)
}
