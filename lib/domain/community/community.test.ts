import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import pictures from '@/db/seed/gallery-pictures.json'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { cameraSchema } from '@/lib/scene/schema'
import { ratioValue } from '../aspect-ratio'
import { readPrompt } from '../look/read-prompt'
import { type ExampleSample, GALLERY_EXAMPLES } from './gallery-examples'
import { GUIDE_PAIRS, guidePicture } from './guide-pairs'
import { GUIDE_WORDS } from './guide-words'

const FILE_BYTES_MAX = 60_000
const fileOf = (address: string): string => path.resolve('public', address.slice(1))

function readIn(sample: ExampleSample, prompt: string) {
  const nodes = Object.entries(SAMPLE_SCENES[sample].document.nodes)
  return readPrompt(
    prompt,
    nodes.filter(([, node]) => node.type !== 'light').map(([id, { name }]) => ({ id, name })),
  )
}

describe.each(GALLERY_EXAMPLES.map((example) => [example.key, example] as const))('the example %s', (key, { sample, prompt, ratio, camera }) => {
  test('has a small picture of its ratio, described for the seed', async () => {
    const file = fileOf(`/community/${key}.webp`)
    expect(statSync(file).size).toBeLessThan(FILE_BYTES_MAX)
    const { width, height } = await sharp(file).metadata()
    expect((pictures as Record<string, { width: number; height: number }>)[key]).toMatchObject({ width, height })
    expect(width / height).toBeCloseTo(ratioValue(ratio), 1)
  })

  test('asks for nothing that Studio would not do', () => {
    expect(readIn(sample, prompt)).toMatchObject({ ignored: [] })
    expect(() => cameraSchema.parse(camera)).not.toThrow()
  })
})

describe.each(GUIDE_PAIRS.map((pair) => [pair.key, pair] as const))('the lesson %s', (_, pair) => {
  test('shows two pictures of one size', async () => {
    const sides = (['before', 'after'] as const).map((side) => fileOf(guidePicture(pair, side)))
    expect(sides.filter((file) => !existsSync(file))).toEqual([])
    const [before, after] = await Promise.all(sides.map((file) => sharp(file).metadata()))
    expect([before?.width, before?.height]).toEqual([after?.width, after?.height])
  })

  test('ends with a prompt that Studio understands to the last word', () => {
    const { chips, ignored } = readIn(pair.sample, pair.after)
    expect(ignored).toEqual([])
    expect(chips.length).toBeGreaterThan(0)
  })
})

describe.each(GUIDE_WORDS.filter(({ title }) => !['Materials', 'Finishes'].includes(title)).map((group) => [group.title, group.words] as const))(
  'words for “%s”',
  (_, words) => {
    test('are each understood by themselves', () => {
      for (const word of words) expect(readIn('plinth', word), word).toMatchObject({ ignored: [] })
    })
  },
)

test.each(GUIDE_WORDS.filter(({ title }) => title === 'Materials' || title === 'Finishes').flatMap(({ words }) => words))(
  '“%s bottle” gives the bottle that surface',
  (word) => {
    const { look, ignored } = readIn('plinth', `${word} bottle`)
    expect(ignored).toEqual([])
    expect(look.materials).toMatchObject([{ target: ['node_bottle'] }])
  },
)
