import type { Capabilities, ControlKind } from '@/lib/domain/capabilities'
import type { GenerationSettings, Quality, ReferenceRole } from '@/lib/domain/generation'
import type { ProviderExchange } from '@/lib/domain/provider-exchange'
import type { Camera, SceneDocument } from '@/lib/scene/schema'

export type EngineReference = {
  /** Where it lies in the panel; a prompt names it as `@Reference 2`. */
  slot: 2 | 3
  role: ReferenceRole
  /** 0 to 1. */
  strength: number
  bytes: Uint8Array
  mime: string
}

/** What the canvas contributes: the snapshot that the browser took and the frozen scene that it was taken from. */
export type EngineCanvas = {
  snapshot: Uint8Array
  snapshotMime: string
  scene: SceneDocument
  camera: Camera
  /** Canonical GLB bytes by asset id. */
  models: ReadonlyMap<string, Uint8Array>
  /**
   * An 8-bit grey PNG of the output's size, computed from the frozen scene when it is first asked for. Depth: near white, far
   * black, over the scene's own range. Lines: silhouettes and creases white on black.
   */
  control: (kind: ControlKind) => Promise<Uint8Array>
}

/** A change of one object only. The server puts everything outside the mask back afterwards, whatever the engine did. */
export type EngineEdit = {
  /** PNG of the picture before, of the output's size. */
  base: Uint8Array
  /** 8-bit grey PNG of the output's size: white may change, black stays. */
  mask: Uint8Array
  /** What the whole picture shows, with the object as it shall be: the prompt for a model that never sees the picture before. */
  description: string
}

/** One image to make. Everything is frozen: the same request gives an engine with seeds the same image. */
export type EngineRequest = {
  prompt: string
  /** What the picture should not show; empty for nothing. Given only to engines that take it. */
  negativePrompt: string
  width: number
  height: number
  quality: Quality
  seed: number
  settings: GenerationSettings
  canvas: EngineCanvas | null
  references: readonly EngineReference[]
  edit: EngineEdit | null
}

export type EngineProgress = {
  /** 0 to 1 of this image, or null where the engine cannot say. */
  fraction: number | null
  step: string
  remainingMs: number | null
  /** Encoded preview, if there is a new one. */
  preview?: { bytes: Uint8Array; mime: string }
}

export type EngineResult = {
  bytes: Uint8Array
  mime: string
  /** Micro-dollars, 0 for free engines, null where the provider does not say. */
  costMicroUsd: number | null
  /** The seed that was really used, where the engine knows. */
  seed: number | null
  /** Small facts worth keeping: samples per pixel, the provider's request id. No secrets, no bytes. */
  details: Record<string, string | number | boolean | null>
}

/**
 * The work that a provider has accepted, where it gives an id or an address to ask for the result later. After a restart
 * the same call is given again with `ref` set: the engine then asks for the result and sends nothing.
 */
export type ProviderJob = {
  ref: string | null
  /** Keeps it for good. An engine waits for this before it asks for the result. Never rejects. */
  keep: (ref: string) => Promise<void>
}

export type EngineRun = {
  signal: AbortSignal
  onProgress: (progress: EngineProgress) => void
  job: ProviderJob
  /** Keeps what was said to a provider, for Replay. Never rejects: a picture is worth more than the note of how it was made. */
  record: (exchange: ProviderExchange) => Promise<void>
}

export interface Engine {
  readonly id: string
  /** Frozen with each generation. Changes whenever the same request could give another image. */
  readonly version: string
  readonly capabilities: Capabilities
  /** @throws EngineError for every expected failure; the signal's reason when aborted. */
  generate(request: EngineRequest, run: EngineRun): Promise<EngineResult>
}

export type EngineErrorCode = 'not_configured' | 'unsupported' | 'rejected' | 'rate_limited' | 'transient' | 'maybe_charged'

/** An expected failure of an engine, in words for the user. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly userMessage: string
  readonly retryAfterMs?: number
  /** Micro-dollars that the provider takes for the call although no picture came of it; null where it takes an unknown amount. */
  readonly costMicroUsd?: number | null
  constructor(code: EngineErrorCode, userMessage: string, options: { retryAfterMs?: number; costMicroUsd?: number | null; cause?: unknown } = {}) {
    super(userMessage, { cause: options.cause })
    this.name = 'EngineError'
    this.code = code
    this.userMessage = userMessage
    this.retryAfterMs = options.retryAfterMs
    this.costMicroUsd = options.costMicroUsd
  }
}
