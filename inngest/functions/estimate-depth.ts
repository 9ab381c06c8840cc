import type { DepthEstimator } from '@/lib/domain/fidelity'
import { EngineError } from '@/lib/engines/contract'
import type { GreyPicture } from '@/lib/fidelity/control-pictures'
import { depthEstimatorBaseUrl } from '@/lib/platform/engine-settings'
import { log } from '@/lib/platform/log'

/** How long all images of one generation may take: while they do, its team has a place less. */
const ESTIMATES_MS_MAX = 120_000

/** What the shipped workflow runs. */
export const DEPTH_ESTIMATOR: DepthEstimator = 'depth-anything-v2-small'

/** The estimated depth of a picture, brought to a size; null where there is none. Never rejects. */
export type EstimateDepth = (picture: Uint8Array, size: { width: number; height: number }) => Promise<GreyPicture | null>

/**
 * What this installation estimates depth with, for the images of one generation. The first failure is written down and ends it
 * for the others: they would wait for the same.
 * @param baseUrl of a ComfyUI; null where depth is not estimated.
 */
export function depthEstimates(generationId: string, baseUrl = depthEstimatorBaseUrl(), msMax = ESTIMATES_MS_MAX): EstimateDepth {
  let address = baseUrl
  let signal: AbortSignal | undefined
  return async (picture, size) => {
    if (address === null) return null
    try {
      const { estimateDepth } = await import('@/lib/engines/comfyui/depth-estimate')
      signal ??= AbortSignal.timeout(msMax)
      return await estimateDepth({ baseUrl: address }, picture, size, signal)
    } catch (error) {
      address = null
      log.warn('Fidelity is measured without depth, because its estimator failed', { generationId, reason: reasonOf(error, signal), error })
      return null
    }
  }
}

function reasonOf(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted) return 'ComfyUI took too long.'
  return error instanceof EngineError ? error.userMessage : 'Something failed that should not.'
}
