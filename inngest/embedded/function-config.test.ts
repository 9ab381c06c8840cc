import { Inngest, type InngestFunction } from 'inngest'
import { describe, expect, it } from 'vitest'
import { readFunctions, type ServedFunction } from './function-config'
import { createEndpoint } from './protocol'

const client = new Inngest({ id: 'app', isDev: false, signingKey: 'a1b2', eventKey: 'test', baseUrl: 'http://embedded.invalid' })
type Options = Parameters<typeof client.createFunction>[0]

const functionWith = (options: Partial<Options>): InngestFunction.Any =>
  client.createFunction({ id: 'under-test', triggers: [{ event: 'a/b' }], retries: 1, ...options }, async () => {})

/** Through the SDK itself, so that an option which a later version of it adds is met here first. */
async function read(...functions: InngestFunction.Any[]): Promise<ServedFunction[]> {
  return readFunctions(await createEndpoint(client, functions).describe())
}

describe('at the start, the executor refuses, by function and option,', () => {
  const refused: [string, Partial<Options>][] = [
    ['batchEvents', { batchEvents: { maxSize: 2, timeout: '1s' } }],
    ['rateLimit', { rateLimit: { limit: 1, period: '1m' } }],
    ['throttle', { throttle: { limit: 1, period: '1m' } }],
    ['debounce', { debounce: { period: '1m' } }],
    ['priority', { priority: { run: '100' } }],
    ['timeouts', { timeouts: { finish: '1m' } }],
    ['singleton', { singleton: { mode: 'skip' } }],
    ['concurrency.scope', { concurrency: { limit: 1, scope: 'account', key: '"all"' } }],
    ['triggers.0.expression', { triggers: [{ event: 'a/b', if: 'event..data' }] }],
    ['cancel.0.if', { cancelOn: [{ event: 'a/c', if: '==' }] }],
    ['idempotency', { idempotency: 'event.data.' }],
  ]
  it.each(refused)('%s', async (option, options) => {
    await expect(read(functionWith(options))).rejects.toThrow(`app-under-test: option "${option}" is not carried out`)
  })

  it('everything that is wrong at once', async () => {
    const other = client.createFunction({ id: 'other', triggers: [{ event: 'a/b' }], debounce: { period: '1m' } }, async () => {})
    await expect(read(functionWith({ priority: { run: '1' }, debounce: { period: '1m' } }), other)).rejects.toThrow(/debounce[\s\S]*priority[\s\S]*app-other/)
  })
})

describe('what it carries out', () => {
  const event = { id: '1', name: 'a/b', data: { team: 'red', n: 2 }, ts: 0 }

  it('counts the first attempt on top of the retries, five in all when a function does not say', async () => {
    const [one] = await read(functionWith({ retries: 3 }))
    const [unsaid] = await read(client.createFunction({ id: 'unsaid', triggers: [{ event: 'a/b' }] }, async () => {}))
    expect([one?.attemptsMax, unsaid?.attemptsMax]).toEqual([4, 5])
  })

  it('triggers on the name and the expression of an event', async () => {
    const [served] = await read(functionWith({ triggers: [{ event: 'a/b', if: 'event.data.n > 1' }] }))
    expect(served?.isTriggeredBy(event)).toBe(true)
    expect(served?.isTriggeredBy({ ...event, name: 'a/c' })).toBe(false)
    expect(served?.isTriggeredBy({ name: 'a/b' })).toBe(false)
  })

  it('puts events of one key into one bucket and those without the field into another', async () => {
    const [served] = await read(functionWith({ concurrency: [{ limit: 5 }, { limit: 1, key: 'event.data.team' }] }))
    const [all, red] = served?.buckets(event) ?? []
    expect([all?.capacity, red?.capacity]).toEqual([5, 1])
    expect(served?.buckets({ ...event, id: '2' })).toEqual([all, red])
    const [, blue] = served?.buckets({ data: { team: 'blue' } }) ?? []
    const [, none] = served?.buckets({ data: {} }) ?? []
    expect(new Set([red?.name, blue?.name, none?.name]).size).toBe(3)
  })

  it('cancels on the event that the expression matches, until its time is over', async () => {
    const [served] = await read(functionWith({ cancelOn: [{ event: 'a/stop', match: 'data.team', timeout: '1h' }] }))
    const run = { event, createdAt: new Date('2026-03-01T12:00:00Z') }
    const stop = { name: 'a/stop', data: { team: 'red' } }
    expect(served?.isCanceledBy(run, stop, new Date('2026-03-01T12:59:00Z'))).toBe(true)
    expect(served?.isCanceledBy(run, stop, new Date('2026-03-01T13:01:00Z'))).toBe(false)
    expect(served?.isCanceledBy(run, { ...stop, data: { team: 'blue' } } as typeof stop, run.createdAt)).toBe(false)
    expect(served?.isCanceledBy(run, { ...stop, name: 'a/other' }, run.createdAt)).toBe(false)
  })

  it('adds a function of its own for onFailure, which hears only of its own function', async () => {
    const [, failure] = await read(functionWith({ onFailure: () => {} }))
    const failed = (functionId: string) => ({ name: 'inngest/function.failed', data: { function_id: functionId } })
    expect(failure?.isTriggeredBy(failed('app-under-test'))).toBe(true)
    expect(failure?.isTriggeredBy(failed('app-other'))).toBe(false)
  })
})
