import { describe, expect, it } from 'vitest'
import { diffWords, type WordChange } from './word-diff'

const written = (changes: readonly WordChange[]): string =>
  changes.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`)).join('')
const joined = (changes: readonly WordChange[], without: WordChange['kind']): string =>
  changes
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('')

describe('diffWords', () => {
  it('finds nothing to mark in equal texts, and nothing at all in two empty ones', () => {
    expect(diffWords('golden hour', 'golden hour')).toEqual([{ kind: 'same', text: 'golden hour' }])
    expect(diffWords('', '')).toEqual([])
  })

  it('marks whole words, removal before addition', () => {
    expect(written(diffWords('studio light on oak', 'golden light on oak'))).toBe('[-studio-]{+golden+} light on oak')
  })

  it('takes neighbouring words as one change, with the blank between them', () => {
    expect(written(diffWords('an oak table, soft', 'an grey chair, soft'))).toBe('an [-oak table-]{+grey chair+}, soft')
  })

  it('marks what was added at either end and what was removed in the middle', () => {
    expect(written(diffWords('a vase', 'a vase, at dusk'))).toBe('a vase{+, at dusk+}')
    expect(written(diffWords('a blue glass vase', 'a vase'))).toBe('a [-blue glass -]vase')
    expect(written(diffWords('', 'new'))).toBe('{+new+}')
  })

  it('keeps words with apostrophes and hyphens whole', () => {
    expect(written(diffWords("painter's low-key light", "potter's high-key light"))).toBe("[-painter's low-key-]{+potter's high-key+} light")
  })

  it('compares scripts without spaces sign by sign, and never cuts an emoji', () => {
    expect(written(diffWords('夕日の光', '朝日の光'))).toBe('[-夕-]{+朝+}日の光')
    expect(written(diffWords('🌅 a', '🌙 a'))).toBe('[-🌅-]{+🌙+} a')
  })

  it.each([
    ['one  two\nthree', 'three two one'],
    ['a b c d e f', 'b  d\tf a'],
    ['  lead', 'lead  '],
    ['x, y; z', 'x; y, z!'],
  ])('gives both texts back exactly: %j and %j', (before, after) => {
    const changes = diffWords(before, after)
    expect(joined(changes, 'added')).toBe(before)
    expect(joined(changes, 'removed')).toBe(after)
    for (const [index, change] of changes.entries()) expect(change.kind).not.toBe(changes[index + 1]?.kind)
  })

  it('compares two prompts of the greatest length in under a second', () => {
    const before = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(' ')
    const after = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(97 + ((i * 7) % 26))).join(' ')
    diffWords(before, after)
    const start = performance.now()
    diffWords(before, after)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
