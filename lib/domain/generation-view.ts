import type { Capabilities } from './capabilities'
import type { FidelityView } from './fidelity'
import type { GenerationError, GenerationSettings, GenerationStatus, Progress, Quality, ReferenceRole } from './generation'
import type { PassView } from './passes'

/** What the interface learns about one finished image. Assets are read at `/api/files/<assetId>`. */
export type OutputView = {
  id: string
  index: number
  assetId: string
  thumbnailAssetId: string
  /** Base64 of a ThumbHash, drawn until the thumbnail has come. */
  thumbhash: string
  width: number
  height: number
  seed: number | null
  byteSize: number
  details: Record<string, string | number | boolean | null>
  title: string | null
  tags: string[]
  /** The latest verdict of the team. */
  review: 'approved' | 'changes_requested' | null
  /** The average of everybody's stars, 1 to 5; null while nobody has rated it. */
  stars: number | null
  /** The reader's own. */
  myStars: number | null
  /** How faithfully it shows the frozen scene, 0 to 100; null where that was not measured. */
  fidelity: number | null
  /** Whether it is among the reader's own favourites. */
  favourite: boolean
}

/** An image with what only its own page shows. */
export type OutputDetail = OutputView & { note: string | null; fidelityDetails: FidelityView | null }

export type ReferenceView = { slot: 2 | 3; assetId: string; role: ReferenceRole; strength: number }

/** One row of History. */
export type GenerationView = {
  id: string
  teamId: string
  sceneId: string | null
  /** Null when the scene was deleted for good. */
  sceneName: string | null
  authorId: string | null
  authorName: string | null
  /** The name of the saved camera that it was taken from; null for a free view. */
  shotName: string | null
  hasReference: boolean
  status: GenerationStatus
  engine: string
  /** The model that was asked for; null where the engine names none. */
  model: string | null
  prompt: string
  settings: GenerationSettings
  width: number
  height: number
  progress: Progress | null
  /** How many begin before it, and itself: 1 for the one that begins next. Null unless it is queued. */
  queuePlace: number | null
  error: GenerationError | null
  /** Micro-dollars; null where the price is unknown. */
  costMicroUsd: number | null
  createdAtMs: number
  startedAtMs: number | null
  finishedAtMs: number | null
  updatedAtMs: number
  /** The picture of the canvas that it was made from. */
  snapshotAssetId: string | null
  outputs: OutputView[]
  /** Empty where the canvas was left out, and for what was made before passes were kept. */
  passes: PassView[]
  /** Where it stands in the grid of several that one press made; null for one by itself. */
  exploration: ExplorationPlace | null
}

/** `label` is what differs from the others, such as "walnut · Seed 7"; `cells` is how many there were. */
export type ExplorationPlace = { id: string; place: number; label: string; cells: number }

/** The generations of one exploration by place; a place may hold several, the one made last counts, or none. */
export type ExplorationView = { id: string; teamId: string; sceneId: string | null; cells: number; runs: GenerationView[] }

/** Everything that was frozen with one generation. */
export type GenerationDetail = Omit<GenerationView, 'outputs'> & {
  outputs: OutputDetail[]
  /** The image whose recipe it began with. */
  remixedFromOutputId: string | null
  /** Where the canvas was seen from, as a camera of lib/scene; null where it was left out. */
  camera: unknown
  engineVersion: string | null
  reading: unknown
  references: ReferenceView[]
  /** SHA-256 of the frozen scene, or null where the canvas was left out. */
  sceneHash: string | null
}

/** A keyset page. `nextCursor` is null on the last one. */
export type GenerationPage = { items: GenerationView[]; nextCursor: string | null }

/** An engine as the menu shows it. Engines that cannot be used stay visible with the reason. */
export type EngineOption = {
  capabilities: Capabilities
  /** The model that is asked for, as its provider names it; null where there is none, or none is set up. */
  model: string | null
  ready: boolean
  /** Why it cannot be used, and what to do about it. */
  reason: string | null
  /** What it lacks, where nothing else is wrong, and the installation's settings for it: a list says once how to get it. */
  needs?: { what: 'key' | 'server'; settings: string }
}

/** Measured on this installation: milliseconds that one million pixels of one image took, by engine and quality. */
export type Timing = { engine: string; quality: Quality; msPerMegapixel: number }
