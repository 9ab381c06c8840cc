import type { Item } from './lex'
import type { Modifier } from './lexicon'
import type { MaterialChange } from './look'
import { shadeColor } from './vocabulary/colors'
import { MATERIAL_COLORS } from './vocabulary/materials'

type ModifierItem = Extract<Item, { type: 'modifier' }>

/** Modifiers that stand together, such as "matte black". */
export type Run = { items: ModifierItem[]; modifiers: Modifier[]; start: number; end: number /** Index of the item after them. */; next: number }

/** The run that begins at an item, or null. "Black and gold" is one run only where a thing follows that it can describe. */
export function runAt(items: readonly Item[], from: number): Run | null {
  const found: ModifierItem[] = []
  let k = from
  for (;;) {
    const item = items[k]
    if (item?.type !== 'modifier') break
    found.push(item)
    k++
    const [and, after] = [items[k], items[k + 1]]
    if (and?.type === 'glue' && and.glue === 'and' && after?.type === 'modifier') {
      let end = k + 1
      while (items[end]?.type === 'modifier') end++
      if (items[end]?.type === 'object') k++
    }
  }
  const [first] = found
  const last = found.at(-1)
  if (!first || !last) return null
  return { items: found, modifiers: found.map((item) => item.modifier), start: first.start, end: last.end, next: k }
}

/** What modifiers say together. The first material and the first colour count; a shade bends the colour if there is one. */
export function changeOf(modifiers: readonly Modifier[]): Omit<MaterialChange, 'target'> {
  const material = modifiers.find((m) => m.is === 'material')?.material ?? null
  const color = modifiers.find((m) => m.is === 'color')?.color ?? null
  const finish = modifiers.find((m) => m.is === 'finish')?.finish ?? null
  const shade = modifiers.find((m) => m.is === 'shade')?.shade ?? 0
  return { material, color: color && shadeColor(color, shade), finish, shade: color ? 0 : shade }
}

/** The one colour that modifiers stand for where there is no surface: a backdrop or a light. */
export function colorOf(modifiers: readonly Modifier[]): string | null {
  const { material, color, shade } = changeOf(modifiers)
  if (color) return color
  const known = material && MATERIAL_COLORS[material]
  if (known) return shadeColor(known, shade)
  if (shade === 0) return null
  return shade > 0 ? '#e9e7e3' : '#1c1d1f'
}

const ORDER: Readonly<Record<Modifier['is'], number>> = { finish: 0, shade: 1, color: 2, material: 3 }

/** For chips: "matte dark blue ceramic". */
export const describe = (modifiers: readonly Modifier[]): string =>
  [...new Set([...modifiers].sort((a, b) => ORDER[a.is] - ORDER[b.is]).map((m) => m.label))].join(' ')
