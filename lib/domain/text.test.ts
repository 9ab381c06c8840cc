import { expect, test } from 'vitest'
import { isStorableText } from './text'

test.each(['', 'Golden hour', 'Größe', '金色の時間', '👩🏽‍🎨', 'a\nb\tc'])('%j can be kept', (text) => {
  expect(isStorableText(text)).toBe(true)
})

test.each(['a\0b', '\ud83d', 'b\udc00', '\udc00\ud83d'])('%j is refused: Postgres would', (text) => {
  expect(isStorableText(text)).toBe(false)
})
