import { whyNotGenerate } from './check-request'
import { estimateCost } from './estimate-cost'
import type { EngineOption, GenerationDetail } from './generation-view'

/** What a person learns before a replay begins. */
export type ReplayOffer = {
  /** The name of the engine. */
  label: string
  /** Why it cannot be made, as a sentence; null where it can. */
  refusal: string | null
  free: boolean
  images: number
  /** About what it costs; null where nobody wrote down a price. */
  costMicroUsd: number | null
  /** The model that would be asked, where it is another than the one that made the image. */
  otherModel: string | null
}

export const GONE = 'This model is no longer offered here, so the image cannot be replayed.'

/** @param option The engine as it is offered to the team now; undefined where it is gone. */
export function offerReplay(
  run: Pick<GenerationDetail, 'settings' | 'references' | 'prompt' | 'engineVersion' | 'engine'>,
  option: EngineOption | undefined,
): ReplayOffer {
  const { settings, references, prompt, engineVersion } = run
  if (!option) return { label: run.engine, refusal: GONE, free: false, images: settings.images, costMicroUsd: null, otherModel: null }
  const { capabilities, model } = option
  return {
    label: capabilities.label,
    refusal: whyNotGenerate(option, { settings, references, prompt, hasContent: true }),
    free: capabilities.free,
    images: settings.images,
    costMicroUsd: estimateCost(option, settings, references.length + (settings.canvas ? 1 : 0)),
    // The version of a hosted engine begins with its model.
    otherModel: model !== null && engineVersion !== null && !engineVersion.startsWith(`${model}/`) ? model : null,
  }
}
