import { availableParallelism } from 'node:os'
import type { Quality } from '@/lib/domain/generation'
import { type Engine, type EngineCanvas, EngineError, type EngineProgress, type EngineRequest, type EngineResult, type EngineRun } from '../contract'
import { STUDIO } from './capabilities'
import { compileScene } from './compile/compile-scene'
import { denoise } from './denoise'
import type { Model } from './denoise/weights'
import { applyLook } from './look'
import { PassPlan } from './pass-plan'
import { type PassesOptions, tracePasses } from './passes'
import { encodePicture, encodePreview, type Print } from './picture'
import type { ScenePasses, StudioScene } from './studio-scene'
import { Tracer } from './trace/tracer'

/**
 * Samples per pixel, scattering events and denoiser of each quality. The denoiser turns twenty samples into a clean picture; in a
 * draft the small one is told apart only in glass under a magnifier, and takes 60 % of the time.
 */
const QUALITY: Record<Quality, { samples: number; bounces: number; model: Model }> = {
  draft: { samples: 6, bounces: 5, model: 'small' },
  standard: { samples: 20, bounces: 8, model: 'standard' },
  high: { samples: 96, bounces: 12, model: 'standard' },
}

/** The share of the progress that is tracing; the rest is denoising. */
const TRACING_SHARE = 0.88
/** What the denoisers take for a pixel on one core, for the remaining time that is shown. */
const DENOISE_CORE_MS_PER_PIXEL: Record<Model, number> = { standard: 0.0155, small: 0.0095 }

/** The built-in engine: renders the scene itself, on this machine, with no model and no network. */
export const studio: Engine = {
  id: STUDIO.id,
  version: '3',
  capabilities: STUDIO,
  generate,
}

/** Depth, normals and object ids of the canvas's frozen scene (see passes.ts). @throws EngineError, or the signal's reason. */
export async function renderPasses(canvas: Pick<EngineCanvas, 'scene' | 'camera' | 'models'>, options: PassesOptions): Promise<ScenePasses> {
  return tracePasses(await compileScene(canvas, options.width / options.height), options)
}

async function generate(request: EngineRequest, run: EngineRun): Promise<EngineResult> {
  const { canvas, width, height } = request
  if (!canvas) throw new EngineError('unsupported', 'Studio renders the 3D scene, so it needs the canvas. Switch the canvas on, or choose another engine.')
  run.signal.throwIfAborted()
  run.onProgress({ fraction: 0, step: 'Reading the scene', remainingMs: null })
  const { scene, grade } = await applyLook(await compileScene(canvas, width / height), request)
  run.signal.throwIfAborted()
  return render(scene, { exposure: scene.exposure, grade, seed: request.seed }, request, run)
}

async function render(scene: StudioScene, print: Print, request: EngineRequest, run: EngineRun): Promise<EngineResult> {
  const { width, height, seed } = request
  const { samples, bounces, model } = QUALITY[request.quality]
  const threads = availableParallelism()
  const started = performance.now()
  const denoiseMs = Math.round((width * height * DENOISE_CORE_MS_PER_PIXEL[model]) / threads)
  const tracer = await Tracer.open(scene, { width, height, seed, bounces, threads, signal: run.signal })
  try {
    await traceProgressively(tracer, print, { samples, denoiseMs }, run)
    const film = tracer.film()
    const rays = tracer.rays
    // The denoiser wants the memory and the cores that the threads hold.
    await tracer.close()
    run.onProgress({ fraction: TRACING_SHARE, step: 'Finishing', remainingMs: denoiseMs })
    const clean = await denoise(film, { signal: run.signal, threads, model })
    const bytes = await encodePicture(clean, { width, height }, print)
    run.signal.throwIfAborted()
    run.onProgress({ fraction: 1, step: 'Done', remainingMs: 0 })
    const details = { samplesPerPixel: samples, rays, seconds: Math.round(performance.now() - started) / 1000 }
    return { bytes, mime: 'image/png', costMicroUsd: 0, seed, details }
  } finally {
    await tracer.close()
  }
}

type Work = { samples: number; denoiseMs: number }

/** Traces in passes, each as long as the next preview is away. Which samples fall into which pass leaves no trace in the picture. */
async function traceProgressively(tracer: Tracer, print: Print, { samples, denoiseMs }: Work, run: EngineRun): Promise<void> {
  const plan = new PassPlan(samples)
  let preview: Promise<void> = Promise.resolve()
  let progress: EngineProgress = { fraction: 0, step: 'Rendering', remainingMs: null }
  try {
    while (tracer.samples < samples) {
      const start = performance.now()
      await tracer.addSamples(plan.next(tracer.samples))
      plan.record(tracer.samples, performance.now() - start)
      const done = tracer.samples
      progress = { fraction: (done / samples) * TRACING_SHARE, step: `Rendering, ${done} of ${samples}`, remainingMs: plan.remainingMs(done) + denoiseMs }
      run.onProgress(progress)
      if (!plan.isPreviewDue(performance.now())) continue
      await preview
      // Encoded while the next pass runs, and sent with the progress of that moment, which never goes back.
      preview = encodePreview(tracer.film(), print).then((bytes) => {
        if (!run.signal.aborted) run.onProgress({ ...progress, preview: { bytes, mime: 'image/jpeg' } })
      })
    }
  } finally {
    await preview
  }
}
