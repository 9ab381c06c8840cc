import { describe, expect, test } from 'vitest'
import { EngineError } from '../contract'
import { askPatiently, bodyOf, type Fetch, pause, sameHouse, watchJob } from './jobs'

const FAST = { pollMs: 1, answerMsMax: 60_000, retryMs: [1, 1] }
const never = new AbortController().signal

/** Answers in turn; a number is a status, an Error a broken line. The last one stays. */
function answering(...answers: (number | Error | Response)[]): { send: Fetch; asked: () => number } {
  let asked = 0
  const send: Fetch = async () => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? 200
    asked += 1
    if (answer instanceof Error) throw answer
    return answer instanceof Response ? answer : new Response(JSON.stringify({ status: answer }), { status: answer })
  }
  return { send, asked: () => asked }
}

describe('asking about work that may be paid for', () => {
  test('goes on after a broken line, a tired server and too many questions', async () => {
    const { send, asked } = answering(new TypeError('fetch failed'), 503, 200)
    expect(bodyOf(await askPatiently(send, 'https://a.example', { signal: never, pace: FAST }))).toEqual({ status: 200 })
    expect(asked()).toBe(3)
  })

  test('does not wait for an answer for ever', async () => {
    let asked = 0
    const send: Fetch = (_, init) => {
      asked += 1
      if (asked > 1) return Promise.resolve(new Response('{}'))
      return new Promise((_resolve, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('too long'))))
    }
    expect((await askPatiently(send, 'https://a.example', { signal: never, pace: { ...FAST, answerMsMax: 5 } })).status).toBe(200)
    expect(asked).toBe(2)
  })

  test('takes any other answer as it is', async () => {
    const { send, asked } = answering(422)
    expect((await askPatiently(send, 'https://a.example', { signal: never, pace: FAST })).status).toBe(422)
    expect(asked()).toBe(1)
  })

  test('takes an error that is the outcome of the work as it is', async () => {
    const { send, asked } = answering(500)
    expect((await askPatiently(send, 'https://a.example', { signal: never, pace: FAST, isVerdict: () => true })).status).toBe(500)
    expect(asked()).toBe(1)
  })

  test('gives up after the last wait and leaves the work to be asked for later', async () => {
    const { send, asked } = answering(503)
    await expect(askPatiently(send, 'https://a.example', { signal: never, pace: FAST })).rejects.toMatchObject({ code: 'transient' })
    expect(asked()).toBe(3)
  })

  test('waits as long as the provider says', async () => {
    const { send } = answering(new Response(null, { status: 429, headers: { 'retry-after': '0.05' } }), 200)
    const before = performance.now()
    await askPatiently(send, 'https://a.example', { signal: never, pace: FAST })
    expect(performance.now() - before).toBeGreaterThan(45)
  })

  test('never asks again after a failure of ours', async () => {
    const { send, asked } = answering(new EngineError('rejected', 'No.'))
    await expect(askPatiently(send, 'https://a.example', { signal: never, pace: FAST })).rejects.toMatchObject({ code: 'rejected' })
    expect(asked()).toBe(1)
  })

  test('ends with the reason of the signal, also while it waits', async () => {
    const controller = new AbortController()
    const waiting = pause(60_000, controller.signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await expect(askPatiently(answering(200).send, 'https://a.example', { signal: controller.signal, pace: FAST })).rejects.toThrow('enough')
  })
})

describe('watching work', () => {
  test('tells the provider to stop when the run is aborted, and only then', async () => {
    const controller = new AbortController()
    const canceled: string[] = []
    const watch = (signal: AbortSignal, look: () => Promise<{ done: string } | { waiting: { fraction: null; step: string } }>) =>
      watchJob({ signal, pace: FAST, look, onProgress: () => {}, cancel: async () => canceled.push('stop') })
    expect(await watch(never, async () => ({ done: 'picture' }))).toBe('picture')
    await expect(watch(never, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    expect(canceled).toEqual([])
    const running = watch(controller.signal, async () => {
      controller.abort(new Error('enough'))
      return { waiting: { fraction: null, step: 'at work' } }
    })
    await expect(running).rejects.toThrow('enough')
    expect(canceled).toEqual(['stop'])
  })
})

test.each([
  ['https://api.eu1.bfl.ai/v1/get_result?id=1', 'https://api.bfl.ai/v1', true],
  ['https://queue.fal.run/x', 'https://queue.fal.run', true],
  ['http://127.0.0.1:80/x', 'http://127.0.0.1:80', true],
  ['http://127.0.0.1:81/x', 'http://127.0.0.1:80', false],
  ['https://bfl.ai.evil.example/x', 'https://api.bfl.ai/v1', false],
  ['http://api.bfl.ai/v1', 'https://api.bfl.ai/v1', false],
  ['not an address', 'https://api.bfl.ai/v1', false],
])('whether a key may go to %s from %s: %s', (address, base, may) => {
  expect(sameHouse(address, base)).toBe(may)
})
