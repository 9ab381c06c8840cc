import type { ImageSize } from './aspect-ratio'
import type { Quality } from './generation'

/** Micro-dollars for one token, which is the same number as dollars for a million tokens. */
export type TokenPrice = {
  textInput: number
  imageInput: number
  imageOutput: number
  /** Null where the model writes none, or nobody says what it costs. */
  textOutput: number | null
}

/** About what one picture up to a size costs, where that is known beforehand. Without a quality it holds for each. */
export type PictureEstimate = { upTo: ImageSize; quality?: Quality; microUsd: number }

/** What a model costs, where it was read and when. A model without a row costs an unknown amount. */
export type PriceRow = {
  provider: string
  model: string
  perToken: TokenPrice
  estimates?: readonly PictureEstimate[]
  sources: readonly string[]
  readOn: string
}

const READ_ON = '2026-11-23'
const GPT_IMAGE: TokenPrice = { textInput: 5, imageInput: 8, imageOutput: 30, textOutput: null }

/**
 * Dollars for a million tokens. Nothing is added here without the address of a page of the provider's own that says so; what others
 * write about a price is not enough. Google's models have no row for that reason: their cost is unknown.
 */
export const PRICES: readonly PriceRow[] = [
  {
    provider: 'openai',
    model: 'gpt-image-2.6-sunburst',
    perToken: GPT_IMAGE,
    sources: ['https://developers.openai.com/api/docs/models/gpt-image-2.6-sunburst'],
    readOn: READ_ON,
  },
  {
    provider: 'openai',
    model: 'gpt-image-1-mini',
    perToken: { textInput: 2, imageInput: 2.5, imageOutput: 8, textOutput: null },
    estimates: [
      { upTo: 1536, quality: 'draft', microUsd: 6_000 },
      { upTo: 1536, quality: 'standard', microUsd: 15_000 },
      { upTo: 1536, quality: 'high', microUsd: 52_000 },
    ],
    sources: ['https://developers.openai.com/api/docs/models/gpt-image-1-mini'],
    readOn: READ_ON,
  },
]

/**
 * What one unit costs, for providers that count pictures or megapixels. Megapixels are those of the picture that is made
 * and of each that is sent, rounded up one by one. A model without a row costs an unknown amount.
 */
export type UnitPriceRow = {
  provider: string
  model: string
  unit: 'image' | 'megapixel'
  microUsd: number
  /** Where the first megapixel costs more than those after it. */
  firstMicroUsd?: number
  sources: readonly string[]
  readOn: string
}

export const UNIT_PRICES: readonly UnitPriceRow[] = [
  {
    provider: 'black-forest-labs',
    model: 'flux-2-pro',
    unit: 'megapixel',
    firstMicroUsd: 30_000,
    microUsd: 15_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing', 'https://github.com/black-forest-labs/skills/blob/main/skills/bfl-api/SKILL.md'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-2-max',
    unit: 'megapixel',
    firstMicroUsd: 70_000,
    microUsd: 30_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing', 'https://github.com/black-forest-labs/skills/blob/main/skills/bfl-api/SKILL.md'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-2-klein-9b',
    unit: 'megapixel',
    firstMicroUsd: 15_000,
    microUsd: 2_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing', 'https://github.com/black-forest-labs/skills/blob/main/skills/bfl-api/SKILL.md'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-2-klein-4b',
    unit: 'megapixel',
    firstMicroUsd: 14_000,
    microUsd: 1_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing', 'https://github.com/black-forest-labs/skills/blob/main/skills/bfl-api/SKILL.md'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-kontext-pro',
    unit: 'image',
    microUsd: 40_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-kontext-max',
    unit: 'image',
    microUsd: 80_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-pro-1.1',
    unit: 'image',
    microUsd: 40_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing'],
    readOn: READ_ON,
  },
  {
    provider: 'black-forest-labs',
    model: 'flux-pro-1.1-ultra',
    unit: 'image',
    microUsd: 60_000,
    sources: ['https://docs.bfl.ai/quick_start/pricing'],
    readOn: READ_ON,
  },
  {
    provider: 'fal',
    model: 'fal-ai/flux-2-pro/edit',
    unit: 'megapixel',
    firstMicroUsd: 30_000,
    microUsd: 15_000,
    sources: ['https://fal.ai/models/fal-ai/flux-2-pro/edit/llms.txt'],
    readOn: READ_ON,
  },
  {
    provider: 'fal',
    model: 'fal-ai/flux-2-max/edit',
    unit: 'megapixel',
    firstMicroUsd: 70_000,
    microUsd: 30_000,
    sources: ['https://fal.ai/models/fal-ai/flux-2-max/edit/llms.txt'],
    readOn: READ_ON,
  },
  {
    provider: 'fal',
    model: 'fal-ai/flux-2-flex/edit',
    unit: 'megapixel',
    microUsd: 50_000,
    sources: ['https://fal.ai/models/fal-ai/flux-2-flex/edit/llms.txt'],
    readOn: READ_ON,
  },
  {
    provider: 'fal',
    model: 'fal-ai/flux-pro/kontext',
    unit: 'image',
    microUsd: 40_000,
    sources: ['https://fal.ai/models/fal-ai/flux-pro/kontext/llms.txt'],
    readOn: READ_ON,
  },
  {
    provider: 'replicate',
    model: 'black-forest-labs/flux-depth-pro',
    unit: 'image',
    microUsd: 50_000,
    sources: ['https://replicate.com/black-forest-labs/flux-depth-pro'],
    readOn: READ_ON,
  },
  {
    provider: 'replicate',
    model: 'black-forest-labs/flux-depth-dev',
    unit: 'image',
    microUsd: 25_000,
    sources: ['https://replicate.com/black-forest-labs/flux-depth-dev'],
    readOn: READ_ON,
  },
]

export const unitPriceOf = (provider: string, model: string): UnitPriceRow | null =>
  UNIT_PRICES.find((row) => row.provider === provider && row.model === model) ?? null

const rowOf = (provider: string, model: string): PriceRow | undefined => PRICES.find((row) => row.provider === provider && row.model === model)

export const priceOf = (provider: string, model: string): TokenPrice | null => rowOf(provider, model)?.perToken ?? null

export const estimatesOf = (provider: string, model: string): readonly PictureEstimate[] => rowOf(provider, model)?.estimates ?? []

export type TokenUsage = { textInput: number; imageInput: number; textOutput: number; imageOutput: number }

/** Micro-dollars of one answer, rounded once at the end; null where a part of it has no price. */
export function tokenCost(price: TokenPrice | null, usage: TokenUsage): number | null {
  if (!price || (price.textOutput === null && usage.textOutput > 0)) return null
  return Math.round(
    usage.textInput * price.textInput +
      usage.imageInput * price.imageInput +
      usage.textOutput * (price.textOutput ?? 0) +
      usage.imageOutput * price.imageOutput,
  )
}

/** Micro-dollars, from an amount in dollars as a provider writes it, such as `0.0336`; null for anything else. */
export function microUsd(dollars: unknown): number | null {
  const amount = typeof dollars === 'number' ? dollars : typeof dollars === 'string' && /^\d+(\.\d+)?(e-?\d+)?$/i.test(dollars) ? Number(dollars) : Number.NaN
  return Number.isFinite(amount) && amount >= 0 ? Math.round(amount * 1e6) : null
}
