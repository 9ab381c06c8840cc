import { describe, expect, test } from 'vitest'
import { GOOGLE_TEST_PRICE, startGoogle } from '@/e2e/fixtures/providers/google'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import { describeAnswerEngine, testPicture } from '../testing/answer-engine-suite'
import { testCanvas, testEngineRequest, testRun } from '../testing/engine-run'
import { google } from './capabilities'
import { createGoogle } from './index'

const MODEL = 'gemini-nano-banana-2.1'
const { server, generate, failure } = describeAnswerEngine('Google', {
  start: startGoogle,
  create: ({ key, baseUrl }, changes) => createGoogle({ apiKey: key, baseUrl, model: MODEL, ...changes }, GOOGLE_TEST_PRICE),
  refusals: [
    ['prompt', /refused this prompt, because of what it never makes/],
    ['prompt-safety', /refused this prompt, because of its safety rules/],
    ['safety', /refused this request, because of its safety rules/],
    ['image-safety', /held back the picture that it made, because of its safety rules/],
    ['image-prohibited', /held back the picture that it made/],
    ['recitation', /likeness to a work that exists/],
    ['no-image', /answered without an image/],
    ['words', /answered without an image: I only draw cats\./],
  ],
})

describe('Google', () => {
  const settings = testEngineRequest().settings

  test('is asked by model, ratio, size and seed, and for a picture alone', async () => {
    await generate({ ...outputPixels('21:9', 1024), settings: { ...settings, ratio: '21:9', size: 1024 }, seed: 77 })
    expect(server().asked[0]).toMatchObject({
      path: `/v1beta/models/${MODEL}:generateContent`,
      fields: { aspectRatio: '21:9', imageSize: '1K', seed: 77, responseModalities: ['IMAGE'] },
    })
  })

  test('makes what is larger than a megapixel from 2K', async () => {
    await generate({ ...outputPixels('1:1', 1536), settings: { ...settings, ratio: '1:1', size: 1536 } })
    expect(server().asked[0]?.fields.imageSize).toBe('2K')
  })

  test('models with one size are asked for none, and offer no larger pictures', async () => {
    const engine = createGoogle({ apiKey: server().key, baseUrl: server().baseUrl, model: 'gemini-3.1-flash-lite-image' })
    await engine.generate(testEngineRequest(), testRun())
    expect(server().asked[0]?.fields).not.toHaveProperty('imageSize')
    expect(engine.capabilities.sizes).toEqual([512, 768, 1024])
    expect(google(MODEL).sizes).toContain(2048)
  })

  test('a model whose price nobody wrote down costs an unknown amount', async () => {
    const engine = createGoogle({ apiKey: server().key, baseUrl: server().baseUrl, model: 'gemini-9-image' })
    expect((await engine.generate(testEngineRequest(), testRun())).costMicroUsd).toBeNull()
  })

  test('a refusal of such a model costs an unknown amount too, and not nothing', async () => {
    server().behave({ kind: 'refused', form: 'image-safety' })
    const engine = createGoogle({ apiKey: server().key, baseUrl: server().baseUrl, model: 'gemini-9-image' })
    await expect(engine.generate(testEngineRequest(), testRun())).rejects.toMatchObject({ code: 'rejected', costMicroUsd: null })
  })

  test('waits as long as Google says, and not for a limit of a day', async () => {
    server().behave({ kind: 'rate-limited' }, { kind: 'day-used-up' })
    expect(await failure()).toMatchObject({ code: 'rate_limited', retryAfterMs: 26_500 })
    expect(await failure()).toMatchObject({ code: 'rejected', userMessage: expect.stringMatching(/tomorrow/) })
  })

  test('gets the picture to change alone where one object is to change, and only the words of the change', async () => {
    const base = await testPicture(20)
    const prompt = 'Change one thing in the picture, the Vase, and nothing else: brass'
    await generate({ prompt, canvas: testCanvas({ snapshot: await testPicture(9) }), edit: { base, mask: await testPicture(21), description: '' } })
    expect(server().asked[0]?.images).toEqual([base])
    expect(server().asked[0]?.fields.text).toBe(prompt)
  })
})
