import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateImage } from 'ai'
import sharp from 'sharp'
import type { ReferenceRole } from '@/lib/domain/generation'
import type { HostedSettings } from '@/lib/platform/engine-settings'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { promptInWords } from '../hosted/prompt-in-words'
import { toEngineError } from '../hosted/provider-errors'
import { OPENAI_COMPATIBLE } from './capabilities'

/** The three sizes that every server of this kind takes, widest first. */
const SIZES = [
  { width: 1536, height: 1024 },
  { width: 1024, height: 1024 },
  { width: 1024, height: 1536 },
] as const

/** The size to ask for: the one whose ratio is nearest, so that the least is cut off afterwards. */
export function providerSize(width: number, height: number): { width: number; height: number } {
  const distance = (size: { width: number; height: number }): number => Math.abs(Math.log(size.width / size.height / (width / height)))
  return SIZES.reduce((best, size) => (distance(size) < distance(best) ? size : best), SIZES[1])
}

const ROLE_WORDS: Record<ReferenceRole, string> = {
  style: 'take its style, palette and mood, not its content',
  material: 'take its materials and surfaces',
  environment: 'take its surroundings and light',
  concept: 'take its idea',
}

/** The prompt with a line on what each picture is for, since the protocol itself has no roles. */
export function promptWithRoles(request: Pick<EngineRequest, 'prompt' | 'canvas' | 'references'>): string {
  const pictures = [
    ...(request.canvas ? ['a view of the 3D scene; keep its objects, composition and camera'] : []),
    ...request.references.map((reference) => `a reference; ${ROLE_WORDS[reference.role]} (${Math.round(reference.strength * 100)}% strength)`),
  ]
  const lines = pictures.map((words, i) => `Image ${i + 1} is ${words}.`)
  const prompt =
    promptInWords(request, request.canvas ? 1 : 0).trim() ||
    (request.canvas ? 'A photorealistic, finished picture of this scene.' : 'A finished picture in the spirit of the references.')
  return [prompt, ...lines].join('\n')
}

/** An engine on any server that speaks the OpenAI image API. The caller owns retries, so each request is sent once. */
export function createOpenAiCompatible(settings: HostedSettings): Engine {
  const provider = createOpenAICompatible({ name: 'hosted', baseURL: settings.baseUrl, ...(settings.apiKey === null ? {} : { apiKey: settings.apiKey }) })
  return {
    id: OPENAI_COMPATIBLE.id,
    version: `${settings.model}/1`,
    capabilities: OPENAI_COMPATIBLE,
    async generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
      run.onProgress({ fraction: null, step: 'Waiting for the provider', remainingMs: null })
      const size = providerSize(request.width, request.height)
      const text = promptWithRoles(request)
      const images = [...(request.canvas ? [request.canvas.snapshot] : []), ...request.references.map((reference) => reference.bytes)]
      const answer = await generateImage({
        model: provider.imageModel(settings.model),
        // With an empty list the client would post an edit without a picture, so no pictures means a plain prompt.
        prompt: images.length > 0 ? { text, images } : text,
        n: 1,
        size: `${size.width}x${size.height}`,
        maxRetries: 0,
        abortSignal: run.signal,
      }).catch((error: unknown) => {
        run.signal.throwIfAborted()
        throw toEngineError(error)
      })
      run.onProgress({ fraction: null, step: 'Finishing', remainingMs: null })
      const fitted = await fit(answer.image.uint8Array, request)
      const headers = answer.responses[0]?.headers
      return {
        bytes: fitted.bytes,
        mime: 'image/png',
        costMicroUsd: null,
        seed: null,
        details: {
          model: settings.model,
          providerRequestId: headers?.['x-request-id'] ?? null,
          providerWidth: fitted.from.width,
          providerHeight: fitted.from.height,
        },
      }
    },
  }
}

/** Cuts and scales to exactly the pixels that were asked for, whatever size the server made. */
async function fit(bytes: Uint8Array, to: { width: number; height: number }): Promise<{ bytes: Uint8Array; from: { width: number; height: number } }> {
  try {
    const image = sharp(bytes, { limitInputPixels: 40_000_000 }).autoOrient()
    const { width, height } = await image.metadata()
    const fitted = await image
      .resize(to.width, to.height, { fit: 'cover', position: 'centre', kernel: 'lanczos3' })
      .removeAlpha()
      .toColourspace('srgb')
      .png({ compressionLevel: 6 })
      .toBuffer()
    return { bytes: fitted, from: { width, height } }
  } catch (error) {
    throw new EngineError('maybe_charged', 'The provider answered with something that is not an image. It may have charged for it.', { cause: error })
  }
}
