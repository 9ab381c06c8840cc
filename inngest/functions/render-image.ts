import { system } from '@/lib/data/actor'
import { engineSettings } from '@/lib/data/engines/settings'
import { beginAttempt, endAttempt, keepProviderRef } from '@/lib/data/generations/attempts'
import { keepExchange } from '@/lib/data/generations/exchanges'
import { addOutput } from '@/lib/data/generations/mutations'
import { getForWorker, type WorkerGeneration } from '@/lib/data/generations/worker-queries'
import { AppError } from '@/lib/domain/errors'
import { type Engine, EngineError, type EngineRequest, type EngineResult, type EngineRun } from '@/lib/engines/contract'
import type { LoadEngine } from '@/lib/engines/registry'
import { reportError } from '@/lib/platform/log'
import { countAttempt, countFailure, engineLabel, timeRender } from '@/lib/platform/metrics'
import { traced } from '@/lib/platform/tracing'
import { controlPictures } from './control-pictures'
import { prepareEdit } from './edit-object'
import { createProgressReporter } from './generation-progress'
import { loadFile, loadModels } from './load-inputs'
import { storeOutput } from './store-output'
import { watchGeneration } from './watch-generation'

const MINUTE_MS = 60_000
/** An engine of our own may take long on a slow machine; a provider that is silent for ten minutes has lost the request. */
const IMAGE_TIME_MS_MAX = { free: 60 * MINUTE_MS, paid: 10 * MINUTE_MS }

/**
 * Makes one image of a generation: reads the frozen inputs again, runs the engine, checks and stores what it gave.
 * Running it twice leaves one output.
 * @returns the output's id, or null when the generation ended meanwhile (canceled, deleted), which is no failure.
 * @throws EngineError for every expected failure.
 */
export async function renderImage(id: string, index: number, loadEngine: LoadEngine): Promise<string | null> {
  const job = await getForWorker(system, id)
  if (job?.status !== 'running') return null
  const done = job.done.find((output) => output.index === index)
  if (done) return done.id
  const engine = await loadEngine(job.engine, await engineSettings(system, job.teamId))
  const { free } = engine.capabilities
  const timeoutMsMax = free ? IMAGE_TIME_MS_MAX.free : IMAGE_TIME_MS_MAX.paid
  const watch = watchGeneration(id, timeoutMsMax)
  const images = job.settings.images
  const progress = createProgressReporter(job, { index, images })
  let forgetPreview = true
  try {
    // Which pixels may change is found out before anybody is asked to change them.
    if (job.settings.edit) progress.report({ fraction: null, step: 'Finding the object', remainingMs: null })
    const edit = await prepareEdit(await loadRequest(job, index, watch.signal), engine.capabilities, watch.signal)
    const { request } = edit
    const run: EngineRun = { signal: watch.signal, onProgress: progress.report, job: NO_JOB, record: keepFor(id, index) }
    const result = await watched(job.engine, () => (free ? engine.generate(request, run) : runPaid(engine, request, id, index, run)))
    if (result === null || watch.reason() === 'ended') return null
    const keep = async () => {
      const finished = await edit.finish(result)
      return { ...(await storeOutput(job, finished)), details: finished.details }
    }
    const stored = await traced('store output', { generationId: id }, keep).catch((error: unknown) => {
      throw free ? error : lostAfterPaying(error, id)
    })
    // The preview stays until the next image has one, so that the picture does not flicker away between two images.
    forgetPreview = index + 1 >= images
    await progress.close({ forgetPreview })
    return await addOutput(system, {
      ...stored,
      generationId: id,
      index,
      seed: result.seed ?? (engine.capabilities.seed ? request.seed : null),
    })
  } catch (error) {
    if (watch.reason() === 'ended') return null
    if (watch.reason() === 'timeout') {
      const ran = `This image ran past ${timeoutMsMax / MINUTE_MS} minutes and was stopped.`
      throw free
        ? new EngineError('unsupported', `${ran} Nothing was charged. Choose a smaller size or a lower quality and try again.`, { cause: error })
        : new EngineError('maybe_charged', `${ran} The provider may have finished and charged.`, { cause: error })
    }
    throw error
  } finally {
    watch.stop()
    await progress.close({ forgetPreview })
  }
}

/** Counts and times what an engine does for one image, as one span. */
async function watched(engineId: string, work: () => Promise<EngineResult | null>): Promise<EngineResult | null> {
  const engine = engineLabel(engineId)
  const began = performance.now()
  try {
    return await traced('engine', { engine }, work)
  } catch (error) {
    countFailure({ engine, code: error instanceof EngineError ? error.code : 'internal' })
    throw error
  } finally {
    timeRender({ engine }, (performance.now() - began) / 1000)
  }
}

/** Trying again would pay again, so a picture that was made elsewhere and could not be kept ends the generation. */
function lostAfterPaying(error: unknown, generationId: string): EngineError {
  reportError(error, { generationId })
  const why = error instanceof AppError ? error.userMessage : 'The image came and could not be kept.'
  return new EngineError('maybe_charged', `${why} The provider may have charged for the image, so it was not asked again by itself.`, { cause: error })
}

/** An engine of our own can simply begin again. */
const NO_JOB: EngineRun['job'] = { ref: null, keep: async () => {} }

const keepFor =
  (generationId: string, index: number): EngineRun['record'] =>
  async (exchange) => {
    await keepExchange(system, { generationId, index, ...exchange }).catch((error: unknown) => reportError(error, { generationId }))
  }

/**
 * Wraps a call that may cost money into an attempt that is committed before it and ended after it. Where the provider
 * gave something to ask for the result, the attempt of a worker that died is taken up again.
 */
async function runPaid(engine: Engine, request: EngineRequest, id: string, index: number, run: EngineRun): Promise<EngineResult | null> {
  const attempt = await beginAttempt(system, id, index)
  if (attempt.kind === 'stopped') return null
  if (attempt.kind === 'unfinished') {
    throw new EngineError(
      'maybe_charged',
      'The work was interrupted after the request was sent. The provider may have finished and charged, so it was not sent again.',
    )
  }
  const { attemptId } = attempt
  const label = engineLabel(engine.capabilities.id)
  let accepted = attempt.kind === 'resume'
  const job: EngineRun['job'] = {
    ref: attempt.kind === 'resume' ? attempt.ref : null,
    keep: async (ref) => {
      accepted = true
      // Not kept, it can only not be taken up again after a crash: the picture that is on its way matters more.
      await keepProviderRef(system, attemptId, ref).catch((error: unknown) => reportError(error, { generationId: id }))
    },
  }
  try {
    const result = await traced('provider request', { engine: label, attemptId }, () => engine.generate(request, { ...run, job }))
    countAttempt({ engine: label, outcome: 'succeeded' })
    const providerRequestId = typeof result.details.providerRequestId === 'string' ? result.details.providerRequestId : null
    await endAttempt(system, attemptId, { status: 'succeeded', costMicroUsd: result.costMicroUsd, providerRequestId })
    return result
  } catch (error) {
    // The provider is at work on it: the attempt stays open, so that the next try asks for the result and pays nothing more.
    if (accepted && error instanceof EngineError && (error.code === 'transient' || error.code === 'rate_limited')) {
      const { code, userMessage, retryAfterMs } = error
      throw new EngineError(code, `${userMessage} It has the request and may charge for the image.`, { retryAfterMs, cause: error })
    }
    // Only an answer of the provider says for certain that nothing was made; an abort or a broken line says nothing.
    const refused = error instanceof EngineError && error.code !== 'maybe_charged'
    countAttempt({ engine: label, outcome: refused ? 'refused' : 'unknown' })
    const cost = refused ? (error.costMicroUsd === undefined ? 0 : error.costMicroUsd) : null
    await endAttempt(system, attemptId, { status: cost === 0 ? 'failed' : 'unknown', costMicroUsd: cost, providerRequestId: null })
    throw error
  }
}

async function loadRequest(job: WorkerGeneration, index: number, signal: AbortSignal): Promise<EngineRequest> {
  const { scene, snapshot, teamId, width, height } = job
  const models = scene ? await loadModels(teamId, scene.models) : new Map<string, Uint8Array>()
  return {
    prompt: job.prompt,
    negativePrompt: job.settings.negativePrompt ?? '',
    width,
    height,
    quality: job.settings.quality,
    seed: (job.settings.seed + index) % 2 ** 31,
    settings: job.settings,
    canvas:
      scene && snapshot
        ? {
            snapshot: await loadFile(teamId, snapshot),
            snapshotMime: snapshot.mime,
            scene: scene.document,
            camera: scene.camera,
            models,
            control: controlPictures({ scene: scene.document, camera: scene.camera, models }, { width, height, signal }),
          }
        : null,
    references: await Promise.all(
      job.references.map(async (r) => ({ slot: r.slot, role: r.role, strength: r.strength, mime: r.mime, bytes: await loadFile(teamId, r) })),
    ),
    edit: null,
  }
}
