import { expect, test } from 'vitest'
import { readPressTimes } from './press-times'

test.each([
  [{ pressedAgoMs: 1200, captureAgoMs: 900, uploadAgoMs: 300 }],
  [{ pressedAgoMs: 0, captureAgoMs: 0, uploadAgoMs: 0 }],
  [{ pressedAgoMs: 600_000, captureAgoMs: null, uploadAgoMs: null }],
])('%j can be', (times) => {
  expect(readPressTimes(times)).toEqual(times)
})

test.each([
  [undefined],
  [null],
  ['1200'],
  [{}],
  [{ pressedAgoMs: 600_001, captureAgoMs: null, uploadAgoMs: null }],
  [{ pressedAgoMs: -1, captureAgoMs: null, uploadAgoMs: null }],
  [{ pressedAgoMs: 1.5, captureAgoMs: null, uploadAgoMs: null }],
  [{ pressedAgoMs: Number.NaN, captureAgoMs: null, uploadAgoMs: null }],
  [{ pressedAgoMs: 100, captureAgoMs: 200, uploadAgoMs: null }],
  [{ pressedAgoMs: 100, captureAgoMs: 50, uploadAgoMs: 60 }],
  [{ pressedAgoMs: 100, captureAgoMs: null, uploadAgoMs: 50 }],
  [{ pressedAgoMs: 100, captureAgoMs: 50, uploadAgoMs: 50, prompt: 'a lighthouse' }],
])('%j is left aside', (times) => {
  expect(readPressTimes(times)).toBeNull()
})
