import { z } from 'zod'
import type { GenerationSettings, ReferenceRole } from './generation'
import { idSchema } from './ids'

export const COMPARE_MODES = ['slider', 'side', 'blink', 'overlay', 'difference'] as const
export type CompareMode = (typeof COMPARE_MODES)[number]

export const COMPARED_MIN = 2
export const COMPARED_MAX = 4

/** One picture of a comparison: an output, or the snapshot that a generation was made from. */
export type ComparedRef = { kind: 'output'; outputId: string } | { kind: 'snapshot'; generationId: string }

const SNAPSHOT = 'snap_'

/** Two to four pictures from the address, `out_a,snap_gen_b`, each once; null where it names fewer, more, or something else. */
export function parseCompared(text: string): ComparedRef[] | null {
  const ids = [...new Set(text.split(',').filter((id) => id !== ''))]
  if (ids.length < COMPARED_MIN || ids.length > COMPARED_MAX) return null
  const refs = ids.flatMap((id): ComparedRef[] => {
    const inner = id.startsWith(SNAPSHOT) ? id.slice(SNAPSHOT.length) : id
    if (!idSchema.safeParse(inner).success) return []
    return [id.startsWith(SNAPSHOT) ? { kind: 'snapshot', generationId: inner } : { kind: 'output', outputId: inner }]
  })
  return refs.length === ids.length ? refs : null
}

export const snapshotRef = (generationId: string): string => `${SNAPSHOT}${generationId}`
export const comparePath = (ids: readonly string[]): string => `/compare?o=${ids.join(',')}`

/**
 * How a comparison is looked at. `left` and `right` are indexes of pictures. `at` is the slider's place and `opacity` how
 * much of the right one the overlay shows, both 0 to 1. `zoom` is 1 where a picture just fits; `x` and `y` are the point of
 * the picture in the middle of the view, 0 to 1.
 */
export type CompareView = { mode: CompareMode; left: number; right: number; at: number; opacity: number; zoom: number; x: number; y: number }

export const ZOOM_MAX = 16
export const FIRST_VIEW: CompareView = { mode: 'slider', left: 0, right: 1, at: 0.5, opacity: 0.5, zoom: 1, x: 0.5, y: 0.5 }

const LETTERS = 'abcd'
const unit = z.coerce.number().min(0).max(1)

type Query = Readonly<Record<string, string | string[] | undefined>>

/** The view that an address asks for. What it does not say, or says wrongly, is as in {@link FIRST_VIEW}. */
export function readView(query: Query, count: number): CompareView {
  const read = <T>(name: string, schema: z.ZodType<T>, otherwise: T): T => {
    const value = query[name]
    const parsed = typeof value === 'string' && value !== '' ? schema.safeParse(value) : null
    return parsed?.success ? parsed.data : otherwise
  }
  const pair = read('pair', z.string().length(2), 'ab')
  const [left, right] = [LETTERS.indexOf(pair.charAt(0)), LETTERS.indexOf(pair.charAt(1))]
  const isPair = left >= 0 && right >= 0 && left < count && right < count && left !== right
  return {
    mode: read('mode', z.enum(COMPARE_MODES), FIRST_VIEW.mode),
    left: isPair ? left : FIRST_VIEW.left,
    right: isPair ? right : FIRST_VIEW.right,
    at: read('at', unit, FIRST_VIEW.at),
    opacity: read('opacity', unit, FIRST_VIEW.opacity),
    zoom: read('zoom', z.coerce.number().min(1).max(ZOOM_MAX), FIRST_VIEW.zoom),
    x: read('x', unit, FIRST_VIEW.x),
    y: read('y', unit, FIRST_VIEW.y),
  }
}

const rounded = (value: number): string => String(Number(value.toFixed(3)))

/** The query of a view, without what goes without saying. */
export function writeView(view: CompareView): Record<string, string> {
  const query: Record<string, string> = { mode: view.mode }
  if (view.left !== FIRST_VIEW.left || view.right !== FIRST_VIEW.right) query.pair = LETTERS.charAt(view.left) + LETTERS.charAt(view.right)
  if (view.mode === 'slider' && view.at !== FIRST_VIEW.at) query.at = rounded(view.at)
  if (view.mode === 'overlay' && view.opacity !== FIRST_VIEW.opacity) query.opacity = rounded(view.opacity)
  if (view.zoom > 1) Object.assign(query, { zoom: rounded(view.zoom), x: rounded(view.x), y: rounded(view.y) })
  return query
}

export const letterOf = (index: number): string => LETTERS.charAt(index).toUpperCase()

/** A picture to compare: what drawing it takes. */
export type ComparePicture = {
  /** As the address names it: an output's id, or `snap_` and a generation's. */
  ref: string
  /** A few words beside its letter. */
  label: string
  /** Where the picture and a smaller one are read. */
  src: string
  thumbnailSrc: string
  width: number
  height: number
}

/** What went into an image; null for a snapshot of the canvas, which nothing but the scene made. */
export type ComparedRecipe = {
  prompt: string
  engine: string
  engineVersion: string | null
  seed: number | null
  settings: GenerationSettings
  references: { slot: number; assetId: string; role: ReferenceRole; strength: number }[]
}

export type ComparedFacts = {
  generationId: string
  outputId: string | null
  sceneId: string | null
  sceneName: string | null
  authorName: string | null
  createdAtMs: number
  recipe: ComparedRecipe | null
  /** What the team decided about it; null for a snapshot. */
  review: 'approved' | 'changes_requested' | null
  /** Whether the frozen scene of this picture is known. */
  hasScene: boolean
}

export type Comparison = {
  teamId: string
  sides: (ComparePicture & ComparedFacts)[]
  /** The refs of those that are in the trash and hence not among the sides. */
  inTrash: string[]
  /** By `0-1`: what became of the scene from the first to the second, for every two sides whose scenes are known. */
  sceneChanges: Record<string, string[]>
}
