import { type Phrases, stem, tokenise, withBeginnings } from './tokens'
import { COLORS } from './vocabulary/colors'
import { FINISH_WORDS, MATERIAL_WORDS } from './vocabulary/materials'

export type NamedObject = { id: string; name: string }

/** Other everyday words for what a scene may hold; each group means the same. */
const SAME: readonly (readonly string[])[] = [
  ['floor', 'ground', 'flooring'],
  ['table', 'tabletop', 'desk', 'worktop', 'countertop', 'counter'],
  ['sofa', 'couch', 'settee'],
  ['sphere', 'ball', 'orb', 'globe'],
  ['box', 'cube', 'block', 'crate'],
  ['plinth', 'pedestal', 'podium', 'stand', 'base', 'dais'],
  ['vase', 'jar', 'urn', 'pot', 'vessel', 'jug', 'pitcher'],
  ['cup', 'mug'],
  ['bottle', 'flask', 'flacon', 'carafe'],
  ['rug', 'carpet', 'mat'],
  ['cushion', 'pillow'],
  ['torus', 'ring', 'donut', 'doughnut', 'hoop'],
  ['lamp', 'lantern', 'luminaire'],
  ['shelf', 'shelve', 'bookshelf', 'bookcase'],
  ['stool', 'seat'],
  ['chair', 'armchair'],
  ['text', 'letter', 'lettering', 'logo', 'word', 'title'],
  ['wall', 'panel'],
  ['plate', 'dish', 'tray'],
]

const DESCRIBING: ReadonlySet<string> = new Set(
  [...Object.keys(COLORS), ...Object.values(MATERIAL_WORDS).flat(), ...Object.values(FINISH_WORDS).flat()].filter((w) => !w.includes(' ')).map(stem),
)

/** Last words of a name that only say which part of the thing it is. */
const PARTS: ReadonlySet<string> = new Set(['top', 'body', 'part', 'piece', 'surface', 'mesh', 'object', 'model', 'group', 'set', 'main'])

/** Words of place and order: no name for a thing on their own. */
const PLACES: ReadonlySet<string> = new Set([
  'top',
  'bottom',
  'left',
  'right',
  'back',
  'front',
  'upper',
  'lower',
  'ground',
  'standing',
  'leaning',
  'light',
  'inner',
  'outer',
  'main',
  'middle',
])

const wordsOf = (name: string): string[] =>
  tokenise(name.replace(/([a-z])([A-Z0-9])/gu, '$1 $2').replace(/_/gu, ' '))
    .filter((t) => t.kind === 'word')
    .map((t) => t.stem)

const nounsOf = (name: string): string[] => wordsOf(name).filter((w) => !/^\d+$/u.test(w) && !DESCRIBING.has(w))

/** Which objects a run of words may mean: phrase of stems to ids. */
export type ObjectIndex = Phrases<readonly string[]> & { names: ReadonlyMap<string, string> }

const indexes = new WeakMap<readonly NamedObject[], ObjectIndex>()

export function indexObjects(objects: readonly NamedObject[]): ObjectIndex {
  const known = indexes.get(objects)
  if (known) return known
  const phrases = new Map<string, string[]>()
  const names = new Map<string, string>()
  const heads = new Set<string>()
  const add = (phrase: string, id: string): void => {
    const ids = phrases.get(phrase)
    if (!ids) phrases.set(phrase, [id])
    else if (!ids.includes(id)) ids.push(id)
  }
  const addEndings = (nouns: readonly string[], id: string): void => {
    for (let from = 0; from < nouns.length; from++) add(nouns.slice(from).join(' '), id)
    const head = nouns.at(-1)
    if (head) heads.add(head)
  }
  for (const { id, name } of objects) {
    names.set(id, name)
    // "Vase 2" and "Chair.001" are further vases and chairs.
    const words = wordsOf(name)
    const plain = words.filter((w) => !/^\d+$/u.test(w))
    if (plain.length === 0) continue
    add(words.join(' '), id)
    add(plain.join(' '), id)
    // Materials and colours of a name describe the object as it is now: "Brass vase" is meant by "vase" and by "marble vase".
    // "Armchair, left arm" is a part of the armchair, and "Table top" is what people mean by the table.
    const [whole = '', part = ''] = name.split(/[,:–—/]/u)
    const nouns = nounsOf(whole)
    addEndings(nouns, id)
    if (nouns.length > 1 && PARTS.has(nouns.at(-1) ?? '')) addEndings(nouns.slice(0, -1), id)
    const own = nounsOf(part)
    if (own.length > 0 && !own.some((w) => PLACES.has(w))) add(own.join(' '), id)
  }
  for (const group of SAME) {
    const present = group.filter((w) => heads.has(w))
    for (const word of group) if (!heads.has(word)) for (const same of present) for (const id of phrases.get(same) ?? []) add(word, id)
  }
  const index: ObjectIndex = { ...withBeginnings<readonly string[]>(phrases), names }
  indexes.set(objects, index)
  return index
}
