import type { Run } from './modifiers'
import type { Parser } from './parse'

/** "a cat" where the prompt has an article or a number, else the bare words in quotes. */
export function withArticle(parser: Parser, i: number, start: number, end: number): string {
  const before = parser.items[i - 1]
  const text = parser.prompt.slice(start, end)
  return before && counts(parser, i) && !/^(add|include)$/iu.test(before.text) ? `${before.text.toLowerCase()} ${text}` : `“${text}”`
}

/** Whether the word before counts or adds a thing: "a", "two", "add". */
function counts(parser: Parser, i: number): boolean {
  const before = parser.items[i - 1]
  return before?.type === 'glue' && (/^(a|an)$/iu.test(before.text) || before.glue === 'add')
}

/** Words that no vocabulary holds, as one stretch. Returns the index of the next item. */
export function readUnknown(parser: Parser, i: number, start: number): number {
  let k = i
  while (parser.items[k + 1]?.type === 'unknown') k++
  const noun = parser.items[k + 1]
  if (noun?.type === 'unsupported' && noun.reason.includes('{}')) {
    parser.ignore(start, noun.end, noun.reason.replace('{}', withArticle(parser, i, start, noun.end)))
    return k + 2
  }
  const end = parser.items[k]?.end ?? start
  const text = withArticle(parser, i, start, end)
  const reason = counts(parser, i)
    ? `Studio renders what is in the scene; it cannot add ${text}.`
    : `Studio does not know ${text} as a light, a material, a mood or an object of this scene.`
  parser.ignore(start, end, reason)
  return k + 1
}

/** "Brass lamp" in a scene without a lamp. */
export function readMissing(parser: Parser, i: number, run: Run): number {
  let k = run.next
  while (parser.items[k + 1]?.type === 'unknown') k++
  const [first, last] = [parser.items[run.next], parser.items[k]]
  if (!first || !last) return run.next
  const before = parser.items[i - 1]
  const wanted = before?.type === 'glue' && /^(a|an)$/iu.test(before.text)
  const noun = parser.prompt.slice(first.start, last.end)
  const text = parser.prompt.slice(run.start, last.end)
  parser.ignore(
    run.start,
    last.end,
    wanted ? `Studio renders what is in the scene; it cannot add ${before.text.toLowerCase()} ${text}.` : `Nothing in this scene is called “${noun}”.`,
  )
  return k + 1
}
