import type { HistoryFacets } from '@/lib/domain/curation'
import { engineName } from '@/lib/domain/engine-name'
import { failureWords } from '@/lib/domain/failure-words'
import { ENGINE_FAILURES } from '@/lib/domain/generation'
import { type HistoryFilter, type HistorySort, NO_FILTER, NONE } from '@/lib/domain/history-filter'

export const SORT_WORDS: Record<HistorySort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  rating: 'Best rated first',
  fidelity: 'Most faithful first',
}
export const STATUS_WORDS: Record<string, string> = {
  queued: 'Waiting',
  running: 'At work',
  succeeded: 'Finished',
  failed: 'Failed',
  canceled: 'Canceled',
}
/** Why generations failed, as the charts of usage name it. */
export const REASON_OPTIONS = ENGINE_FAILURES.map((id) => ({ id, name: failureWords(id).title }))
/** What a filter for {@link NONE} is called in the form. */
export const NONE_WORDS = { author: 'A former member', scene: 'No scene', model: 'No model named' } as const
export const REVIEW_WORDS = { approved: 'Approved', changes_requested: 'Changes requested' } as const

export type FilterNames = HistoryFacets & { engineLabels: Record<string, string>; collections: readonly { id: string; name: string }[] }

export type FilterChip = { names: readonly (keyof HistoryFilter)[]; words: string }

/** One chip for every part of a filter that is set, in plain words. The search and the order are shown where they are made. */
export function chipsOf(filter: HistoryFilter, names: FilterNames, today: string): FilterChip[] {
  const nameIn = (list: readonly { id: string; name: string }[], id: string): string | undefined => list.find((each) => each.id === id)?.name
  const chips: (FilterChip | null)[] = [
    filter.scene
      ? { names: ['scene'], words: filter.scene === NONE ? NONE_WORDS.scene : `Scene: ${nameIn(names.scenes, filter.scene) ?? 'another scene'}` }
      : null,
    filter.shot ? { names: ['shot'], words: `Shot: ${filter.shot}` } : null,
    filter.author ? { names: ['author'], words: `Made by ${nameIn(names.authors, filter.author) ?? 'a former member'}` } : null,
    filter.engine ? { names: ['engine'], words: `Engine: ${engineName(filter.engine, names.engineLabels)}` } : null,
    filter.model ? { names: ['model'], words: filter.model === NONE ? NONE_WORDS.model : `Model: ${filter.model}` } : null,
    filter.ratio ? { names: ['ratio'], words: `Ratio ${filter.ratio}` } : null,
    filter.status ? { names: ['status'], words: STATUS_WORDS[filter.status] ?? filter.status } : null,
    filter.reason ? { names: ['reason'], words: failureWords(filter.reason).title } : null,
    filter.from || filter.to ? { names: ['from', 'to'], words: dateWords(filter, today) } : null,
    filter.tag ? { names: ['tag'], words: `Tag: ${filter.tag}` } : null,
    filter.collection ? { names: ['collection'], words: `In ${nameIn(names.collections, filter.collection) ?? 'a collection'}` } : null,
    filter.favourite ? { names: ['favourite'], words: 'Favourites' } : null,
    filter.review ? { names: ['review'], words: REVIEW_WORDS[filter.review] } : null,
    filter.stars ? { names: ['stars'], words: filter.stars === 5 ? '5 stars' : `${filter.stars} stars or more` } : null,
    filter.hasReference ? { names: ['hasReference'], words: 'With a reference' } : null,
  ]
  return chips.filter((chip) => chip !== null)
}

export const without = (filter: HistoryFilter, names: readonly (keyof HistoryFilter)[]): HistoryFilter => ({
  ...filter,
  ...Object.fromEntries(names.map((name) => [name, NO_FILTER[name]])),
})

/** A reason is that of a failure: choosing one asks for failed generations, as the links from usage do. */
export const ofReason = (reason: string | null): Partial<HistoryFilter> => (reason === null ? { reason } : { reason, status: 'failed' })

/** What did not fail has no reason. */
export const ofStatus = (status: string | null, { reason }: Pick<HistoryFilter, 'reason'>): Partial<HistoryFilter> => ({
  status,
  reason: status === null || status === 'failed' ? reason : null,
})

export const DATE_PRESETS = ['any', 'today', 'week', 'month', 'this-month'] as const
export type DatePreset = (typeof DATE_PRESETS)[number]
export const PRESET_WORDS: Record<DatePreset, string> = {
  any: 'Any time',
  today: 'Today',
  week: 'Last 7 days',
  month: 'Last 30 days',
  'this-month': 'This month',
}

/** A day some days before another, both as YYYY-MM-DD. */
function daysBefore(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - days)
  return at.toISOString().slice(0, 10)
}

/** The days of a preset, seen from the reader's day. They end with no day, so that what is made tomorrow belongs to them too. */
export function datesOf(preset: DatePreset, today: string): { from: string | null; to: string | null } {
  const from = { any: null, today, week: daysBefore(today, 6), month: daysBefore(today, 29), 'this-month': `${today.slice(0, 8)}01` }[preset]
  return { from, to: null }
}

/** The preset that a filter's days are, or null for days of somebody's own choice. */
export const presetOf = ({ from, to }: Pick<HistoryFilter, 'from' | 'to'>, today: string): DatePreset | null =>
  DATE_PRESETS.find((preset) => to === null && datesOf(preset, today).from === from) ?? null

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const dayWords = (day: string): string => dayFormat.format(new Date(`${day}T00:00:00Z`))

export function dateWords(filter: Pick<HistoryFilter, 'from' | 'to'>, today: string): string {
  const preset = presetOf(filter, today)
  if (preset) return PRESET_WORDS[preset]
  const { from, to } = filter
  if (from && to) return from === to ? dayWords(from) : `${dayWords(from)} to ${dayWords(to)}`
  return from ? `Since ${dayWords(from)}` : to ? `Until ${dayWords(to)}` : PRESET_WORDS.any
}
