/** The prompt without a run of words (UTF-16 offsets, end exclusive), with the commas and spaces around it mended. */
export function withoutSpan(prompt: string, span: { start: number; end: number }): string {
  const before = prompt.slice(0, span.start).replace(/[\s,;]+$/, '')
  const after = prompt.slice(span.end).replace(/^[\s,;]+/, '')
  if (before === '') return after.charAt(0).toUpperCase() + after.slice(1)
  if (after === '' || /^[.!?]/.test(after)) return /[.!?]$/.test(before) ? before + after.slice(1) : before + after
  const separator = /[,;]/.test(prompt.slice(before.length, span.start) + prompt.slice(span.end, prompt.length - after.length)) ? ', ' : ' '
  return /[.!?]$/.test(before) ? `${before} ${after}` : before + separator + after
}
