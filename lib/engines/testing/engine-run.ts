import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { ProviderExchange } from '@/lib/domain/provider-exchange'
import { blank } from '@/lib/scene/samples/blank'
import { type EngineCanvas, EngineError, type EngineProgress, type EngineRequest, type EngineRun } from '../contract'

/** A run that keeps what an engine tells it. */
export type TestRun = EngineRun & { seen: EngineProgress[]; exchanges: ProviderExchange[]; kept: string[] }

export function testRun(changes: { signal?: AbortSignal; ref?: string; onProgress?: EngineRun['onProgress'] } = {}): TestRun {
  const [seen, exchanges, kept]: [EngineProgress[], ProviderExchange[], string[]] = [[], [], []]
  return {
    seen,
    exchanges,
    kept,
    signal: changes.signal ?? new AbortController().signal,
    onProgress: (progress) => {
      seen.push(progress)
      changes.onProgress?.(progress)
    },
    job: {
      ref: changes.ref ?? null,
      keep: async (ref) => {
        kept.push(ref)
      },
    },
    record: async (exchange) => {
      exchanges.push(exchange)
    },
  }
}

/** A request without pictures for a 16:9 image, 512 pixels on its longer side. */
export function testEngineRequest(changes: Partial<EngineRequest> = {}): EngineRequest {
  const size = changes.settings?.size ?? 512
  const ratio = changes.settings?.ratio ?? '16:9'
  return {
    prompt: 'a lighthouse',
    negativePrompt: '',
    ...outputPixels(ratio, size),
    quality: 'standard',
    seed: 1,
    settings: { engine: 'test', canvas: false, ratio, size, quality: 'standard', seed: 1, images: 1 },
    canvas: null,
    references: [],
    edit: null,
    ...changes,
  }
}

/** A canvas of an empty scene whose snapshot, depth and lines are the given bytes. */
export function testCanvas(pictures: { snapshot: Uint8Array; depth?: Uint8Array; lines?: Uint8Array }): EngineCanvas {
  return {
    snapshot: pictures.snapshot,
    snapshotMime: 'image/png',
    scene: blank,
    camera: blank.camera,
    models: new Map(),
    control: async (kind) => {
      const bytes = pictures[kind]
      if (!bytes) throw new Error(`This test has no picture of ${kind}.`)
      return bytes
    },
  }
}

/** What a call fails with. @throws Error when it does not, or not as engines do. */
export async function engineFailure(call: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof EngineError)) throw new Error(`Expected an EngineError, got ${String(error)}`, { cause: error })
  return error
}
