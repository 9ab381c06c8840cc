import { setTimeout as sleep } from 'node:timers/promises'
import { type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest'
import { system } from '@/lib/data/actor'
import { isDatabaseAway } from '@/lib/data/db'
import { engineSettings } from '@/lib/data/engines/settings'
import { fail, markRunning, reportProgress, succeed } from '@/lib/data/generations/mutations'
import { getForWorker, getStatus } from '@/lib/data/generations/worker-queries'
import { AppError } from '@/lib/domain/errors'
import type { GenerationError } from '@/lib/domain/generation'
import { waitWords } from '@/lib/domain/wait-words'
import { EngineError } from '@/lib/engines/contract'
import type { LoadEngine } from '@/lib/engines/registry'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { withContext } from '@/lib/platform/context'
import { reportError } from '@/lib/platform/log'
import { traced } from '@/lib/platform/tracing'
import { inngest } from '../client'
import { generationCanceled, generationRequested } from '../events'
import { wakeWebhooks } from '../send'
import { compareReplayOnce } from './compare-replay'
import { renderImage } from './render-image'
import { type MakePasses, makePasses, renderPassesOnce } from './render-passes'
import { renderSnapshotOnce } from './render-snapshot'
import { scoreOutputsOnce } from './score-outputs'

/** A provider that asks for a longer pause than this has, for a person who waits, failed. */
const RETRY_AFTER_MS_MAX = 10 * 60_000
const RETRY_AFTER_MS_DEFAULT = 30_000
const RETRIES = 3
/** A database that is away for longer than about a minute fails the step, which is then tried again later. */
const OUTAGE = { triesMax: 60, pauseMs: 500 } as const

/**
 * How much is worked on at once: by each engine, and for each team. A team can never take every place of an engine, so that
 * the first image of another begins at once; among those that wait the executor lets teams take turns.
 */
const LIMITS = {
  /** Studio takes every core, so more at once would only slow each other down. */
  studio: { engine: 3, team: 2 },
  /** A hosted model waits for its provider. Below the executor's calls at once, so that Studio and imports find a place. */
  hosted: { engine: 10, team: 8 },
}

const isStudio = `event.data.engineId == "${STUDIO.id}"`

/**
 * The two functions that render: one for Studio, one for all other engines. Inngest takes at most two limits a function, and
 * one number for all values of a key, so what has other numbers is a function of its own. Exactly one takes each event.
 */
export const createRenderFunctions = (load: LoadEngine, make: MakePasses = makePasses): InngestFunction.Any[] => [
  createRender(load, make, {
    id: 'render-studio',
    condition: isStudio,
    concurrency: [{ limit: LIMITS.studio.engine }, { limit: LIMITS.studio.team, key: 'event.data.teamId' }],
  }),
  createRender(load, make, {
    // The name that it had when it took every engine: an event that is sent again after an upgrade finds its run, and nothing is paid twice.
    id: 'render-generation',
    condition: `!(${isStudio})`,
    concurrency: [
      { limit: LIMITS.hosted.engine, key: 'event.data.engineId' },
      { limit: LIMITS.hosted.team, key: 'event.data.teamId' },
    ],
  }),
]

type Limit = { limit: number; key?: string }
type Which = { id: string; condition: string; concurrency: [Limit, Limit] }

/**
 * Renders a generation: one step begins it, one step computes its passes, one step an image, one step ends it, and one
 * measures how faithful the images are. Every step may run twice. Tests hand in engines and passes of their own.
 *
 * The passes come before the images: so a finished picture has them from its first moment, an engine may use them one day, and Cancel
 * ends them like an image. They take about a second, and their step never fails and is never tried again. Nor does that of the
 * measurement, which comes last, so that nobody waits for it.
 */
function createRender(load: LoadEngine, make: MakePasses, { id: functionId, condition, concurrency }: Which) {
  return inngest.createFunction(
    {
      id: functionId,
      triggers: [{ event: generationRequested, if: condition }],
      retries: RETRIES,
      // The sweep may send an event again that was not lost after all.
      idempotency: 'event.data.generationId',
      concurrency,
      cancelOn: [{ event: generationCanceled, if: 'async.data.generationId == event.data.generationId' }],
      onFailure: async ({ event, error }) => {
        const id = String(event.data.event.data.generationId)
        // What was expected has marked the row already, with a better sentence.
        const status = await getStatus(system, id)
        if (status === 'queued' || status === 'running') await endAsFailed(id, broken(reportError(error, { generationId: id })))
      },
    },
    async ({ event, step, attempt, maxAttempts }) => {
      const id = event.data.generationId
      const { requestId, traceparent } = event.data
      /** The work of a step, with its ids in the log and its place in the trace, whether the database stays or not. */
      const at =
        <T>(name: string, work: () => Promise<T>): (() => Promise<T>) =>
        () =>
          withContext({ generationId: id, requestId }, () => traced(`step ${name}`, { generationId: id }, () => throughOutages(work), traceparent))
      const last = attempt + 1 >= (maxAttempts ?? RETRIES + 1)
      const { images, canvas, snapshot, replay } = await step.run(
        'prepare',
        at('prepare', () => guarded(id, last, () => begin(id, load))),
      )
      // With a real Inngest a worker that cannot be reached uses up the tries of this step; the picture is still made.
      if (canvas)
        await step
          .run(
            'passes',
            at('passes', () => renderPassesOnce(id, make)),
          )
          .catch(() => false)
      // Asked for by a program: no browser has taken a picture of the canvas.
      if (canvas && !snapshot)
        await step.run(
          'snapshot',
          at('snapshot', () => guarded(id, last, () => renderSnapshotOnce(id, load))),
        )
      for (let index = 0; index < images; index++) {
        const output = await step.run(
          `image-${index}`,
          at('image', () => guarded(id, last, () => renderImage(id, index, load))),
        )
        if (output === null) return { status: 'stopped' }
      }
      // Before the end, so that the finished replay says how it compares.
      if (images > 0 && replay)
        await step
          .run(
            'compare',
            at('compare', () => compareReplayOnce(id)),
          )
          .catch(() => 0)
      if (images > 0)
        await step.run(
          'finish',
          at('finish', () => finish(id)),
        )
      if (images > 0 && canvas)
        await step
          .run(
            'fidelity',
            at('fidelity', () => scoreOutputsOnce(id)),
          )
          .catch(() => 0)
      return { status: images > 0 ? 'succeeded' : 'stopped' }
    },
  )
}

/** What tells the webhooks of the team was written with the end itself; waking them only spares them the wait. */
async function finish(id: string): Promise<boolean> {
  const ended = await succeed(system, id)
  await wakeWebhooks()
  return ended
}

async function endAsFailed(id: string, error: GenerationError): Promise<void> {
  await fail(system, id, error)
  await wakeWebhooks()
}

const NOTHING = { images: 0, canvas: false, snapshot: true, replay: false }

/** @returns how many images to make, 0 when the generation has ended already, and whether there is a frozen scene. */
async function begin(id: string, load: LoadEngine): Promise<typeof NOTHING> {
  const job = await getForWorker(system, id)
  if (!job) return NOTHING
  if (!job.authorMayGenerate) {
    await endAsFailed(id, { code: 'rejected', message: 'Whoever asked for this may no longer generate in this team. Press Try again to make it yourself.' })
    return NOTHING
  }
  const engine = await load(job.engine, await engineSettings(system, job.teamId))
  return (await markRunning(system, id, engine.version))
    ? { images: job.settings.images, canvas: job.scene !== null, snapshot: job.snapshot !== null, replay: job.isReplay }
    : NOTHING
}

/** An engine's failure says what happened to the image, whatever brought it about. */
const isOutage = (error: unknown): boolean => !(error instanceof EngineError) && isDatabaseAway(error)

/**
 * Begins the work again, within the step, where the database went away under it: a restart of Postgres is no fault of the work,
 * and must neither use up its tries nor make it wait for them. What a provider was asked for meanwhile is known by its attempt,
 * which was committed before the call, so it is not asked again.
 */
async function throughOutages<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isOutage(error) || tries === OUTAGE.triesMax) throw error
      await sleep(OUTAGE.pauseMs)
    }
  }
}

/**
 * The one place where failures become what the executor does next: do not retry, retry then, or retry. What will not be
 * retried marks the generation as failed here, with the engine's own sentence.
 */
async function guarded<T>(id: string, last: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    // Waited for by the step itself: nothing could be written down now.
    if (isOutage(thrown)) throw thrown
    // Storage that is away or full is a passing problem with a sentence of its own, like that of an engine.
    const isAway = thrown instanceof AppError && thrown.code === 'unavailable'
    const error = isAway ? new EngineError('transient', thrown.userMessage, { cause: thrown }) : thrown
    if (!(error instanceof EngineError)) {
      if (last) {
        await endAsFailed(id, broken(reportError(error, { generationId: id })))
        throw new NonRetriableError('Rendering failed', { cause: error })
      }
      throw error
    }
    const { code, userMessage: message, retryAfterMs } = error
    const waitMs = code === 'rate_limited' ? (retryAfterMs ?? RETRY_AFTER_MS_DEFAULT) : (retryAfterMs ?? 0)
    const retriable = (code === 'rate_limited' || code === 'transient') && !last && waitMs <= RETRY_AFTER_MS_MAX
    if (!retriable) {
      // Too long to wait here, or waited for often enough: then the user needs to know when it is worth another press.
      const when = code === 'rate_limited' && retryAfterMs ? ` It says to come back in ${waitWords(retryAfterMs)}.` : ''
      await endAsFailed(id, { code, message: `${message}${when}`, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })
      throw new NonRetriableError(message, { cause: error })
    }
    const when = code === 'rate_limited' ? `We try again in ${waitWords(waitMs)}.` : 'We try again in a moment.'
    await reportProgress(system, id, { fraction: null, step: `${message} ${when}`, remainingMs: null, preview: 0 })
    if (waitMs > 0) throw new RetryAfterError(message, waitMs, { cause: error })
    throw error
  }
}

const broken = (errorId: string): GenerationError => ({
  code: 'internal',
  message: `Something broke on our side. Your scene is saved and nothing was charged by us. Give this code to support: ${errorId}.`,
})
