import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LANGUAGE_MODEL_KEY, type LanguageAnswer, type LanguageModelServer, startLanguageModel } from '@/e2e/fixtures/providers/language-model'
import { AppError } from '@/lib/domain/errors'
import { improvePrompt } from './improve-prompt'
import { LANGUAGE_FAMILIES, type LanguageFamily } from './settings'

const SECRET = 'a shoe that nobody may know of'
let server: LanguageModelServer
const printed: string[] = []

beforeEach(async () => {
  server = await startLanguageModel()
  printed.length = 0
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...words: unknown[]) => void printed.push(words.map(String).join(' ')))
  }
})
afterEach(async () => {
  vi.restoreAllMocks()
  await server.close()
})

const improve = (prompt: string, { family = 'openai-compatible' as LanguageFamily, apiKey = LANGUAGE_MODEL_KEY, readsPrompt = true } = {}) =>
  improvePrompt({ family, model: 'writer-1', apiKey, baseUrl: server.baseUrl }, { prompt, readsPrompt })
const problemOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe.each(LANGUAGE_FAMILIES)('with %s', (family) => {
  it('sends the prompt once, as words of the user, and takes the answer', async () => {
    server.answer({ text: '"@Vase in brushed brass, golden hour"' })
    await expect(improve('@Vase brass at evening', { family })).resolves.toEqual({ prompt: '@Vase in brushed brass, golden hour' })
    expect(server.asked).toHaveLength(1)
    expect(server.asked[0]).toMatchObject({ prompt: '@Vase brass at evening', system: expect.stringContaining('Copy each mention') })
  })

  it('says that the key is refused, and does not send again', async () => {
    await expect(improve(SECRET, { family, apiKey: 'sk-wrong' })).rejects.toMatchObject({ userMessage: expect.stringContaining('refuses the key') })
    server.answer({ status: 503, message: 'Overloaded' })
    await expect(improve(SECRET, { family })).rejects.toMatchObject({ userMessage: expect.stringContaining('problem of its own') })
    expect(server.asked).toHaveLength(1)
  })
})

it('tells the model what Studio understands where Studio reads the prompt, and only there', async () => {
  await improve('noon')
  await improve('noon', { readsPrompt: false })
  expect(server.asked.map(({ system }) => system.includes('read by a renderer'))).toEqual([true, false])
})

it.each<[string, LanguageAnswer, string, string]>([
  ['too many requests', { status: 429, message: 'Slow down' }, 'rate_limited', 'too much to do'],
  ['an empty account', { status: 402, message: 'No credit' }, 'unavailable', 'account for the language model is empty'],
  ['an unknown model', { status: 404, message: 'No such model' }, 'unavailable', 'not there'],
  ['a refusal', { status: 400, message: 'Content policy' }, 'unavailable', 'did not take this prompt'],
  ['an answer that is none', { body: '<html>' }, 'unavailable', 'could not be read'],
  ['no text', { text: ' ' }, 'unavailable', 'gave no answer'],
  ['a lost mention', { text: 'a vase at noon' }, 'unavailable', 'left out @vase'],
])('says in plain words what %s means, and never what the provider wrote', async (_, answer, code, words) => {
  server.answer(answer)
  const problem = await problemOf(improve(`@Vase and ${SECRET}`))
  expect(problem).toBeInstanceOf(AppError)
  expect(problem).toMatchObject({ code, userMessage: expect.stringContaining(words), cause: undefined })
  expect(`${String(problem)} ${JSON.stringify(problem)} ${printed.join('\n')}`).not.toContain(SECRET)
})

it('says that nothing can be reached where nothing listens', async () => {
  const settings = { family: 'openai-compatible' as const, model: 'writer-1', apiKey: null, baseUrl: 'http://127.0.0.1:9/v1' }
  await expect(improvePrompt(settings, { prompt: 'noon', readsPrompt: true })).rejects.toMatchObject({
    userMessage: expect.stringContaining('cannot be reached'),
  })
})

it.each(LANGUAGE_FAMILIES)('takes the key of %s nowhere that a redirect names', async (family) => {
  const asked: (string | undefined)[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(request.url)
    response.writeHead(307, { location: '/v1/elsewhere' }).end()
  })
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening))
  const baseUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/v1`
  await expect(improvePrompt({ family, model: 'writer-1', apiKey: LANGUAGE_MODEL_KEY, baseUrl }, { prompt: 'noon', readsPrompt: true })).rejects.toMatchObject({
    code: 'unavailable',
  })
  elsewhere.close()
  expect(asked).toHaveLength(1)
})

it('does not wait for ever', async () => {
  server.answer({ hang: true })
  const settings = { family: 'openai-compatible' as const, model: 'writer-1', apiKey: LANGUAGE_MODEL_KEY, baseUrl: server.baseUrl }
  await expect(improvePrompt(settings, { prompt: 'noon', readsPrompt: true }, 100)).rejects.toMatchObject({
    userMessage: expect.stringContaining('took too long'),
  })
})
