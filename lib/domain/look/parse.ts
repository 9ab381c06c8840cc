import type { Item } from './lex'
import type { Modifier } from './lexicon'
import { type Chip, emptyLook, type Ignored, type Reading } from './look'
import { changeOf, describe, type Run, runAt } from './modifiers'
import { addBackdrop, addGradient } from './read-backdrop'
import { readGone, readReference, referenceAfter, takeReference } from './read-mention'
import { readMissing, readUnknown, withArticle } from './read-unknown'

/** What the rules share while they walk over the items of one prompt. */
export class Parser {
  readonly look = emptyLook()
  readonly chips: Chip[] = []
  readonly ignored: Ignored[] = []
  /** A verb such as "make" was read in this sentence, so "make the floor walnut" needs no "of". */
  #make = false
  #amount = 1
  #lastObject: readonly string[] = []

  constructor(
    readonly prompt: string,
    readonly items: readonly Item[],
    /** The scene's floor or table, and its only other object where there is just one. */
    readonly scene: { floor: readonly string[]; subject: readonly string[] },
  ) {}

  read(): Reading {
    for (let i = 0; i < this.items.length; ) i = Math.max(i + 1, this.#step(i))
    const order = (a: { start: number }, b: { start: number }) => a.start - b.start
    return { chips: this.chips.sort(order), ignored: this.ignored.sort(order), look: this.look }
  }

  #step(i: number): number {
    const item = this.items[i]
    if (!item) return i + 1
    switch (item.type) {
      case 'mark':
        if (/[.;!?\n]/u.test(item.text)) this.#make = false
        return i + 1
      case 'glue':
        return this.#glue(i, item.glue)
      case 'phrase':
        item.phrase.apply(this.look, this.#amount)
        this.chip(item.phrase.kind, item.phrase.label, item.start, item.end)
        this.#amount = 1
        return i + 1
      case 'unsupported':
        this.ignore(item.start, item.end, item.reason.replace('{}', withArticle(this, i, item.start, item.end)))
        return i + 1
      case 'unknown':
        return readUnknown(this, i, item.start)
      case 'modifier':
        return this.#modifiers(i)
      case 'object':
        return this.#object(i, null)
      case 'reference':
        return readReference(this, i, item)
      case 'missing':
        return readGone(this, i, null)
      case 'head':
        return this.#head(i, null)
    }
  }

  chip(kind: Chip['kind'], label: string, start: number, end: number): void {
    this.chips.push({ kind, label, start, end })
  }

  ignore(start: number, end: number, reason: string): void {
    this.ignored.push({ start, end, text: this.prompt.slice(start, end), reason })
  }

  /** Index of the next item that is not one of the given small words. */
  skip(i: number, glue: readonly string[]): number {
    let k = i
    for (let item = this.items[k]; item?.type === 'glue' && glue.includes(item.glue); item = this.items[k]) k++
    return k
  }

  #glue(i: number, glue: string): number {
    if (glue === 'make') this.#make = true
    if (glue === 'more') this.#amount = 1.5
    if (glue === 'less') this.#amount = 0.5
    if (glue !== 'not') return i + 1
    // What is not wanted is neither understood nor ignored: leaving it out is all that was asked.
    const k = this.skip(i + 1, ['article', 'more', 'less', 'stop', 'attach', 'make', 'add'])
    const run = runAt(this.items, k)
    const next = this.items[run ? run.next : k]
    if (run) return next?.type === 'object' || next?.type === 'head' || next?.type === 'unknown' ? run.next + 1 : run.next
    return next?.type === 'phrase' || next?.type === 'unsupported' || next?.type === 'unknown' ? k + 1 : i + 1
  }

  #modifiers(i: number): number {
    const run = runAt(this.items, i)
    if (!run) return i + 1
    const next = this.items[run.next]
    if (next?.type === 'object') return this.#object(run.next, run)
    if (next?.type === 'head' && next.head !== 'scene' && next.head !== 'in-focus' && next.head !== 'focus-on') return this.#head(run.next, run)
    if (next?.type === 'missing') return readGone(this, run.next, run)
    if (next?.type === 'unknown' && run.modifiers.some((m) => m.is !== 'shade')) return readMissing(this, i, run)
    if (next?.type === 'phrase' && next.phrase.kind === 'light' && run.modifiers.every((m) => m.is === 'color')) return this.#colorLight(run, run.end, run.next)
    const gradient = addGradient(this, run)
    return gradient ?? this.#bare(i, run)
  }

  #change(target: 'all' | readonly string[], names: string, modifiers: readonly Modifier[], start: number, end: number): void {
    const change = changeOf(modifiers)
    this.look.materials.push({ target: target === 'all' ? 'all' : [...target], ...change })
    this.chip('material', `${names}: ${describe(modifiers)}`, start, end)
  }

  /** One object or several joined by "and", with what stands before or after them. */
  #object(i: number, before: Run | null): number {
    const first = this.items[i]
    if (first?.type !== 'object') return i + 1
    const group = [first]
    let end = i
    for (;;) {
      const joint = this.items[end + 1]
      const joined = joint?.type === 'glue' && joint.glue === 'and'
      const listed = joint?.type === 'mark' && joint.text === ','
      const k = this.skip(end + 2, ['article'])
      const next = this.items[k]
      // "The brass vase and the bowl" names two things of which one is brass; "the brass vase and bowl" is all brass.
      if (!(joined || (listed && !before)) || next?.type !== 'object' || (before && k > end + 2)) break
      group.push(next)
      end = k
    }
    const after = this.after(end + 1)
    const ids = [...new Set(group.flatMap((o) => o.ids))]
    this.#lastObject = ids
    const modifiers = [...(before?.modifiers ?? []), ...(after?.run.modifiers ?? [])]
    const names = [...new Set(group.map((o) => o.label))].join(', ')
    const described = modifiers.length > 0
    if (described) this.#change(ids, names, modifiers, before?.start ?? first.start, after?.run.end ?? this.items[end]?.end ?? first.end)
    const taken = referenceAfter(this, after?.next ?? end + 1)
    if (taken) return takeReference(this, taken, { ids, names, start: described ? taken.item.start : first.start })
    return described ? (after?.next ?? end + 1) : i + 1
  }

  /** What follows a thing and describes it: "is brass", "of white marble", "with a gold finish", or just "walnut" after "make". */
  after(from: number, always = false): { run: Run; next: number } | null {
    let attached = this.#make || always
    let owns = false
    let k = from
    for (; k < from + 7; k++) {
      const item = this.items[k]
      if (item?.type === 'mark' && (item.text === ':' || item.text === '=')) attached = true
      else if (item?.type !== 'glue' || item.glue === 'and' || item.glue === 'on' || item.glue === 'not' || item.glue === 'add') break
      else if (item.glue === 'attach') attached = true
      else if (item.glue === 'with') owns = true
    }
    const run = runAt(this.items, k)
    if (!run) return null
    const next = this.items[run.next]
    const surface = next?.type === 'head' && next.head === 'surface-word'
    const thing = next?.type === 'object' || next?.type === 'missing'
    if (thing || (next?.type === 'head' && !surface && next.head !== 'in-focus' && next.head !== 'focus-on' && next.head !== 'scene')) return null
    if (next?.type === 'phrase' && next.phrase.kind === 'light' && run.modifiers.every((m) => m.is === 'color')) return null
    // "Vase brass, floor oak" lists wishes without a verb.
    const listed =
      k === from && (!next || next.type === 'mark' || (next.type === 'glue' && (next.glue === 'and' || next.glue === 'on' || next.glue === 'with')))
    if (owns ? !surface : !attached && !listed) return null
    if (run.modifiers.every((m) => m.is === 'shade') && !surface && owns) return null
    return { run, next: surface ? run.next + 1 : run.next }
  }

  #head(i: number, before: Run | null): number {
    const item = this.items[i]
    if (item?.type !== 'head') return i + 1
    switch (item.head) {
      case 'everything':
      case 'scene':
        return this.#everything(i, item.start, item.end, before)
      case 'background':
      case 'backdrop':
      case 'gradient': {
        // "Seamless pale pink backdrop": the second word for it is the one that the colour belongs to.
        const run = before ? null : runAt(this.items, i + 1)
        const noun = run && this.items[run.next]
        if (run && noun?.type === 'head' && (noun.head === 'backdrop' || noun.head === 'background'))
          return addBackdrop(this, run.next, item.head === 'background' ? noun.head : item.head, { ...run, start: item.start })
        return addBackdrop(this, i, item.head, before)
      }
      case 'light':
        if (before) return this.#colorLight(before, item.end, i + 1)
        return this.#lightOf(i, item.start)
      case 'surface-word':
        return before ? this.#bare(i, before) : i + 1
      case 'focus-on':
        return this.#focusOn(i, item.start, item.end)
      case 'in-focus':
        return this.#focus(this.#lastObject, item.start, item.end, i + 1)
    }
  }

  #everything(i: number, start: number, end: number, before: Run | null): number {
    // "All vases" is about the vases.
    if (!before && this.items[this.skip(i + 1, ['article', 'attach'])]?.type === 'object') return i + 1
    const after = this.after(i + 1, true)
    if (!before && !after) return i + 1
    const modifiers = [...(before?.modifiers ?? []), ...(after?.run.modifiers ?? [])]
    this.#change('all', 'Everything', modifiers, before?.start ?? start, after?.run.end ?? end)
    return after?.next ?? i + 1
  }

  #focusOn(i: number, start: number, end: number): number {
    for (let k = i + 1; k < i + 6; k++) {
      const item = this.items[k]
      if (item?.type === 'object') return this.#focus(item.ids, start, end, i + 1)
      if (item?.type !== 'glue' && item?.type !== 'modifier') break
    }
    this.ignore(start, end, 'Say what to focus on by its name in the scene.')
    return i + 1
  }

  #focus(ids: readonly string[], start: number, end: number, next: number): number {
    const [first] = ids
    if (!first) return next
    this.look.focus.on = first
    this.look.focus.depth ??= 'medium'
    this.chip('focus', `Focus: ${this.#nameOf(ids)}`, start, end)
    return next
  }

  #nameOf(ids: readonly string[]): string {
    const item = this.items.find((other) => other.type === 'object' && other.ids.some((id) => ids.includes(id)))
    return item?.type === 'object' ? item.label : 'Object'
  }

  #colorLight(run: Run, end: number, next: number): number {
    const color = changeOf(run.modifiers).color
    const shade = run.modifiers.find((m) => m.is === 'shade')
    if (color) this.look.lighting.color = color
    else if (shade?.is === 'shade') this.look.lighting.brightness = shade.shade
    if (!color && !shade) return this.#bare(next, run)
    const words = describe(run.modifiers)
    this.chip('light', `${words.charAt(0).toUpperCase()}${words.slice(1)} light`, run.start, end)
    return next
  }

  /** "Lit in blue". */
  #lightOf(i: number, start: number): number {
    const k = this.skip(i + 1, ['attach', 'article', 'with'])
    const run = k > i + 1 ? runAt(this.items, k) : null
    const next = run && this.items[run.next]
    const own = run?.modifiers.every((m) => m.is === 'color') && next?.type !== 'object' && !(next?.type === 'head' && next.head !== 'light')
    return run && own ? this.#colorLight({ ...run, start }, run.end, run.next) : i + 1
  }

  /** Modifiers with nothing next to them that they could describe. */
  #bare(i: number, run: Run): number {
    const [only] = run.items
    if (run.items.length === 1 && only?.alone) {
      only.alone.apply(this.look, this.#amount)
      this.chip(only.alone.kind, only.alone.label, run.start, run.end)
      this.#amount = 1
      return Math.max(i + 1, run.next)
    }
    const surface = this.items[run.next]
    const onward = surface?.type === 'head' && surface.head === 'surface-word' ? run.next + 1 : run.next
    const link = this.items[onward]
    const k = this.skip(onward + 1, ['article'])
    const target = this.items[k]
    const end = Math.max(i + 1, onward)
    if (link?.type === 'glue' && /^(on|onto|for)$/iu.test(link.text)) {
      if (target?.type === 'object') {
        this.#change(target.ids, target.label, run.modifiers, run.start, target.end)
        return k + 1
      }
      if (target?.type === 'head' && target.head === 'everything') {
        this.#change('all', 'Everything', run.modifiers, run.start, target.end)
        return k + 1
      }
    }
    const before = this.#wordBefore(run.start)
    if (onward > run.next && before === 'with' && this.#lastObject.length > 0) {
      this.#change(this.#lastObject, this.#nameOf(this.#lastObject), run.modifiers, run.start, surface?.end ?? run.end)
      return end
    }
    const colorsOnly = run.modifiers.every((m) => m.is === 'color' || m.is === 'shade')
    const clay = run.modifiers.some((m) => m.is === 'material' && (m.material === 'clay' || m.material === 'plaster'))
    if (before === 'on' && colorsOnly) addBackdrop(this, -1, 'background', run)
    else if (before === 'on' && this.scene.floor.length > 0) this.#change(this.scene.floor, 'Floor', run.modifiers, run.start, run.end)
    else if (clay || (before === 'attach' && !colorsOnly)) this.#change('all', 'Everything', run.modifiers, run.start, run.end)
    else if (this.scene.subject.length > 0) this.#change(this.scene.subject, 'Object', run.modifiers, run.start, run.end)
    else {
      const words = describe(run.modifiers)
      this.ignore(run.start, run.end, `Say what should be ${words}: an object by its name${colorsOnly ? ', the backdrop or the light' : ', or everything'}.`)
    }
    return end
  }

  #wordBefore(start: number): string | null {
    let k = this.items.findIndex((item) => item.start === start) - 1
    for (let item = this.items[k]; item?.type === 'glue' && (item.glue === 'article' || item.glue === 'stop'); item = this.items[k]) k--
    const item = this.items[k]
    return item?.type === 'glue' ? item.glue : null
  }
}
