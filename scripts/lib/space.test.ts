import { expect, test } from 'vitest'
import { assertSpace, watchSpace } from './space.mjs'

const MB = 1024 ** 2

test('a disk that runs full is told once, with what to do, and once more when it has room again', () => {
  const told: string[] = []
  let free = 400 * MB
  const watch = watchSpace('/data', { tell: (text) => told.push(text), free: () => free })
  for (const next of [400, 149, 20, 160, 0, 310, 400]) {
    free = next * MB
    watch.look()
  }
  watch.stop()
  expect(told).toEqual([
    expect.stringMatching(/^The disk under \/data is nearly full: 149 MB are free\. Free some space/),
    'The disk under /data has room again: 310 MB are free.',
  ])
})

test('a start that would not fit is refused before it begins, with how much is missing', () => {
  expect(() => assertSpace('/', Number.MAX_SAFE_INTEGER)).toThrow(/^The disk under \/ is full: \d+ MB are free and \d+ MB are needed\.$/)
  expect(() => assertSpace('/', 0)).not.toThrow()
})
