/**
 * How far two pictures of the same size lie apart. Colours differ by CIEDE2000, where 1 is about the least that an eye
 * tells apart side by side; structure by SSIM, where 1 means the same.
 */
export type Drift = { meanDeltaE: number; p95DeltaE: number; ssim: number }

/**
 * What came of comparing one image of a replay with the image that it repeats, kept with the new image. `missing` means
 * that the first image is no longer there.
 */
export type ReplayResult = { verdict: 'identical' } | ({ verdict: 'drifted' } & Drift) | { verdict: 'missing' }

/** How a generation stands to another one that it repeats from the same frozen inputs. */
export type ReplayView = {
  generationId: string
  /** The image with the same number in that generation; null where there is none. */
  outputId: string | null
  /** Of the image; null while it is not compared, and where none was made. */
  result: ReplayResult | null
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled'
  /** Why it failed, in the engine's words. */
  failure: string | null
  /** Whether it failed because the engine or its model is no longer there. */
  isGone: boolean
  /** Whether the provider was sent the very same request, by its hash; false where that is not known, and for engines of our own. */
  sameRequest: boolean
  /** Versions of the engine then and now, null where the work never began. */
  versionBefore: string | null
  versionNow: string | null
  createdAtMs: number
}

/** What a generation repeats and what repeats it, newest first. */
export type Replays = {
  of: { generationId: string; outputId: string | null; view: ReplayView } | null
  replays: ReplayView[]
}
