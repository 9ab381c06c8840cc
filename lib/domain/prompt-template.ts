import { z } from 'zod'
import { PROMPT_LENGTH_MAX } from './generation'
import { isStorableText, NOT_STORABLE } from './text'

/**
 * A prompt that is kept to be used again. Where a word is chosen each time it has a variable in double braces, with a
 * suggestion or without: `{{object}} in {{material: brass}}`. Single braces with bars are several prompts at once, and
 * mean nothing here.
 */
export type PromptTemplate = { name: string; body: string }

/** A prompt of a team's library. */
export type TeamPrompt = PromptTemplate & { id: string /** Null for somebody who has left. */; createdByName: string | null; updatedAtMs: number }

export const PROMPT_NAME_LENGTH_MAX = 80

export const promptTemplateSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'Give the prompt a name.')
    .max(PROMPT_NAME_LENGTH_MAX, `A name has at most ${PROMPT_NAME_LENGTH_MAX} characters.`)
    .refine(isStorableText, NOT_STORABLE),
  body: z
    .string()
    .trim()
    .min(1, 'Write the prompt.')
    .max(PROMPT_LENGTH_MAX, `A prompt has at most ${PROMPT_LENGTH_MAX.toLocaleString('en')} characters.`)
    .refine(isStorableText, NOT_STORABLE),
})

export type PromptVariable = {
  /** As it is first written. */
  name: string
  /** The same for every way of writing it; under it stands the value. */
  key: string
  suggestion: string
}

const VARIABLE = /\{\{\s*(\p{L}[\p{L}\p{N} _-]{0,39}?)\s*(?::\s*([^{}\n]{0,200}?)\s*)?\}\}/gu

const keyOf = (name: string): string => name.toLowerCase().replace(/[\s_-]+/gu, ' ')

/** The variables of a template in the order of the text, each once. The first suggestion counts. */
export function variablesOf(body: string): PromptVariable[] {
  const found = new Map<string, PromptVariable>()
  for (const [, name = '', suggestion = ''] of body.matchAll(VARIABLE)) {
    const key = keyOf(name)
    const known = found.get(key)
    if (!known) found.set(key, { name, key, suggestion })
    else if (known.suggestion === '') known.suggestion = suggestion
  }
  return [...found.values()]
}

/** A filled template as it is shown: its words, what was filled in, and the names of what is still open. */
export type FilledPart = { kind: 'text' | 'filled' | 'open'; text: string }

/** @param values by the key of the variable; a value of blanks leaves it open. */
export function fillParts(body: string, values: Readonly<Record<string, string>>): FilledPart[] {
  const parts: FilledPart[] = []
  let done = 0
  for (const match of body.matchAll(VARIABLE)) {
    const name = match[1] ?? ''
    const value = values[keyOf(name)]?.trim() ?? ''
    if (match.index > done) parts.push({ kind: 'text', text: body.slice(done, match.index) })
    parts.push(value === '' ? { kind: 'open', text: name } : { kind: 'filled', text: value })
    done = match.index + match[0].length
  }
  if (done < body.length) parts.push({ kind: 'text', text: body.slice(done) })
  return parts
}

/** The prompt that a template gives, or null while a variable is open. */
export function fillTemplate(body: string, values: Readonly<Record<string, string>>): string | null {
  const parts = fillParts(body, values)
  return parts.some(({ kind }) => kind === 'open') ? null : parts.map(({ text }) => text).join('')
}

/** Those that hold every word of a query in their name or text; an empty query finds all. */
export function searchTemplates<T extends PromptTemplate>(templates: readonly T[], query: string): T[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean)
  return templates.filter(({ name, body }) => words.every((word) => `${name}\n${body}`.toLowerCase().includes(word)))
}
