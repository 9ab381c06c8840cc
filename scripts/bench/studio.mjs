import { tsImport } from 'tsx/esm/api'
import { buildEngine } from '../build-engine.mjs'
import { metric } from '../lib/metric.mjs'

const SIZES = [768, 1024]
const QUALITIES = ['draft', 'standard', 'high']
const TRACING_RUNS = 3
const TRACING_SIZE = 512
const TRACING_SAMPLES = 4

/**
 * Rays that one core traces in a second of its time (shadow rays included, in the sample scene of small objects), and seconds
 * from the request to a finished, denoised picture at each size and quality, on all cores; beside it the processor time
 * that the picture took, which says the same on a busy machine. One picture of each, as the longest takes minutes.
 */
export async function run() {
  await buildEngine()
  const { studio } = await tsImport('../../lib/engines/studio/index.ts', import.meta.url)
  const { smallObjects: scene } = await tsImport('../../lib/scene/samples/small-objects.ts', import.meta.url)
  const canvas = { snapshot: new Uint8Array(), snapshotMime: 'image/png', scene, camera: scene.camera, models: new Map() }
  /** @type {Record<string, ReturnType<typeof metric>>} */
  const metrics = {}
  const rays = []
  const samples = []
  for (let i = 0; i < TRACING_RUNS; i++) {
    const { raysPerCoreSecond, samplesPerCoreSecond } = await traceOnce(canvas, i)
    rays.push(raysPerCoreSecond)
    samples.push(samplesPerCoreSecond)
  }
  metrics.rays_per_core_second = metric('rays/s', rays)
  metrics.samples_per_core_second = metric('samples/s', samples)
  for (const size of SIZES) {
    for (const quality of QUALITIES) {
      const started = performance.now()
      const cpu = process.cpuUsage()
      const settings = { engine: 'studio', canvas: true, ratio: '1:1', size, quality, seed: 1, images: 1 }
      const request = { prompt: '', width: size, height: size, quality, seed: 1, settings, canvas, references: [], edit: null }
      await studio.generate(request, { signal: new AbortController().signal, onProgress: () => {} })
      metrics[`finished_${size}_${quality}`] = metric('s', [(performance.now() - started) / 1000])
      metrics[`core_time_${size}_${quality}`] = metric('core s', [coreSecondsSince(cpu)])
    }
  }
  return metrics
}

/**
 * Counts by the processor's time, not the clock's, so that a busy machine does not look slow.
 * @param {object} canvas
 * @param {number} seed
 */
async function traceOnce(canvas, seed) {
  const { compileScene } = await tsImport('../../lib/engines/studio/compile/compile-scene.ts', import.meta.url)
  const { Tracer } = await tsImport('../../lib/engines/studio/trace/tracer.ts', import.meta.url)
  const options = { width: TRACING_SIZE, height: TRACING_SIZE, seed, bounces: 8, signal: new AbortController().signal }
  const tracer = await Tracer.open(await compileScene(canvas, 1), options)
  try {
    // The first pass also compiles the kernel to machine code.
    await tracer.addSamples(1)
    const before = { rays: tracer.rays, cpu: process.cpuUsage() }
    await tracer.addSamples(TRACING_SAMPLES)
    const seconds = coreSecondsSince(before.cpu)
    return { raysPerCoreSecond: (tracer.rays - before.rays) / seconds, samplesPerCoreSecond: (TRACING_SAMPLES * TRACING_SIZE ** 2) / seconds }
  } finally {
    await tracer.close()
  }
}

/**
 * Processor time of all threads of this process, so that what else the machine does does not count.
 * @param {NodeJS.CpuUsage} before
 */
function coreSecondsSince(before) {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
