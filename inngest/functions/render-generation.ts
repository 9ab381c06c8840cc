import { NonRetriableError, RetryAfterError } from 'inngest'
import { system } from '@/lib/data/actor'
import { fail, markRunning, reportProgress, succeed } from '@/lib/data/generations/mutations'
import { getForWorker, getStatus } from '@/lib/data/generations/worker-queries'
import { AppError } from '@/lib/domain/errors'
import type { GenerationError } from '@/lib/domain/generation'
import { EngineError } from '@/lib/engines/contract'
import type { LoadEngine } from '@/lib/engines/registry'
import { reportError } from '@/lib/platform/log'
import { inngest } from '../client'
import { generationCanceled, generationRequested } from '../events'
import { renderImage } from './render-image'

/** A provider that asks for a longer pause than this has, for a person who waits, failed. */
const RETRY_AFTER_MS_MAX = 10 * 60_000
const RETRY_AFTER_MS_DEFAULT = 30_000
const RETRIES = 3

/**
 * Renders a generation: one step begins it, one step an image, one step ends it. Every step may run twice. Tests hand in
 * engines of their own.
 */
export function createRenderGeneration(load: LoadEngine) {
  return inngest.createFunction(
    {
      id: 'render-generation',
      triggers: [generationRequested],
      retries: RETRIES,
      // The sweep may send an event again that was not lost after all.
      idempotency: 'event.data.generationId',
      // Two at a time: a hosted model that waits for its provider must not hold up Studio, nor the other way round.
      concurrency: { limit: 2 },
      cancelOn: [{ event: generationCanceled, if: 'async.data.generationId == event.data.generationId' }],
      onFailure: async ({ event, error }) => {
        const id = String(event.data.event.data.generationId)
        // What was expected has marked the row already, with a better sentence.
        const status = await getStatus(system, id)
        if (status === 'queued' || status === 'running') await fail(system, id, broken(reportError(error, { generationId: id })))
      },
    },
    async ({ event, step, attempt, maxAttempts }) => {
      const id = event.data.generationId
      const last = attempt + 1 >= (maxAttempts ?? RETRIES + 1)
      const images = await step.run('begin', () => guarded(id, last, () => begin(id, load)))
      for (let index = 0; index < images; index++) {
        const output = await step.run(`image-${index}`, () => guarded(id, last, () => renderImage(id, index, load)))
        if (output === null) return { status: 'stopped' }
      }
      if (images > 0) await step.run('finish', () => succeed(system, id))
      return { status: images > 0 ? 'succeeded' : 'stopped' }
    },
  )
}

/** @returns how many images to make; 0 when the generation has ended already. */
async function begin(id: string, load: LoadEngine): Promise<number> {
  const job = await getForWorker(system, id)
  if (!job) return 0
  if (!job.authorMayGenerate) {
    await fail(system, id, { code: 'rejected', message: 'Whoever asked for this may no longer generate in this team. Press Try again to make it yourself.' })
    return 0
  }
  const engine = await load(job.engine)
  return (await markRunning(system, id, engine.version)) ? job.settings.images : 0
}

/**
 * The one place where failures become what the executor does next: do not retry, retry then, or retry. What will not be
 * retried marks the generation as failed here, with the engine's own sentence.
 */
async function guarded<T>(id: string, last: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    // Storage that is away or full is a passing problem with a sentence of its own, like that of an engine.
    const isAway = thrown instanceof AppError && thrown.code === 'unavailable'
    const error = isAway ? new EngineError('transient', thrown.userMessage, { cause: thrown }) : thrown
    if (!(error instanceof EngineError)) {
      if (last) {
        await fail(system, id, broken(reportError(error, { generationId: id })))
        throw new NonRetriableError('Rendering failed', { cause: error })
      }
      throw error
    }
    const { code, userMessage: message, retryAfterMs } = error
    const waitMs = code === 'rate_limited' ? (retryAfterMs ?? RETRY_AFTER_MS_DEFAULT) : (retryAfterMs ?? 0)
    const retriable = (code === 'rate_limited' || code === 'transient') && !last && waitMs <= RETRY_AFTER_MS_MAX
    if (!retriable) {
      await fail(system, id, { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
      throw new NonRetriableError(message, { cause: error })
    }
    const when = code === 'rate_limited' ? `We try again in ${Math.ceil(waitMs / 1000)} seconds.` : 'We try again in a moment.'
    await reportProgress(system, id, { fraction: null, step: `${message} ${when}`, remainingMs: null, preview: 0 })
    if (waitMs > 0) throw new RetryAfterError(message, waitMs, { cause: error })
    throw error
  }
}

const broken = (errorId: string): GenerationError => ({
  code: 'internal',
  message: `Something broke on our side. Your scene is saved and nothing was charged by us. Give this code to support: ${errorId}.`,
})
