import { type Phrases, stem, tokenise, withBeginnings } from './tokens'
import { COLORS, SHADES } from './vocabulary/colors'
import { FINISH_WORDS, FINISHES, type FinishName, MATERIAL_WORDS, MATERIALS, type MaterialName } from './vocabulary/materials'
import type { Phrase } from './vocabulary/phrase'
import { PHRASES } from './vocabulary/phrases'
import { STOP_WORDS, UNSUPPORTED } from './vocabulary/unsupported'

/** A word before or after a thing that says how it is. `label` is how a chip names it. */
export type Modifier =
  | { is: 'material'; material: MaterialName; label: string }
  | { is: 'color'; color: string; label: string }
  | { is: 'finish'; finish: FinishName; label: string }
  | { is: 'shade'; shade: number; label: string }

export type HeadName = 'background' | 'backdrop' | 'gradient' | 'light' | 'everything' | 'scene' | 'focus-on' | 'in-focus' | 'surface-word'

/** The small words that hold a sentence together. */
export type Glue = 'article' | 'and' | 'attach' | 'with' | 'on' | 'make' | 'not' | 'more' | 'less' | 'add' | 'stop'

export type Entry =
  | { type: 'phrase'; phrase: Phrase }
  | { type: 'modifier'; modifier: Modifier; alone?: Phrase }
  | { type: 'head'; head: HeadName }
  | { type: 'unsupported'; reason: string }
  | { type: 'glue'; glue: Glue }

const HEADS: Readonly<Record<HeadName, readonly string[]>> = {
  background: ['background', 'bg', 'plain background', 'solid background', 'background colour', 'solid colour background', 'plain backdrop'],
  backdrop: [
    'backdrop',
    'back drop',
    'seamless',
    'seamless backdrop',
    'seamless background',
    'seamless paper',
    'seamless paper backdrop',
    'paper backdrop',
    'paper background',
    'cyclorama',
    'cyc',
    'cyc wall',
    'infinity cove',
    'infinity wall',
    'sweep',
    'studio backdrop',
    'studio background',
    'backdrop colour',
    'photo backdrop',
    'cove',
  ],
  gradient: ['gradient', 'gradient background', 'gradient backdrop', 'colour gradient', 'ombre', 'ombre background', 'smooth gradient', 'gradient sky'],
  light: ['light', 'lighting', 'lit', 'illumination', 'illuminated', 'glow', 'key light', 'ambient', 'coloured light'],
  everything: [
    'everything',
    'all',
    'all object',
    'every object',
    'every thing',
    'all of it',
    'all thing',
    'all surface',
    'each object',
    'all shape',
    'all material',
    'object',
    'whole scene',
    'entire scene',
    'all item',
    'all element',
    'whole thing',
    'full scene',
    'all model',
  ],
  scene: ['scene', 'it all', 'shape', 'it'],
  'focus-on': ['focus on', 'focused on', 'focusing on', 'focu on', 'in focus on', 'sharp on', 'focal point on', 'focus at', 'focus to'],
  'in-focus': ['in focus', 'in sharp focus', 'is sharp', 'kept sharp'],
  'surface-word': ['finish', 'surface', 'texture', 'material', 'coating', 'glaze', 'look', 'colour', 'coloured', 'paint', 'veneer', 'tone', 'cladding'],
}

const GLUE: Readonly<Record<Exclude<Glue, 'stop'>, readonly string[]>> = {
  article: ['a', 'an', 'the', 'some', 'this', 'that', 'these', 'those', 'one', 'my', 'our', 'its', 'their'],
  and: ['and', 'plus', 'or'],
  attach: [
    'of',
    'in',
    'is',
    'are',
    'be',
    'as',
    'into',
    'to',
    'from',
    'made',
    'out',
    'become',
    'becomes',
    'should',
    'turned',
    'being',
    'like',
    'painted',
    'covered',
    'clad',
    'coated',
    'for',
    'was',
  ],
  with: ['with', 'has', 'have', 'having', 'wearing'],
  on: ['on', 'onto', 'upon', 'against', 'over', 'before'],
  make: ['make', 'turn', 'paint', 'set', 'change', 'render', 'want', 'give', 'colour', 'use', 'keep', 'apply', 'put', 'have', 'need', 'let', 'made'],
  not: ['no', 'not', 'without', 'never', 'non', "don't", 'avoid', 'isnt'],
  more: ['very', 'super', 'extremely', 'ultra', 'really', 'strong', 'strongly', 'heavy', 'heavily', 'lots', 'more', 'extra', 'much', 'rich', 'highly'],
  less: ['slightly', 'slight', 'subtle', 'subtly', 'bit', 'little', 'mild', 'mildly', 'hint', 'touch', 'faint', 'gently', 'somewhat', 'lightly', 'quite'],
  add: ['add', 'include', 'another', 'two', 'three', 'four', 'five', 'several', 'many', 'few'],
}

export const phraseKey = (text: string): string =>
  tokenise(text)
    .filter((t) => t.kind === 'word' && !isArticle(t.stem))
    .map((t) => t.stem)
    .join(' ')

export const isArticle = (word: string): boolean => word === 'a' || word === 'an' || word === 'the'

function compile(): Phrases<Entry> {
  const entries = new Map<string, Entry>()
  const add = (text: string, entry: Entry): void => {
    const key = phraseKey(text)
    const known = entries.get(key)
    if (key === '') return
    if (!known) entries.set(key, entry)
    // "Dark" darkens a colour that follows it, and the whole picture where none does.
    else if (known.type === 'modifier' && entry.type === 'phrase') known.alone = entry.phrase
  }
  for (const [color, hex] of Object.entries(COLORS)) add(color, { type: 'modifier', modifier: { is: 'color', color: hex, label: color } })
  for (const material of MATERIALS) {
    for (const word of MATERIAL_WORDS[material])
      add(word, { type: 'modifier', modifier: { is: 'material', material, label: MATERIAL_WORDS[material][0] ?? word } })
  }
  for (const finish of FINISHES) for (const word of FINISH_WORDS[finish]) add(word, { type: 'modifier', modifier: { is: 'finish', finish, label: finish } })
  for (const [word, shade] of Object.entries(SHADES)) if (word !== 'light') add(word, { type: 'modifier', modifier: { is: 'shade', shade, label: word } })
  for (const phrase of PHRASES) for (const word of phrase.words) add(word, { type: 'phrase', phrase })
  for (const head of Object.keys(HEADS) as HeadName[]) for (const word of HEADS[head]) add(word, { type: 'head', head })
  for (const glue of Object.keys(GLUE) as (keyof typeof GLUE)[]) {
    for (const word of GLUE[glue].map(stem)) if (!entries.has(word)) entries.set(word, { type: 'glue', glue })
  }
  for (const { reason, words } of UNSUPPORTED) for (const word of words) add(word, { type: 'unsupported', reason })
  for (const word of STOP_WORDS) {
    const key = stem(word)
    if (!entries.has(key)) entries.set(key, { type: 'glue', glue: 'stop' })
  }
  return withBeginnings(entries)
}

export const LEXICON = compile()
export const LIGHT_SHADE: Modifier = { is: 'shade', shade: SHADES.light ?? 0.45, label: 'light' }
