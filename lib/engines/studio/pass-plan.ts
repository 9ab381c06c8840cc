/** One second between the first previews, then longer: each costs time, and the picture changes less and less. */
const PREVIEW_FIRST_MS = 1000
const PREVIEW_GROWTH = 1.35
const PREVIEW_LAST_MS = 8000
/** A pass this long keeps progress lively and its overhead small. */
const PASS_MS = 700

/** Decides how many samples each pass adds, when a preview is due, and how long the rest will take. */
export class PassPlan {
  #msPerSample = 0
  #previewEvery = PREVIEW_FIRST_MS
  #lastPreview = Number.NEGATIVE_INFINITY
  #elapsedMs = 0

  constructor(readonly samples: number) {}

  /** Samples of the next pass. The first pass is a single sample: it says how long one takes, and shows something soon. */
  next(done: number): number {
    const wanted = this.#msPerSample > 0 ? Math.floor(PASS_MS / this.#msPerSample) : 1
    return Math.max(1, Math.min(this.samples - done, wanted))
  }

  /** Tells the plan that `done` samples are there and how long the last pass took. */
  record(done: number, passMs: number): void {
    this.#elapsedMs += passMs
    this.#msPerSample = this.#elapsedMs / done
  }

  remainingMs(done: number): number {
    return Math.round((this.samples - done) * this.#msPerSample)
  }

  /** Whether enough time has passed since the last preview; answering yes starts the next wait. */
  isPreviewDue(now: number): boolean {
    if (now - this.#lastPreview < this.#previewEvery) return false
    if (Number.isFinite(this.#lastPreview)) this.#previewEvery = Math.min(PREVIEW_LAST_MS, this.#previewEvery * PREVIEW_GROWTH)
    this.#lastPreview = now
    return true
  }
}
