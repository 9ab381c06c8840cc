import { colorOf, describe, type Run, runAt } from './modifiers'
import type { Parser } from './parse'

const DEFAULT_PLAIN = '#f4f3f0'

/**
 * A background, a seamless backdrop or a gradient, with the words that describe it before or after.
 * @param i index of its word, or −1 where the prompt only says "on white".
 * @returns the index of the next item to read.
 */
export function addBackdrop(parser: Parser, i: number, head: 'background' | 'backdrop' | 'gradient', before: Run | null): number {
  const item = parser.items[i]
  const after = i >= 0 && !before ? (runAfter(parser, i + 1) ?? (head === 'gradient' ? pairAfter(parser, i + 1) : null)) : null
  const run = before ?? after
  const start = before?.start ?? item?.start ?? 0
  const first = run && colorOf(run.modifiers)
  // "Gradient from blue to pink".
  const second = after && secondColor(parser, after.next)
  if (head === 'gradient' || second) {
    const bottom = second ? colorOf(second.modifiers) : null
    parser.look.backdrop = { kind: 'gradient', top: first, bottom }
    const words = run ? `: ${describe(run.modifiers)}${second ? ` to ${describe(second.modifiers)}` : ''}` : ''
    parser.chip('backdrop', `Gradient${words}`, start, second?.end ?? after?.end ?? item?.end ?? before?.end ?? start)
    return second?.next ?? after?.next ?? i + 1
  }
  const text = item?.text.toLowerCase() ?? ''
  const plain = head === 'background' && !/seamless/u.test(text)
  // A lone "background" says nothing about it.
  if (!first && text !== '' && /^(back ?ground|bg|wall)s?$/u.test(text)) return i + 1
  parser.look.backdrop = plain ? { kind: 'plain', color: first ?? DEFAULT_PLAIN } : { kind: 'seamless', color: first }
  const name = plain ? 'Background' : 'Seamless backdrop'
  parser.chip('backdrop', run && first ? `${name}: ${describe(run.modifiers)}` : name, start, after?.end ?? item?.end ?? before?.end ?? start)
  return after?.next ?? i + 1
}

/** "Blue to pink gradient", from its first colour on; null where these modifiers begin no gradient. */
export function addGradient(parser: Parser, first: Run): number | null {
  const second = secondColor(parser, first.next)
  const head = second && parser.items[second.next]
  if (!second || head?.type !== 'head' || head.head !== 'gradient') return null
  parser.look.backdrop = { kind: 'gradient', top: colorOf(first.modifiers), bottom: colorOf(second.modifiers) }
  parser.chip('backdrop', `Gradient: ${describe(first.modifiers)} to ${describe(second.modifiers)}`, first.start, head.end)
  return second.next + 1
}

function secondColor(parser: Parser, from: number): Run | null {
  const joint = parser.items[from]
  if (joint?.type !== 'glue' || !/^(to|and|into)$/iu.test(joint.text)) return null
  return runAt(parser.items, parser.skip(from + 1, ['article']))
}

/** "Gradient backdrop, pink to blue": the first of two colours behind a comma. */
function pairAfter(parser: Parser, from: number): Run | null {
  const comma = parser.items[from]
  const run = comma?.type === 'mark' && comma.text === ',' ? runAt(parser.items, from + 1) : null
  return run && secondColor(parser, run.next) ? run : null
}

function runAfter(parser: Parser, from: number): Run | null {
  const mark = parser.items[from]
  const colon = mark?.type === 'mark' && (mark.text === ':' || mark.text === '=')
  const start = colon ? from + 1 : from
  const k = parser.skip(start, ['attach', 'article', 'stop'])
  const run = runAt(parser.items, k)
  const next = run && parser.items[run.next]
  if (!run || (!colon && k === from) || next?.type === 'object') return null
  return run
}
