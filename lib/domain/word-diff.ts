export type WordChange = { kind: 'same' | 'removed' | 'added'; text: string }

/**
 * Words keep their apostrophes and hyphens; a run of white space and every other sign stand alone. Scripts that write
 * without spaces are compared sign by sign.
 */
const TOKEN = /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+(?:['’_-][\p{L}\p{N}\p{M}]+)*|./gsu

/**
 * What changed between two texts, word by word. The parts that are not `added`, joined, give the text before; those that
 * are not `removed` give the text after. Where a word was replaced, what was removed comes first. Neighbours differ in kind.
 */
export function diffWords(before: string, after: string): WordChange[] {
  const a = before.match(TOKEN) ?? []
  const b = after.match(TOKEN) ?? []
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return tidy([
    { kind: 'same', text: a.slice(0, start).join('') },
    ...changes(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    { kind: 'same', text: a.slice(a.length - end).join('') },
  ])
}

/** The fewest changes, by the longest common subsequence. A prompt has at most 2,000 characters, so the table stays small. */
function changes(a: readonly string[], b: readonly string[]): WordChange[] {
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number): number => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const out: WordChange[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [was, is] = [a[i], b[j]]
    if (was !== undefined && was === is) {
      out.push({ kind: 'same', text: was })
      i++
      j++
    } else if (was !== undefined && (is === undefined || at(i + 1, j) >= at(i, j + 1))) {
      out.push({ kind: 'removed', text: was })
      i++
    } else {
      out.push({ kind: 'added', text: is ?? '' })
      j++
    }
  }
  return out
}

/**
 * Gathers each stretch of changes into one removal and one addition. White space alone between two changes belongs to
 * them: “oak table” to “grey chair” is one change, not two around a blank.
 */
function tidy(parts: readonly WordChange[]): WordChange[] {
  const filled = parts.filter((part) => part.text !== '')
  const out: WordChange[] = []
  let removed = ''
  let added = ''
  const close = (): void => {
    if (removed !== '') out.push({ kind: 'removed', text: removed })
    if (added !== '') out.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const [index, part] of filled.entries()) {
    const changing = removed !== '' || added !== ''
    const next = filled[index + 1]
    const bridges = part.kind === 'same' && changing && part.text.trim() === '' && next !== undefined && next.kind !== 'same'
    if (part.kind === 'removed' || bridges) removed += part.text
    if (part.kind === 'added' || bridges) added += part.text
    if (part.kind !== 'same' || bridges) continue
    close()
    const last = out.at(-1)
    if (last?.kind === 'same') out[out.length - 1] = { kind: 'same', text: last.text + part.text }
    else out.push(part)
  }
  close()
  return out
}
