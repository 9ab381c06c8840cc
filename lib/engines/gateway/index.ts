import { createGateway as createClient } from '@ai-sdk/gateway'
import { microUsd } from '@/lib/domain/prices'
import type { ProviderSettings } from '@/lib/platform/engine-settings'
import type { Engine, EngineRequest, EngineResult, EngineRun } from '../contract'
import { askForImage } from '../hosted/ask-for-image'
import { fit } from '../hosted/fit'
import { isRecord, textOf } from '../hosted/jobs'
import { picturesToSend } from '../hosted/pictures-to-send'
import { toAlphaMask } from '../openai/alpha-mask'
import { anySize } from '../openai/sizes'
import { gateway, isOpenAi } from './capabilities'

/** Given, so that no variable which only the client knows can send the key elsewhere. */
const BASE_URL = 'https://ai-gateway.vercel.sh/v3/ai'

/** Image models of many providers behind one address, which says what each answer cost. */
export function createGateway(settings: ProviderSettings): Engine {
  const { model, apiKey, baseUrl = BASE_URL } = settings
  const capabilities = gateway(model)
  return {
    id: capabilities.id,
    version: `${model}/1`,
    capabilities,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      const { width, height } = anySize(request)
      const answer = await askForImage({
        run,
        model: (fetch) => createClient({ apiKey, baseURL: baseUrl, fetch }).image(model),
        ...(await picturesToSend(request)),
        ...(isOpenAi(model) ? { size: `${width}x${height}` as const } : { aspectRatio: request.settings.ratio, seed: request.seed }),
        ...(isOpenAi(model) && request.edit ? { mask: await toAlphaMask(request.edit.mask) } : {}),
      })
      const fitted = await fit(answer.bytes, request)
      const told = answer.metadata.gateway
      const facts = isRecord(told) ? told : {}
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: microUsd(facts.cost),
        seed: capabilities.seed ? request.seed : null,
        details: {
          model,
          providerRequestId: textOf(facts.generationId),
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
          leftAside: answer.leftAside,
        },
      }
    },
  }
}
