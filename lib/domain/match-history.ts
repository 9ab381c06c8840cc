import type { GenerationView, OutputView } from './generation-view'
import { type HistoryFilter, NONE } from './history-filter'

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** Whether every word that was typed begins a word of the texts. The server's search also forgives typing errors. */
function holds(q: string, texts: readonly (string | null)[]): boolean {
  const present = texts.flatMap((text) => words(text ?? ''))
  return words(q).every((typed) => present.some((word) => word.startsWith(typed)))
}

const is = (value: string | null, wanted: string | null): boolean => wanted === null || value === (wanted === NONE ? null : wanted)

function outputMatches(output: OutputView, filter: HistoryFilter): boolean {
  return (
    (filter.tag === null || output.tags.includes(filter.tag)) &&
    (!filter.favourite || output.favourite) &&
    (filter.review === null || output.review === filter.review) &&
    (filter.stars === null || (output.stars ?? 0) >= filter.stars)
  )
}

const asksAboutImages = (filter: HistoryFilter): boolean =>
  filter.tag !== null || filter.favourite || filter.review !== null || filter.stars !== null || filter.collection !== null

/**
 * What of a generation that has just changed belongs to a History which is open under a filter, or null. It decides what
 * arrives by itself; what is there at the next visit, the server decides.
 * @param dayOf the day of a moment as YYYY-MM-DD for the reader.
 * @param shown the images of it that are there already: only they can be known to be in a collection.
 */
export function matchHistory(run: GenerationView, filter: HistoryFilter, dayOf: (ms: number) => string, shown: ReadonlySet<string>): GenerationView | null {
  const day = dayOf(run.createdAtMs)
  const fits =
    is(run.authorId, filter.author) &&
    is(run.sceneId, filter.scene) &&
    is(run.model, filter.model) &&
    (filter.shot === null || run.shotName === filter.shot) &&
    (filter.engine === null || run.engine === filter.engine) &&
    (filter.ratio === null || run.settings.ratio === filter.ratio) &&
    (filter.status === null || run.status === filter.status) &&
    (filter.reason === null || run.error?.code === filter.reason) &&
    (filter.from === null || day >= filter.from) &&
    (filter.to === null || day <= filter.to) &&
    (!filter.hasReference || run.hasReference) &&
    holds(filter.q, [run.prompt, run.sceneName, ...run.outputs.flatMap(({ title, tags }) => [title, ...tags])])
  if (!fits) return null
  if (!asksAboutImages(filter)) return run
  const outputs = run.outputs.filter((output) => outputMatches(output, filter) && (filter.collection === null || shown.has(output.id)))
  return outputs.length > 0 ? { ...run, outputs } : null
}
