/**
 * Things that a prompt names exactly. In the text a mention is an `@` and a name:
 *
 *     @Vase              one word of letters, digits, `_` and `-`
 *     @"Tall vase"       any other name; `\"` and `\\` stand for a quote and a backslash in it
 *     @Reference 2       what lies in slot 2 or 3
 *
 * An `@` inside a word, as in an address, is no mention, and neither is one that nothing follows.
 */
export type Mention = { start: number; end: number } & ({ kind: 'object'; name: string } | { kind: 'reference'; slot: 2 | 3 })

export type MentionedObject = { id: string; name: string }

const MENTION = /(?<![\p{L}\p{N}_])@(?:reference\s?([23])(?![\p{L}\p{N}_])|"((?:[^"\\\n]|\\["\\])+)"|([\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*))/giu
const BARE = /^[\p{L}\p{N}_]+(?:-[\p{L}\p{N}_]+)*$/u

/** All mentions of a prompt, in order. Offsets are UTF-16, the end exclusive. */
export function findMentions(prompt: string): Mention[] {
  return [...prompt.matchAll(MENTION)].map((match) => {
    const span = { start: match.index, end: match.index + match[0].length }
    const [, slot, quoted, bare = ''] = match
    if (slot !== undefined) return { ...span, kind: 'reference', slot: slot === '2' ? 2 : 3 }
    return { ...span, kind: 'object', name: quoted === undefined ? bare : quoted.replace(/\\(["\\])/gu, '$1') }
  })
}

/** How an object is written in a prompt. Every name that {@link findMentions} would take for something else is quoted. */
export function mentionOf(name: string): string {
  const plain = name.replace(/\s+/gu, ' ').trim()
  if (BARE.test(plain) && !/^reference/iu.test(plain)) return `@${plain}`
  return `@"${plain.replace(/["\\]/gu, '\\$&')}"`
}

export const referenceMention = (slot: 2 | 3): string => `@Reference ${slot}`

const normal = (name: string): string => name.replace(/\s+/gu, ' ').trim()

/**
 * The objects that have exactly this name: several where a scene uses a name twice, none where it was renamed or deleted.
 * Capitals matter only where names differ in nothing else.
 */
export function objectsNamed<T extends MentionedObject>(name: string, objects: readonly T[]): T[] {
  const wanted = normal(name)
  const same = objects.filter((object) => normal(object.name) === wanted)
  if (same.length > 0) return same
  const folded = wanted.toLowerCase()
  return objects.filter((object) => normal(object.name).toLowerCase() === folded)
}

/** What a mention becomes in the words of a model. */
export type MentionWords = {
  /** An object that is there. */
  object: (name: string) => string
  /** A reference that is sent as the image with this number, counted from 1. */
  image: (number: number) => string
  /** A name that stands for nothing in this request. */
  missing: (name: string) => string
}

/** For models that read English and are sent the references as numbered images. */
export const PLAIN_WORDS: MentionWords = {
  object: (name) => `the object named “${name}”`,
  image: (number) => `image ${number}`,
  missing: (name) => name,
}

export type MentionTargets = {
  /** The objects of the scene; empty where the canvas is not sent. */
  objects: readonly MentionedObject[]
  /** The references that are sent, and the number of each among all images of the request. */
  references: readonly { slot: 2 | 3; image: number }[]
  words?: MentionWords
}

/** A prompt as a model gets it that knows nothing of mentions: each becomes words. A prompt without mentions stays as it is. */
export function compileMentions(prompt: string, { objects, references, words = PLAIN_WORDS }: MentionTargets): string {
  let compiled = ''
  let done = 0
  for (const mention of findMentions(prompt)) {
    compiled = joined(compiled + prompt.slice(done, mention.start), wordsFor(mention, objects, references, words))
    done = mention.end
  }
  return compiled + prompt.slice(done)
}

/** "The @Vase" has its article already, and so have the words that stand for it. */
function joined(before: string, words: string): string {
  const article = /(?<![\p{L}\p{N}_])(the|an?)\s+$/iu.exec(before)
  if (!article || !words.startsWith('the ')) return before + words
  const capital = /^[TA]/u.test(article[0])
  return before.slice(0, article.index) + (capital ? `T${words.slice(1)}` : words)
}

function wordsFor(mention: Mention, objects: MentionTargets['objects'], references: MentionTargets['references'], words: MentionWords): string {
  if (mention.kind === 'reference') {
    const sent = references.find(({ slot }) => slot === mention.slot)
    return sent ? words.image(sent.image) : words.missing(`reference ${mention.slot}`)
  }
  const [found] = objectsNamed(mention.name, objects)
  return found ? words.object(normal(found.name)) : words.missing(normal(mention.name))
}

/**
 * The name that is being written after an `@` just before the caret, without its opening quote, or null. Once a quote is
 * closed the mention is finished.
 */
export function mentionBeingWritten(prompt: string, caret: number): { start: number; query: string } | null {
  const start = prompt.lastIndexOf('@', caret - 1)
  if (start < 0 || (start > 0 && /[\p{L}\p{N}_]/u.test(prompt[start - 1] ?? ''))) return null
  const written = prompt.slice(start + 1, caret)
  const query = written.replace(/^"/u, '')
  const open = query.length <= 60 && !/["\n]/u.test(query) && query.split(' ').length <= (written === query ? 3 : 6)
  return open ? { start, query } : null
}
