/** A word, a hex colour, a mark or a whole mention of the prompt, with its place in it. */
export type Token = {
  kind: 'word' | 'hex' | 'mark' | 'mention'
  /** As vocabulary is compared: lower case, one spelling, singular. For a colour `#rrggbb`. */
  stem: string
  text: string
  start: number
  end: number
}

// A hyphen parts words, so "rim-lit" and "rim lit" are the same; an apostrophe does not.
const TOKEN = /(#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-z]))|([\p{L}\p{N}]+(?:['’][\p{L}]+)*)|([,.;:!?=&+()\n/])/giu

const SPELLINGS: Readonly<Record<string, string>> = {
  gray: 'grey',
  grays: 'grey',
  greyish: 'grey',
  aluminum: 'aluminium',
  color: 'colour',
  colors: 'colour',
  colored: 'coloured',
  lite: 'light',
  blueish: 'blue',
  bluish: 'blue',
  reddish: 'red',
  greenish: 'green',
  yellowish: 'yellow',
  mould: 'mold',
  cozy: 'cosy',
  center: 'centre',
  everythings: 'everything',
}

/** Words whose last s is no plural. */
const KEEP_S = new Set([
  'glass',
  'brass',
  'moss',
  'always',
  'this',
  'is',
  'as',
  'its',
  'canvas',
  'dress',
  'less',
  'wireless',
  'bus',
  'lens',
  'seamless',
  'cypress',
  'grass',
  'gas',
  'us',
  'was',
  'has',
  'does',
  'chess',
  'focus',
  'gloss',
  'pewters',
  'atlas',
  'bias',
  'cross',
  'iris',
  'cactus',
  'across',
  'stainless',
  'plexiglass',
  'campus',
])

const STEMS_KEPT_MAX = 4000
const stems = new Map<string, string>()

/** One form for spelling variants and plurals, so that "Vases" finds "Vase". */
export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const found = findStem(word)
  // Prompts are typed letter by letter, so the same words come back at every key press.
  if (stems.size >= STEMS_KEPT_MAX) stems.clear()
  stems.set(word, found)
  return found
}

function findStem(word: string): string {
  const lower = word
    .toLowerCase()
    .replace(/['’]s?$/u, '')
    .replace(/['’]/gu, '')
  const spelled = SPELLINGS[lower]
  if (spelled) return spelled
  if (lower.length <= 3 || KEEP_S.has(lower)) return lower
  if (/(ss|x|ch|sh|z)es$/u.test(lower)) return lower.slice(0, -2)
  if (lower.endsWith('ies') && lower.length > 4) return `${lower.slice(0, -3)}y`
  if (lower.endsWith('s') && !/(ss|us|is)$/u.test(lower)) return lower.slice(0, -1)
  return lower
}

const expandHex = (hex: string): string => (hex.length === 4 ? `#${[...hex.slice(1)].map((d) => d + d).join('')}` : hex).toLowerCase()

export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(TOKEN)) {
    const [found, hex, word] = match
    const start = match.index
    const end = start + found.length
    if (hex) tokens.push({ kind: 'hex', stem: expandHex(hex), text: found, start, end })
    else if (found === '&') tokens.push({ kind: 'word', stem: 'and', text: found, start, end })
    else if (word) tokens.push({ kind: 'word', stem: stem(word), text: found, start, end })
    else tokens.push({ kind: 'mark', stem: found, text: found, start, end })
  }
  return tokens
}

/** Phrases of stems, and every proper beginning of one, so that a search stops as soon as no longer phrase is possible. */
export type Phrases<T> = { entries: ReadonlyMap<string, T>; beginnings: ReadonlySet<string> }

export function withBeginnings<T>(entries: ReadonlyMap<string, T>): Phrases<T> {
  const beginnings = new Set<string>()
  for (const key of entries.keys()) {
    for (let space = key.indexOf(' '); space >= 0; space = key.indexOf(' ', space + 1)) beginnings.add(key.slice(0, space))
  }
  return { entries, beginnings }
}
