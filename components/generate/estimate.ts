import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { Capabilities } from '@/lib/domain/capabilities'
import type { GenerationSettings, Quality } from '@/lib/domain/generation'
import type { Timing } from '@/lib/domain/generation-view'
import { dollarWords } from './cost-words'

/** Milliseconds a megapixel on a machine with two cores, until this installation has measured its own. */
const STUDIO_MS: Record<Quality, number> = { draft: 9_000, standard: 30_000, high: 90_000 }

/**
 * How long the images will take, in milliseconds: from what this installation has measured, else from a model of Studio;
 * null where nothing is known, so that no number is invented.
 */
export function estimateMs(settings: GenerationSettings, timings: readonly Timing[]): number | null {
  const { width, height } = outputPixels(settings.ratio, settings.size)
  const megapixels = (width * height) / 1e6
  const measured = timings.find((timing) => timing.engine === settings.engine && timing.quality === settings.quality)
  const perMegapixel = measured?.msPerMegapixel ?? (settings.engine === 'studio' ? STUDIO_MS[settings.quality] : null)
  return perMegapixel === null ? null : perMegapixel * megapixels * settings.images
}

/**
 * How long several generations take that were asked for at once. What runs here shares the machine, so their times add up;
 * providers work on all of them at the same time.
 */
export const togetherMs = (eachMs: number, count: number, { free }: Pick<Capabilities, 'free'>): number => (free ? eachMs * count : eachMs)

/** "About 40 seconds": rounded so that it promises no more than it knows. */
export function timeWords(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 8) return 'A few seconds'
  if (seconds < 55) return `About ${Math.max(10, Math.round(seconds / 5) * 5)} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes <= 1 ? 'About a minute' : `About ${minutes} minutes`
}

/** What it costs, for the line above Generate. Unknown prices are said to be unknown. */
export function priceWords(capabilities: Pick<Capabilities, 'free'>, microUsd: number | null = null): string {
  if (capabilities.free) return 'Free, runs here'
  return microUsd === null ? 'Not priced' : `About ${dollarWords(microUsd)}`
}

/** "18 s left", "2 min left". */
export function remainingWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`
}

/** "41 s", "2 min 5 s". */
export function durationWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const rest = seconds % 60
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`
}

/** "640 KB", "2.9 MB", in decimal units as file managers show them. */
export function byteWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
