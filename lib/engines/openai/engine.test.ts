import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { startOpenAi } from '@/e2e/fixtures/providers/openai'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import { describeAnswerEngine, testPicture } from '../testing/answer-engine-suite'
import { testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { createOpenAi } from './index'

const MODEL = 'gpt-image-2.6-sunburst'
const { server, generate } = describeAnswerEngine('OpenAI', {
  start: startOpenAi,
  create: ({ key, baseUrl }, changes) => createOpenAi({ apiKey: key, baseUrl, model: MODEL, ...changes }),
  refusals: [
    ['input', /refused this prompt: violence\./],
    ['output', /refused the picture that it made: violence\./],
    ['policy', /refused this prompt/],
  ],
})

describe('OpenAI', () => {
  const settings = testEngineRequest().settings

  test('is asked for a generation without pictures and for an edit with them', async () => {
    await generate()
    await generate({ canvas: testCanvas({ snapshot: await testPicture(9) }) })
    expect(server().asked.map(({ path }) => path)).toEqual(['/v1/images/generations', '/v1/images/edits'])
  })

  test.each([
    ['draft', 'low'],
    ['standard', 'medium'],
    ['high', 'high'],
  ] as const)('is asked for quality %s as %s, and for the size that holds the picture', async (quality, named) => {
    await generate({ ...outputPixels('4:3', 1024), settings: { ...settings, ratio: '4:3', size: 1024 }, quality })
    expect(server().asked[0]?.fields).toMatchObject({ model: MODEL, quality: named, size: '1184x896', n: 1 })
  })

  test('gets a mask that is transparent where the picture may change', async () => {
    const mask = await sharp(Buffer.from([0, 128, 255]), { raw: { width: 3, height: 1, channels: 1 } })
      .png()
      .toBuffer()
    await generate({ edit: { base: await testPicture(3, 1), mask: new Uint8Array(mask), description: '' } })
    expect(server().asked[0]?.images).toEqual([await testPicture(3, 1)])
    const alpha = await sharp(server().asked[0]?.mask ?? undefined)
      .extractChannel(3)
      .raw()
      .toBuffer()
    expect([...alpha]).toEqual([255, 127, 0])
  })

  test('models of the first generation are asked for one of their three sizes', async () => {
    const engine = createOpenAi({ apiKey: server().key, baseUrl: server().baseUrl, model: 'gpt-image-1-mini' })
    const result = await engine.generate(testEngineRequest(), testRun())
    expect(server().asked[0]?.fields.size).toBe('1536x1024')
    // 24 tokens of text at 2 and 1056 of a picture at 8 micro-dollars.
    expect(result.costMicroUsd).toBe(24 * 2 + 1056 * 8)
  })
})
