import { describe, expect, test } from 'vitest'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { GONE, offerReplay } from './offer-replay'
import type { ReplayView } from './replay'
import { replayWords } from './replay-words'

const view = (changes: Partial<ReplayView>): ReplayView => ({
  generationId: 'gen_2',
  outputId: 'out_2',
  result: null,
  status: 'succeeded',
  failure: null,
  isGone: false,
  sameRequest: false,
  versionBefore: '3',
  versionNow: '3',
  createdAtMs: 0,
  ...changes,
})

test('what came of a replay is said in a line', () => {
  const drifted = { verdict: 'drifted', meanDeltaE: 2.1284, p95DeltaE: 6.5, ssim: 0.9312 } as const
  expect(replayWords(view({ result: { verdict: 'identical' } }))).toBe('Replayed: identical, pixel for pixel')
  expect(replayWords(view({ result: drifted }))).toBe('Replayed: drifted, mean ΔE 2.1, 95% of pixels within 6.5, SSIM 0.93')
  expect(replayWords(view({ result: { ...drifted, meanDeltaE: 0.004, p95DeltaE: 0 } }))).toBe(
    'Replayed: drifted, mean ΔE less than 0.1, 95% of pixels within 0.0, SSIM 0.93',
  )
  expect(replayWords(view({ result: { verdict: 'missing' } }))).toBe('Replayed. The first image is gone, so there is nothing to compare with')
  expect(replayWords(view({ result: { verdict: 'identical' }, versionNow: '4' }))).toBe(
    'Replayed: identical, pixel for pixel. Made by version 4, the first by 3',
  )
  expect(replayWords(view({ result: drifted, sameRequest: true }))).toBe(
    'Replayed: drifted, mean ΔE 2.1, 95% of pixels within 6.5, SSIM 0.93. The provider got the same request and made another image',
  )
  expect(replayWords(view({ result: { verdict: 'identical' }, sameRequest: true }))).toBe('Replayed: identical, pixel for pixel')
  expect(replayWords(view({ status: 'failed', failure: 'The provider has a problem.' }))).toBe('The replay failed. The provider has a problem.')
  expect(replayWords(view({ status: 'failed', isGone: true, failure: 'The provider does not know this model.' }))).toBe(
    'This model is no longer offered. The provider does not know this model.',
  )
  expect(replayWords(view({ status: 'running' }))).toBe('Replaying now')
  expect(replayWords(view({ status: 'canceled' }))).toBe('The replay was canceled')
})

describe('what is said before a replay', () => {
  const settings = { engine: 'studio', canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 1, images: 2 } as const
  const run = { settings, references: [], prompt: '', engine: 'studio', engineVersion: '3' }
  const hosted = { capabilities: { ...STUDIO, id: 'fal', label: 'fal', free: false }, model: 'fal-ai/flux-pro/kontext', ready: true, reason: null }

  test('is that Studio costs nothing', () => {
    expect(offerReplay(run, { capabilities: STUDIO, model: null, ready: true, reason: null })).toEqual({
      label: STUDIO.label,
      refusal: null,
      free: true,
      images: 2,
      costMicroUsd: 0,
      otherModel: null,
    })
  })

  test('is what a paid model costs, that it is unknown where it is, and that another model would be asked', () => {
    expect(offerReplay({ ...run, engineVersion: 'fal-ai/flux-pro/kontext/1' }, hosted)).toMatchObject({ free: false, costMicroUsd: 80_000, otherModel: null })
    expect(offerReplay({ ...run, engineVersion: 'fal-ai/an-older-model/1' }, { ...hosted, model: 'somebody/new' })).toMatchObject({
      costMicroUsd: null,
      otherModel: 'somebody/new',
    })
  })

  test('is that the model is gone, or why it cannot be used', () => {
    expect(offerReplay(run, undefined)).toMatchObject({ refusal: GONE })
    expect(offerReplay(run, { ...hosted, ready: false, reason: 'Needs a key.' })).toMatchObject({ refusal: 'Needs a key.' })
  })
})
