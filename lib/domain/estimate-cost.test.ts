import { expect, test } from 'vitest'
import { openAi } from '@/lib/engines/openai/capabilities'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { estimateCost } from './estimate-cost'
import type { GenerationSettings } from './generation'
import { microUsd, PRICES, tokenCost, UNIT_PRICES } from './prices'

const settings: GenerationSettings = { engine: 'openai', canvas: true, ratio: '1:1', size: 1024, quality: 'standard', seed: 0, images: 4 }
const MINI = { capabilities: openAi('gpt-image-1-mini'), model: 'gpt-image-1-mini' }

test('four images cost four times one', () => {
  expect(estimateCost(MINI, { ...settings, images: 1 }, 1)).toBe(15_000)
  expect(estimateCost(MINI, settings, 1)).toBe(60_000)
})

test('what runs here costs nothing', () => {
  expect(estimateCost({ capabilities: STUDIO, model: null }, settings, 1)).toBe(0)
})

test('a price that nobody wrote down is unknown, also for a size of a model that has one', () => {
  expect(estimateCost(MINI, { ...settings, size: 2048 }, 1)).toBeNull()
  expect(estimateCost({ ...MINI, model: 'gpt-image-9' }, settings, 1)).toBeNull()
  expect(estimateCost({ ...MINI, model: null }, settings, 1)).toBeNull()
})

test('a quality has its own price where the provider says so', () => {
  const [draft, high] = [estimateCost(MINI, { ...settings, quality: 'draft' }, 0), estimateCost(MINI, { ...settings, quality: 'high' }, 0)]
  expect(draft).toBeLessThan(high ?? 0)
})

test('where megapixels are counted, the pictures that are sent count too', () => {
  const flex = { capabilities: { ...STUDIO, id: 'fal', free: false }, model: 'fal-ai/flux-2-flex/edit' }
  expect(estimateCost(flex, { ...settings, images: 1, size: 1536 }, 1)).toBe(2 * 3 * 50_000)
})

test('where the first megapixel costs more, it does so once', () => {
  const flux = { capabilities: { ...STUDIO, id: 'black-forest-labs', free: false }, model: 'flux-2-pro' }
  expect(estimateCost(flux, { ...settings, images: 1 }, 0)).toBe(30_000)
  expect(estimateCost(flux, { ...settings, images: 2 }, 1)).toBe(2 * 45_000)
})

/** The addresses under which each provider itself writes what its models cost. */
const OWN: Record<string, RegExp> = {
  openai: /^https:\/\/developers\.openai\.com\//,
  'black-forest-labs': /^https:\/\/(docs\.bfl\.ai|github\.com\/black-forest-labs)\//,
  fal: /^https:\/\/fal\.ai\//,
  replicate: /^https:\/\/replicate\.com\//,
}

test('every price says on which page of the provider it was read and when, and stands there once', () => {
  const rows = [...PRICES, ...UNIT_PRICES]
  for (const { provider, sources, readOn } of rows) {
    expect(sources.length).toBeGreaterThan(0)
    for (const source of sources) expect(source).toMatch(OWN[provider] ?? /^$/)
    expect(readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  }
  expect(new Set(rows.map(({ provider, model }) => `${provider}/${model}`)).size).toBe(rows.length)
})

test('tokens are summed exactly and rounded once; what has no price makes the sum unknown', () => {
  const price = { textInput: 1.5, imageInput: 1.5, textOutput: 7.5, imageOutput: 30 }
  expect(tokenCost(price, { textInput: 41, imageInput: 258, textOutput: 96, imageOutput: 1120 })).toBe(34_769)
  expect(tokenCost({ ...price, textOutput: null }, { textInput: 1, imageInput: 0, textOutput: 1, imageOutput: 0 })).toBeNull()
  expect(tokenCost(null, { textInput: 1, imageInput: 0, textOutput: 0, imageOutput: 0 })).toBeNull()
})

test('an amount in dollars is read to the micro-dollar, and nothing else is taken for one', () => {
  expect([microUsd('0.0455'), microUsd(0.040001), microUsd('1e-5')]).toEqual([45_500, 40_001, 10])
  expect([microUsd('free'), microUsd(null), microUsd(-1), microUsd(Number.NaN)]).toEqual([null, null, null, null])
})
