import type { ReferenceRole } from '../generation'
import { type Entry, type Glue, type HeadName, isArticle, LEXICON, LIGHT_SHADE, type Modifier } from './lexicon'
import type { ObjectIndex } from './objects'
import { type Phrases, type Token, tokenise } from './tokens'
import type { Phrase } from './vocabulary/phrase'

/** What a mention stands for. */
export type Named =
  | { type: 'object'; ids: readonly string[]; label: string }
  | { type: 'reference'; slot: 2 | 3; role: ReferenceRole }
  /** It names what is not there. */
  | { type: 'missing'; reason: string }
export type ResolvedMention = { start: number; end: number; means: Named }

/** A stretch of the prompt with one meaning. */
export type Item = { start: number; end: number; text: string } & (
  | { type: 'phrase'; phrase: Phrase }
  | { type: 'modifier'; modifier: Modifier; alone?: Phrase }
  | { type: 'head'; head: HeadName }
  | Named
  | { type: 'unsupported'; reason: string }
  | { type: 'glue'; glue: Glue }
  | { type: 'mark' }
  | { type: 'unknown' }
)

/** Longest known phrase from a token on: its last token's index, or −1. Articles and the marks inside "f/1.4" are stepped over. */
function longest<T>(tokens: readonly Token[], from: number, { entries, beginnings }: Phrases<T>): { value: T; last: number } | null {
  let key = ''
  let best: { value: T; last: number } | null = null
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i]
    if (!token) break
    const before = tokens[i - 1]
    if (token.kind === 'mark') {
      const after = tokens[i + 1]
      if (i === from || (token.stem !== '/' && token.stem !== '.') || before?.end !== token.start || after?.start !== token.end) break
      continue
    }
    if (token.kind === 'hex' || token.kind === 'mention') break
    if (i > from && isArticle(token.stem)) continue
    key = key === '' ? token.stem : `${key} ${token.stem}`
    const value = entries.get(key)
    if (value !== undefined) best = { value, last: i }
    if (!beginnings.has(key)) break
  }
  return best
}

const isDescription = (entry: Entry | undefined): boolean => entry?.type === 'modifier'

/** The words of a mention count as one, so that a material in a name is not taken for a wish. */
function withMentions(tokens: readonly Token[], prompt: string, mentions: readonly ResolvedMention[]): Token[] {
  if (mentions.length === 0) return [...tokens]
  const others = tokens.filter(({ start }) => !mentions.some((mention) => start >= mention.start && start < mention.end))
  const whole = mentions.map(({ start, end }): Token => ({ kind: 'mention', stem: '@', text: prompt.slice(start, end), start, end }))
  return [...others, ...whole].sort((a, b) => a.start - b.start)
}

/** Cuts a prompt into items: mentions, objects of the scene and known phrases, the longest first, then single words. */
export function lex(prompt: string, objects: ObjectIndex, mentions: readonly ResolvedMention[]): Item[] {
  const tokens = withMentions(tokenise(prompt), prompt, mentions)
  const items: Item[] = []
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]
    if (!token) break
    const object = longest(tokens, i, objects)
    const entry = longest(tokens, i, LEXICON)
    // A thing called "Glass" is meant only by "the glass"; elsewhere the word is the material.
    const named = object && !(isDescription(entry?.value) && entry && entry.last >= object.last && tokens[i - 1]?.stem !== 'the') ? object : null
    const last = named && (!entry || named.last >= entry.last) ? named.last : (entry?.last ?? i)
    const span = { start: token.start, end: tokens[last]?.end ?? token.end, text: prompt.slice(token.start, tokens[last]?.end ?? token.end) }
    const mention = token.kind === 'mention' ? mentions.find(({ start }) => start === token.start) : undefined
    if (mention) items.push({ ...span, ...mention.means })
    else if (token.kind === 'mark') items.push({ ...span, type: 'mark' })
    else if (token.kind === 'hex') items.push({ ...span, type: 'modifier', modifier: { is: 'color', color: token.stem, label: token.stem } })
    else if (named && (!entry || named.last >= entry.last))
      items.push({ ...span, type: 'object', ids: named.value, label: labelOf(named.value, objects, span.text) })
    else if (entry) items.push({ ...span, ...entry.value })
    else items.push({ ...span, type: 'unknown' })
    i = last + 1
  }
  return items.map((item, i) => settleLight(item, items[i + 1]))
}

/** "Light oak" and "light blue" say how light a thing is; any other "light" shines. */
function settleLight(item: Item, next: Item | undefined): Item {
  if (item.type !== 'head' || item.head !== 'light' || item.text.toLowerCase() !== 'light') return item
  const describes = next?.type === 'modifier' || (next?.type === 'head' && (next.head === 'background' || next.head === 'backdrop'))
  return describes ? { start: item.start, end: item.end, text: item.text, type: 'modifier', modifier: LIGHT_SHADE } : item
}

function labelOf(ids: readonly string[], objects: ObjectIndex, text: string): string {
  const [first] = ids
  const name = first ? objects.names.get(first) : undefined
  if (ids.length === 1 && name) return name
  return text.charAt(0).toUpperCase() + text.slice(1)
}
