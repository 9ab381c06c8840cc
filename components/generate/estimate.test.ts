import { expect, test } from 'vitest'
import { byteWords, durationWords, estimateMs, remainingWords, timeWords, togetherMs } from './estimate'
import { DEFAULT_SETTINGS } from './panel-state'

test('the estimate follows what was measured here, by pixels and images', () => {
  const timings = [{ engine: 'studio', quality: 'standard' as const, msPerMegapixel: 10_000 }]
  const one = estimateMs({ ...DEFAULT_SETTINGS, ratio: '1:1', size: 1024 }, timings)
  expect(one).toBeCloseTo(10_486, -2)
  expect(estimateMs({ ...DEFAULT_SETTINGS, ratio: '1:1', size: 1024, images: 4 }, timings)).toBeCloseTo((one ?? 0) * 4, 3)
})

test('what runs here takes the time of all together, while providers work on all at the same time', () => {
  expect(togetherMs(10_000, 6, { free: true })).toBe(60_000)
  expect(togetherMs(10_000, 6, { free: false })).toBe(10_000)
})

test('for an engine that nothing is known of no number is invented', () => {
  expect(estimateMs({ ...DEFAULT_SETTINGS, engine: 'openai-compatible' }, [])).toBeNull()
})

test.each([
  [3_000, 'A few seconds'],
  [41_000, 'About 40 seconds'],
  [58_000, 'About a minute'],
  [150_000, 'About 3 minutes'],
])('%i ms is said as %j', (ms, words) => {
  expect(timeWords(ms)).toBe(words)
})

test('times, sizes and what is left are short', () => {
  expect([durationWords(41_200), durationWords(120_000), durationWords(125_000)]).toEqual(['41 s', '2 min', '2 min 5 s'])
  expect([remainingWords(18_400), remainingWords(120_000)]).toEqual(['18 s left', '2 min left'])
  expect([byteWords(640_000), byteWords(2_900_000)]).toEqual(['640 KB', '2.9 MB'])
})
