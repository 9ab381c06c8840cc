import { describe, expect, test } from 'vitest'
import { startGateway } from '@/e2e/fixtures/providers/gateway'
import { describeAnswerEngine, testPicture } from '../testing/answer-engine-suite'
import { testEngineRequest, testRun } from '../testing/engine-run'
import { createGateway } from './index'

const { server, generate } = describeAnswerEngine('The AI Gateway', {
  start: startGateway,
  create: ({ key, baseUrl }, changes) => createGateway({ apiKey: key, baseUrl, model: 'bfl/flux-2-pro', ...changes }),
  refusals: [['moderation', /refused this prompt: The request was rejected by content moderation\./]],
})

describe('The AI Gateway', () => {
  test('is asked by the name of the model, its ratio and the seed, and what it left aside is kept', async () => {
    const result = await generate({ seed: 5 })
    expect(server().asked[0]).toMatchObject({ model: 'bfl/flux-2-pro', fields: { aspectRatio: '16:9', seed: 5, n: 1 } })
    expect(result.details).toMatchObject({ providerRequestId: 'gen_01', leftAside: 'seed' })
  })

  test('forwards a size and a mask to the models of OpenAI', async () => {
    const engine = createGateway({ apiKey: server().key, baseUrl: server().baseUrl, model: 'openai/gpt-image-2.6-flare' })
    await engine.generate(testEngineRequest({ edit: { base: await testPicture(9), mask: await testPicture(9), description: '' } }), testRun())
    expect(server().asked[0]?.fields).toMatchObject({ size: expect.stringMatching(/^\d+x\d+$/) })
    expect(server().asked[0]?.fields).not.toHaveProperty('seed')
    expect(server().asked[0]?.mask).not.toBeNull()
    expect(engine.capabilities).toMatchObject({ mask: true, seed: false })
  })
})
