import { z } from 'zod'
import { ASPECT_RATIOS } from './aspect-ratio'
import { ENGINE_FAILURES, GENERATION_STATUSES } from './generation'
import { isId } from './ids'

/** How History is ordered. `rating` puts the best rated first, `fidelity` the most faithful; among equals the newest. */
export const HISTORY_SORTS = ['newest', 'oldest', 'rating', 'fidelity'] as const
export type HistorySort = (typeof HISTORY_SORTS)[number]

/** Whether an order goes by something else than time. */
export const isRanked = (sort: HistorySort): sort is 'rating' | 'fidelity' => sort === 'rating' || sort === 'fidelity'

export const SEARCH_LENGTH_MAX = 200

/** Stands in a filter for having none: no author, no scene, no model. */
export const NONE = 'none'

/**
 * What History shows. It lives in the address bar, so every part has a short plain name there and what cannot be read is
 * left out instead of refused: an old or hand-made address still opens.
 */
export type HistoryFilter = {
  /** Words to search in prompts, scene names, titles and tags. */
  q: string
  /** An id, or {@link NONE} for what nobody who still has an account has made. */
  author: string | null
  /** An id, or {@link NONE}. */
  scene: string | null
  /** The name of a saved camera. */
  shot: string | null
  engine: string | null
  /** As its provider names it, or {@link NONE}. */
  model: string | null
  ratio: string | null
  status: string | null
  /** Why it failed, as in `generationErrorSchema`. */
  reason: string | null
  /** Days as YYYY-MM-DD in the viewer's time zone, both inclusive. */
  from: string | null
  to: string | null
  tag: string | null
  collection: string | null
  favourite: boolean
  review: 'approved' | 'changes_requested' | null
  /** The least average of stars. */
  stars: number | null
  hasReference: boolean
  sort: HistorySort
}

export const NO_FILTER: HistoryFilter = {
  q: '',
  author: null,
  scene: null,
  shot: null,
  engine: null,
  model: null,
  ratio: null,
  status: null,
  reason: null,
  from: null,
  to: null,
  tag: null,
  collection: null,
  favourite: false,
  review: null,
  stars: null,
  hasReference: false,
  sort: 'newest',
}

const day = z.iso.date()
const short = z.string().trim().min(1).max(120)
const id = (prefix: Parameters<typeof isId>[0]) => z.string().refine((value) => isId(prefix, value))

const PARTS = {
  q: z.string().trim().min(1).max(SEARCH_LENGTH_MAX),
  author: id('usr').or(z.literal(NONE)),
  scene: id('scn').or(z.literal(NONE)),
  shot: short,
  engine: z.string().regex(/^[a-z0-9_:-]{1,64}$/),
  model: short,
  ratio: z.enum(ASPECT_RATIOS),
  status: z.enum(GENERATION_STATUSES),
  reason: z.enum(ENGINE_FAILURES),
  from: day,
  to: day,
  tag: short,
  collection: id('col'),
  favourite: z.literal('1').transform(() => true),
  review: z.enum(['approved', 'changes_requested']),
  stars: z.coerce.number().int().min(1).max(5),
  hasReference: z.literal('1').transform(() => true),
  sort: z.enum(HISTORY_SORTS),
} satisfies Record<keyof HistoryFilter, z.ZodType>

const NAMES = Object.keys(PARTS) as (keyof HistoryFilter)[]

/** Reads the part of an address after the question mark. Unknown and unreadable parts are left out. */
export function readHistoryFilter(search: URLSearchParams): HistoryFilter {
  const found: Record<string, unknown> = {}
  for (const name of NAMES) {
    const value = search.get(name)
    if (value === null) continue
    const parsed = PARTS[name].safeParse(value)
    if (parsed.success) found[name] = parsed.data
  }
  return { ...NO_FILTER, ...found }
}

/** The shortest address of a filter: what is not set does not stand in it. */
export function writeHistoryFilter(filter: HistoryFilter): URLSearchParams {
  const search = new URLSearchParams()
  for (const name of NAMES) {
    const value = filter[name]
    if (value === NO_FILTER[name]) continue
    search.set(name, value === true ? '1' : String(value))
  }
  return search
}

/** Whether anything but the order differs from the whole History. */
export const isFiltered = (filter: HistoryFilter): boolean => NAMES.some((name) => name !== 'sort' && filter[name] !== NO_FILTER[name])
