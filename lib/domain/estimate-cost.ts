import { outputPixels } from './aspect-ratio'
import type { GenerationSettings } from './generation'
import type { EngineOption } from './generation-view'
import { estimatesOf, unitPriceOf } from './prices'

const MEGAPIXEL = 1024 * 1024

/**
 * About what a press of Generate will cost, in micro-dollars: 0 for engines that run here, null where nobody wrote down a price.
 * @param pictures how many pictures are sent along, each about as large as the one that is made.
 */
export function estimateCost(
  { capabilities, model }: Pick<EngineOption, 'capabilities' | 'model'>,
  settings: GenerationSettings,
  pictures: number,
): number | null {
  if (capabilities.free) return 0
  if (model === null) return null
  const one = estimateOne(capabilities.id, model, settings, pictures)
  return one === null ? null : one * settings.images
}

function estimateOne(provider: string, model: string, { ratio, size, quality }: GenerationSettings, pictures: number): number | null {
  const unit = unitPriceOf(provider, model)
  if (unit?.unit === 'image') return unit.microUsd
  if (unit) {
    const { width, height } = outputPixels(ratio, size)
    const megapixels = Math.ceil((width * height) / MEGAPIXEL) * (1 + pictures)
    return (unit.firstMicroUsd ?? unit.microUsd) + unit.microUsd * (megapixels - 1)
  }
  const fitting = estimatesOf(provider, model).filter((estimate) => size <= estimate.upTo && (estimate.quality ?? quality) === quality)
  return fitting.reduce<number | null>((least, { microUsd }) => Math.min(least ?? microUsd, microUsd), null)
}
