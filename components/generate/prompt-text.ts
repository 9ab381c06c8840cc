import type { Reading } from '@/lib/domain/look/look'

type Understood = Pick<Reading, 'chips' | 'ignored'>

/** The prompt without a run of words (UTF-16 offsets, end exclusive), with the commas and spaces around it mended. */
export function withoutSpan(prompt: string, span: { start: number; end: number }): string {
  const before = prompt.slice(0, span.start).replace(/[\s,;]+$/, '')
  const after = prompt.slice(span.end).replace(/^[\s,;]+/, '')
  if (before === '') return after.charAt(0).toUpperCase() + after.slice(1)
  if (after === '' || /^[.!?]/.test(after)) return /[.!?]$/.test(before) ? before + after.slice(1) : before + after
  const separator = /[,;]/.test(prompt.slice(before.length, span.start) + prompt.slice(span.end, prompt.length - after.length)) ? ', ' : ' '
  return /[.!?]$/.test(before) ? `${before} ${after}` : before + separator + after
}

/** Whether a run of words can be taken out without leaving a choice that is open on one side. */
export function leavesBracesWhole(prompt: string, { start, end }: { start: number; end: number }): boolean {
  return !/[{}|]/.test(prompt.slice(start, end).replace(/\\./g, ''))
}

/** What the texts of one prompt with choices were understood as: everything once, and ignored only what no text makes sense of. */
export function together(readings: readonly Understood[]): Understood {
  const chips = unique(readings.flatMap((reading) => reading.chips))
  const ignored = unique(readings.flatMap((reading) => reading.ignored))
  return { chips, ignored: ignored.filter((words) => !chips.some((chip) => chip.start < words.end && words.start < chip.end)) }
}

function unique<T extends { start: number; end: number }>(spans: readonly T[]): T[] {
  const seen = new Map(spans.map((span) => [`${span.start}-${span.end}-${'label' in span ? span.label : ''}`, span]))
  return [...seen.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}
