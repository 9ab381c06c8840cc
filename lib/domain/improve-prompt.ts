import { z } from 'zod'
import { PROMPT_LENGTH_MAX, promptSchema } from './generation'
import { idSchema } from './ids'
import { findMentions } from './mentions'

/** What the panel sends to have a prompt rewritten. */
export const improveRequestSchema = z.strictObject({
  teamId: idSchema,
  prompt: promptSchema.refine((text) => text.trim() !== '', 'Write a prompt first.'),
  /** Whether Studio reads the prompt: it understands light, materials, backdrop, lens and mood, and adds nothing to a scene. */
  readsPrompt: z.boolean(),
})
export type ImproveRequest = z.infer<typeof improveRequestSchema>

export type Improvement = { ok: true; prompt: string } | { ok: false; message: string }

/** Choices such as `{oak|walnut}` and variables such as `{{material}}`: they mean something to us alone. */
const BRACES = /\{\{[^{}\n]*\}\}|\{[^{}]*\|[^{}]*\}/gu

/**
 * What a language model made of a prompt, if it can be taken: every mention, choice and variable of the prompt has to be
 * in it, and nothing that names what the prompt did not.
 */
export function checkImproved(before: string, answer: string): Improvement {
  const prompt = bare(answer)
  if (prompt === '') return { ok: false, message: 'The language model gave no answer. Try again.' }
  if (prompt.length > PROMPT_LENGTH_MAX) return { ok: false, message: 'The language model wrote more than a prompt can hold. Try again.' }
  const [had, has] = [marksOf(before), marksOf(prompt)]
  const lost = [...had].find((mark) => !has.has(mark))
  if (lost !== undefined) return { ok: false, message: `The language model left out ${lost}, so its prompt was not taken. Try again.` }
  const made = [...has].find((mark) => !had.has(mark))
  if (made !== undefined) return { ok: false, message: `The language model added ${made}, which you did not write. Try again.` }
  return { ok: true, prompt }
}

/** Models like to put an answer into quotes or a block of code. */
function bare(answer: string): string {
  const text = answer
    .trim()
    .replace(/^```\w*\n([\s\S]*)\n```$/u, '$1')
    .trim()
  const quoted = /^(?:"([\s\S]*)"|“([\s\S]*)”)$/u.exec(text)
  const inside = quoted?.[1] ?? quoted?.[2]
  // A text that begins and ends with two different quotations is none itself.
  return inside !== undefined && !/["“”]/u.test(inside) ? inside.trim() : text
}

/** The mentions and braces of a prompt, each in one way of writing. */
function marksOf(prompt: string): Set<string> {
  const mentions = findMentions(prompt).map((mention) =>
    mention.kind === 'reference' ? `@Reference ${mention.slot}` : prompt.slice(mention.start, mention.end).toLowerCase(),
  )
  return new Set([...mentions, ...(prompt.match(BRACES) ?? [])])
}
