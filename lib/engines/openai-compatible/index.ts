import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { HostedSettings } from '@/lib/platform/engine-settings'
import type { Engine, EngineRequest, EngineResult, EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { picturesToSend } from '../hosted/pictures-to-send'
import { nearestOfThree } from '../openai/sizes'
import { openAiCompatible } from './capabilities'

/** An engine on any server that speaks the OpenAI image API. What it costs is between its owner and whoever uses it. */
export function createOpenAiCompatible({ baseUrl, apiKey, model }: HostedSettings): Engine {
  const capabilities = openAiCompatible(model)
  return {
    id: capabilities.id,
    version: `${model}/2`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { width, height } = nearestOfThree(request)
      const answer = await askForImage({
        run,
        model: (fetch) => createOpenAICompatible({ name: 'hosted', baseURL: baseUrl, fetch, ...(apiKey === null ? {} : { apiKey }) }).imageModel(model),
        ...(await picturesToSend(request)),
        size: `${width}x${height}`,
      })
      const fitted = await fit(answer.bytes, request)
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: null,
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
