import type { ImageSize } from './aspect-ratio'
import type { Quality } from './generation'

/** Micro-dollars for one token, which is the same number as dollars for a million tokens. */
export type TokenPrice = {
  textInput: number
  imageInput: number
  imageOutput: number
  /** Null where the model writes none, or nobody says what it costs. */
  textOutput: number | null
  /** Tokens of one finished image by what was asked for; none where they cannot be told beforehand. */
  imageTokens?: { upTo: ImageSize; tokens: number; quality?: Quality }[]
}

/** What a model costs, where it was read and when. A model without a row costs an unknown amount. */
export type PriceRow = { provider: string; model: string; perToken: TokenPrice; sources: readonly string[]; readOn: string }

const READ_ON = '2026-11-23'
const NANO_BANANA_TOKENS: TokenPrice['imageTokens'] = [{ upTo: 1024, tokens: 1120 }]
const GPT_IMAGE: TokenPrice = { textInput: 5, imageInput: 8, imageOutput: 30, textOutput: null }

/** Dollars for a million tokens. Nothing is added here without the address of a page that says so. */
export const PRICES: readonly PriceRow[] = [
  {
    provider: 'google',
    model: 'gemini-nano-banana-2.1',
    perToken: { textInput: 1.5, imageInput: 1.5, textOutput: 7.5, imageOutput: 30, imageTokens: NANO_BANANA_TOKENS },
    sources: ['https://github.com/BerriAI/litellm/discussions/44983', 'https://ngrok.com/changelog/ai-gateway-gemini-image-output'],
    readOn: READ_ON,
  },
  {
    provider: 'google',
    model: 'gemini-3-pro-image',
    perToken: { textInput: 2, imageInput: 2, textOutput: 12, imageOutput: 120 },
    sources: ['https://ngrok.com/changelog/ai-gateway-gemini-image-output'],
    readOn: READ_ON,
  },
  {
    provider: 'google',
    model: 'gemini-3.1-flash-lite-image',
    perToken: { textInput: 0.25, imageInput: 0.25, textOutput: 1.5, imageOutput: 30 },
    sources: ['https://ngrok.com/changelog/ai-gateway-gemini-image-output'],
    readOn: READ_ON,
  },
  {
    provider: 'openai',
    model: 'gpt-image-2.6-sunburst',
    perToken: GPT_IMAGE,
    sources: ['https://developers.openai.com/api/docs/models/gpt-image-2.6-sunburst'],
    readOn: READ_ON,
  },
  {
    provider: 'openai',
    model: 'gpt-image-2.6-flare',
    perToken: GPT_IMAGE,
    sources: ['https://docs.apiyi.com/en/live/2026-11/gpt-image-2-6-launch'],
    readOn: READ_ON,
  },
  {
    provider: 'openai',
    model: 'gpt-image-2',
    perToken: GPT_IMAGE,
    sources: ['https://vercel.com/ai-gateway/models/gpt-image-2', 'https://www.llmreference.com/model/gpt-image-2/openai-api'],
    readOn: READ_ON,
  },
  {
    provider: 'openai',
    model: 'gpt-image-1-mini',
    perToken: { textInput: 2, imageInput: 2.5, imageOutput: 8, textOutput: null },
    sources: ['https://developers.openai.com/api/docs/models/gpt-image-1-mini'],
    readOn: READ_ON,
  },
]

export const priceOf = (provider: string, model: string): TokenPrice | null =>
  PRICES.find((row) => row.provider === provider && row.model === model)?.perToken ?? null

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
