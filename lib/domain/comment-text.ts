import type { PersonName } from './comment'

export type CommentPart = { kind: 'text'; text: string } | { kind: 'mention'; text: string; userId: string } | { kind: 'link'; text: string; href: string }

const WORD = /[\p{L}\p{N}_]/u
const ADDRESS = /https?:\/\/[^\s<>"']+/gu
/** What ends a sentence is no part of an address. */
const TRAILING = /[.,;:!?)\]]+$/u

type Found = { start: number; end: number; userId: string }

/** Where the names of people stand after an `@`, the longest name first, so that `@Ada Lovelace` is not taken for `@Ada`. */
function findNames(body: string, people: readonly PersonName[]): Found[] {
  const lower = body.toLowerCase()
  const longestFirst = [...people].filter(({ name }) => name.trim() !== '').sort((a, b) => b.name.length - a.name.length)
  const found: Found[] = []
  for (let at = lower.indexOf('@'); at >= 0; at = lower.indexOf('@', at + 1)) {
    if (at > 0 && WORD.test(body[at - 1] ?? '')) continue
    const person = longestFirst.find(({ name }) => lower.startsWith(name.toLowerCase(), at + 1) && !WORD.test(body[at + 1 + name.length] ?? ''))
    if (person) found.push({ start: at, end: at + 1 + person.name.length, userId: person.id })
  }
  return found
}

/**
 * Who is meant by the `@names` of a text. Of two people with one name, those whom the writer chose are meant; where none
 * was chosen, nobody is, since a guess would tell the wrong person.
 */
export function mentionedIn(body: string, people: readonly PersonName[], chosen: readonly string[]): string[] {
  const ids = new Set<string>()
  for (const { start, end } of findNames(body, people)) {
    const name = body.slice(start + 1, end).toLowerCase()
    const named = people.filter((person) => person.name.toLowerCase() === name)
    const meant = named.length === 1 ? named : named.filter((person) => chosen.includes(person.id))
    for (const person of meant) ids.add(person.id)
  }
  return [...ids]
}

/**
 * A comment as it is shown: words, names of people who were mentioned, and addresses of this site. Other addresses stay
 * words, so that nobody is led away by a comment.
 * @param origin of this site, such as `https://maquette.example.com`.
 */
export function commentParts(body: string, mentioned: readonly PersonName[], origin: string): CommentPart[] {
  const marks: { start: number; end: number; part: CommentPart }[] = findNames(body, mentioned).map(({ start, end, userId }) => ({
    start,
    end,
    part: { kind: 'mention', text: body.slice(start, end), userId },
  }))
  for (const match of body.matchAll(ADDRESS)) {
    const text = match[0].replace(TRAILING, '')
    const href = pathOnSite(text, origin)
    if (href) marks.push({ start: match.index, end: match.index + text.length, part: { kind: 'link', text, href } })
  }
  const parts: CommentPart[] = []
  let done = 0
  for (const { start, end, part } of marks.sort((a, b) => a.start - b.start)) {
    if (start < done) continue
    if (start > done) parts.push({ kind: 'text', text: body.slice(done, start) })
    parts.push(part)
    done = end
  }
  if (done < body.length) parts.push({ kind: 'text', text: body.slice(done) })
  return parts
}

function pathOnSite(text: string, origin: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && url.origin === origin && url.username === '' ? `${url.pathname}${url.search}${url.hash}` : null
}

/** The name that is being written after an `@` just before the caret, or null. A name may hold two spaces. */
export function mentionQuery(body: string, caret: number): { start: number; query: string } | null {
  const start = body.lastIndexOf('@', caret - 1)
  if (start < 0 || (start > 0 && WORD.test(body[start - 1] ?? ''))) return null
  const query = body.slice(start + 1, caret)
  return query.length <= 60 && !query.includes('\n') && query.split(' ').length <= 3 ? { start, query } : null
}
