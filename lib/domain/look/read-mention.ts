import type { Item } from './lex'
import type { Run } from './modifiers'
import type { Parser } from './parse'

type ReferenceItem = Extract<Item, { type: 'reference' }>
type Taken = { item: ReferenceItem; next: number }
type Takers = { ids: readonly string[]; names: string; start: number }

/** Small words between a thing and the reference that it takes after: "of", "in the texture of", "look like". */
const LINKS: readonly string[] = ['attach', 'with', 'article', 'stop', 'make', 'on']
const LINKS_MAX = 7

/** The reference that what stands before an item takes after, if one follows with nothing but small words between. */
export function referenceAfter(parser: Parser, from: number): Taken | null {
  for (let k = from; k < from + LINKS_MAX; k++) {
    const item = parser.items[k]
    if (item?.type === 'reference') return k > from ? { item, next: k + 1 } : null
    const links = (item?.type === 'glue' && LINKS.includes(item.glue)) || (item?.type === 'head' && item.head === 'surface-word')
    if (!links) return null
  }
  return null
}

/** Gives a reference to things. @returns the index of the item after it. */
export function takeReference(parser: Parser, { item, next }: Taken, { ids, names, start }: Takers): number {
  parser.look.references.push({ slot: item.slot, target: [...ids] })
  parser.chip('reference', `${names}: ${item.role === 'material' ? 'surface' : 'colours'} of reference ${item.slot}`, start, item.end)
  return next
}

/** A reference that nothing before it takes after: "@Reference 2 on the vase", or one that stands alone. */
export function readReference(parser: Parser, i: number, item: ReferenceItem): number {
  const k = parser.skip(i + 1, ['attach', 'on', 'article'])
  const thing = parser.items[k]
  if (thing?.type === 'object' && k > i + 1) return takeReference(parser, { item, next: k + 1 }, { ids: thing.ids, names: thing.label, start: item.start })
  parser.ignore(item.start, item.end, `Say which object takes after it, such as “the vase of @Reference ${item.slot}”.`)
  return i + 1
}

/** A mention of what is not there, together with how it was to be, so that its material does not fall on other things. */
export function readGone(parser: Parser, i: number, before: Run | null): number {
  const item = parser.items[i]
  if (item?.type !== 'missing') return i + 1
  const after = parser.after(i + 1)
  const taken = referenceAfter(parser, after?.next ?? i + 1)
  parser.ignore(before?.start ?? item.start, taken?.item.end ?? after?.run.end ?? item.end, item.reason)
  return taken?.next ?? after?.next ?? i + 1
}
