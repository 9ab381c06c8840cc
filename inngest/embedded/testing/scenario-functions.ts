import { type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest'
import { z } from 'zod'
import type { Marks } from './marks'

/** Every scenario is told apart by the key in its event. */
const keyed = z.object({ data: z.object({ key: z.string() }) })
const keyOf = (event: unknown): string => keyed.parse(event).data.key

/** How long a step waits for another one that should be running at the same time. */
const MEETING_MS = 20_000

/** Functions that use exactly what the executor carries out. The same ones run against a real Inngest. */
export function scenarioFunctions(client: Inngest.Any, marks: Marks): InngestFunction.Any[] {
  const mark = (event: unknown, text: string): Promise<void> => marks.write(keyOf(event), text)

  const steps = client.createFunction({ id: 'steps', triggers: [{ event: 'scenario/steps' }], retries: 0 }, async ({ event, step }) => {
    await mark(event, 'body')
    const first = await step.run('first', async () => {
      await mark(event, 'first')
      return { n: 20 }
    })
    const second = await step.run('second', async () => {
      await mark(event, 'second')
      return first.n + 1
    })
    await step.run('report', () => mark(event, `result ${second}`))
  })

  const parallel = client.createFunction({ id: 'parallel', triggers: [{ event: 'scenario/parallel' }], retries: 0 }, async ({ event, step }) => {
    // Each of the two ends only when the other has begun, so one after the other would never end.
    const meet = (own: string, other: string) => async () => {
      await mark(event, own)
      await marks.until(keyOf(event), other, MEETING_MS)
      return own
    }
    const both = await Promise.all([step.run('left', meet('left', 'right')), step.run('right', meet('right', 'left'))])
    await step.run('report', () => mark(event, `result ${both.join(' ')}`))
  })

  const sleep = client.createFunction({ id: 'sleep', triggers: [{ event: 'scenario/sleep' }], retries: 0 }, async ({ event, step }) => {
    await step.run('before', () => mark(event, 'before'))
    await step.sleep('nap', '1s')
    await step.run('after', () => mark(event, 'after'))
  })

  const retry = client.createFunction({ id: 'retry', triggers: [{ event: 'scenario/retry' }], retries: 2 }, async ({ event, step, attempt }) => {
    await step.run('flaky', async () => {
      await mark(event, `attempt ${attempt}`)
      if (attempt < 2) throw new Error('not yet')
    })
    await step.run('report', () => mark(event, 'done'))
  })

  const retryAfter = client.createFunction(
    { id: 'retry-after', triggers: [{ event: 'scenario/retry-after' }], retries: 1 },
    async ({ event, step, attempt }) => {
      await step.run('limited', async () => {
        await mark(event, `attempt ${attempt}`)
        if (attempt === 0) throw new RetryAfterError('busy', '2s')
      })
      await step.run('report', () => mark(event, 'done'))
    },
  )

  const caught = client.createFunction({ id: 'caught', triggers: [{ event: 'scenario/caught' }], retries: 1 }, async ({ event, step }) => {
    const reason = await step
      .run('fails', async () => {
        await mark(event, 'tried')
        throw new Error('broken')
      })
      .catch((error: unknown) => (error instanceof Error ? error.message : 'not an error'))
    await step.run('report', () => mark(event, `caught ${reason}`))
  })

  const nonRetriable = client.createFunction(
    {
      id: 'non-retriable',
      triggers: [{ event: 'scenario/non-retriable' }],
      retries: 3,
      onFailure: ({ event, error }) => mark(event.data.event, `failure: ${error.message}`),
    },
    async ({ event, step }) => {
      await step.run('fails', async () => {
        await mark(event, 'tried')
        throw new NonRetriableError('for good')
      })
    },
  )

  const failure = client.createFunction(
    {
      id: 'failure',
      triggers: [{ event: 'scenario/failure' }],
      retries: 1,
      onFailure: ({ event, error }) => mark(event.data.event, `failure: ${error.message}`),
    },
    async ({ event }) => {
      await mark(event, 'tried')
      throw new Error('out of tries')
    },
  )

  const cancelable = client.createFunction(
    {
      id: 'cancelable',
      triggers: [{ event: 'scenario/cancelable' }],
      retries: 0,
      cancelOn: [
        { event: 'scenario/cancel-if', if: 'async.data.key == event.data.key' },
        { event: 'scenario/cancel-match', match: 'data.key' },
      ],
    },
    async ({ event, step }) => {
      await step.run('before', () => mark(event, 'before'))
      await step.sleep('nap', '3s')
      await step.run('after', () => mark(event, 'after'))
    },
  )

  const limited = client.createFunction(
    { id: 'limited', triggers: [{ event: 'scenario/limited' }], retries: 0, concurrency: { limit: 1, key: 'event.data.bucket' } },
    async ({ event, step }) => {
      const { meets } = z.object({ meets: z.string().optional() }).parse(event.data)
      await step.run('work', async () => {
        await mark(event, 'enter')
        if (meets) await marks.until(meets, 'enter', MEETING_MS)
        await mark(event, 'leave')
      })
      await step.run('report', () => mark(event, 'done'))
    },
  )

  const kinds = client.createFunction(
    {
      id: 'kinds',
      triggers: [{ event: 'scenario/kinds' }],
      retries: 0,
      // Each kind has a limit of its own: for each of the two, what is not its kind has a bucket to itself.
      concurrency: [
        { limit: 1, key: 'event.data.kind == "slow" ? "slow" : event.data.key' },
        { limit: 2, key: 'event.data.kind == "slow" ? event.data.key : event.data.kind' },
      ],
    },
    async ({ event, step }) => {
      const { meets } = z.object({ meets: z.string().optional() }).parse(event.data)
      await step.run('work', async () => {
        await mark(event, 'enter')
        if (meets) await marks.until(meets, 'enter', MEETING_MS)
        await mark(event, 'leave')
      })
      await step.run('report', () => mark(event, 'done'))
    },
  )

  const once = client.createFunction(
    // One at a time and so in order: a run that should not be would come before the one that the test waits for.
    { id: 'once', triggers: [{ event: 'scenario/once' }], retries: 0, idempotency: 'event.data.key', concurrency: 1 },
    async ({ event, step }) => {
      await step.run('work', () => mark(event, 'done'))
    },
  )

  const chain = client.createFunction({ id: 'chain', triggers: [{ event: 'scenario/chain' }], retries: 0 }, async ({ event, step }) => {
    await step.sendEvent('next', { name: 'scenario/chained', data: { key: keyOf(event) } })
  })

  const chained = client.createFunction(
    { id: 'chained', triggers: [{ event: 'scenario/chained', if: "event.data.key != 'ignored'" }], retries: 0, concurrency: 1 },
    async ({ event, step }) => {
      await step.run('work', () => mark(event, 'done'))
    },
  )

  const killable = client.createFunction({ id: 'killable', triggers: [{ event: 'scenario/killable' }], retries: 0 }, async ({ event, step }) => {
    await step.run('before', () => mark(event, 'before'))
    await step.run('held', async () => {
      await mark(event, 'held')
      await marks.until(keyOf(event), 'let go', 60_000)
      await mark(event, 'through')
    })
    await step.run('after', () => mark(event, 'after'))
  })

  const patient = client.createFunction(
    {
      id: 'patient',
      triggers: [{ event: 'scenario/patient' }],
      retries: 0,
      concurrency: 1,
      cancelOn: [{ event: 'scenario/patient-cancel', match: 'data.key' }],
    },
    async ({ event, step }) => {
      await step.run('work', async () => {
        await mark(event, 'enter')
        await marks.until(keyOf(event), 'let go', MEETING_MS)
      })
    },
  )

  const ticking = client.createFunction({ id: 'ticking', triggers: [{ cron: '* * * * *' }], retries: 0 }, async ({ step }) => {
    await step.run('tick', () => marks.write('ticking', 'tick'))
  })

  return [
    steps,
    parallel,
    sleep,
    retry,
    retryAfter,
    caught,
    nonRetriable,
    failure,
    cancelable,
    limited,
    kinds,
    once,
    chain,
    chained,
    killable,
    patient,
    ticking,
  ]
}
