/**
 * Choices in a prompt: `{oak|walnut|ash} table` stands for three prompts. Several braces multiply. An option may be empty,
 * which leaves the place empty: `a {|red} chair`. A backslash before `{`, `}`, `|` or `\` makes it plain text. Braces without
 * `|` are plain text, so that a prompt written as JSON stays as it is, and so are the variables of the prompt library, `{{x}}`.
 */
export type Choice = readonly string[]
export type PromptChoices = { ok: true; parts: readonly (string | Choice)[] } | { ok: false; message: string }

const ESCAPABLE = '{}|\\'
const VARIABLE = /\{\{[^{}]*\}\}/y
/** How much of an unreadable brace is quoted back. */
const QUOTED_MAX = 24

/** Splits a prompt into plain text and choices; a choice lists its different options in order, trimmed. */
export function readChoices(prompt: string): PromptChoices {
  // Backslashes have other uses too, as in the mention of a name with quotes; they are escapes only where there is something to escape.
  if (!/[{}|]/.test(prompt)) return { ok: true, parts: [prompt] }
  const parts: (string | Choice)[] = []
  let text = ''
  for (let at = 0; at < prompt.length; ) {
    const token = tokenAt(prompt, at)
    if (token.text !== '{') {
      text += plain(token.text)
      at += token.text.length
      continue
    }
    const brace = readBrace(prompt, at)
    if (typeof brace === 'string') return { ok: false, message: brace }
    if (brace === null) {
      text += '{'
      at += 1
      continue
    }
    const [only, ...others] = brace.options
    if (others.length === 0) text += only ?? ''
    else {
      if (text !== '') parts.push(text)
      text = ''
      parts.push(brace.options)
    }
    at = brace.end
  }
  if (text !== '') parts.push(text)
  return { ok: true, parts }
}

/** Every prompt that choices stand for, the last brace changing fastest. Ask {@link countPrompts} first: this may be very many. */
export function expandChoices(parts: readonly (string | Choice)[]): { prompt: string; chosen: readonly string[] }[] {
  return parts
    .reduce<{ prompt: string; chosen: readonly string[] }[]>(
      (all, part) =>
        typeof part === 'string'
          ? all.map(({ prompt, chosen }) => ({ prompt: prompt + part, chosen }))
          : all.flatMap(({ prompt, chosen }) => part.map((option) => ({ prompt: prompt + option, chosen: [...chosen, option] }))),
      [{ prompt: '', chosen: [] }],
    )
    .map(({ prompt, chosen }) => ({ prompt: chosen.includes('') ? closeGaps(prompt) : prompt, chosen }))
}

export const countPrompts = (parts: readonly (string | Choice)[]): number =>
  parts.reduce((product, part) => (typeof part === 'string' ? product : product * part.length), 1)

/**
 * The prompt as often as its longest choice has options: in each text one option of every choice stands where it is written, and
 * the others, the braces and the bars are spaces. So each option is read together with the words around it, and every character
 * that is left keeps its place.
 */
export function readableChoices(prompt: string): string[] {
  const choices = readChoices(prompt)
  if (!choices.ok || choices.parts.every((part) => typeof part === 'string')) return [prompt]
  const spans = optionSpans(prompt)
  const most = Math.max(...spans.map(({ options }) => options.length))
  return Array.from({ length: most }, (_, turn) =>
    spans.reduce((text, { start, end, options }) => {
      const shown = options[Math.min(turn, options.length - 1)] ?? { start, end: start }
      const blank = (from: number, to: number): string => ' '.repeat(to - from)
      return text.slice(0, start) + blank(start, shown.start) + text.slice(shown.start, shown.end) + blank(shown.end, end) + text.slice(end)
    }, prompt),
  )
}

type Span = { start: number; end: number }

/** Where each choice stands with its braces, and each of its options. Only for prompts whose choices can be read. */
function optionSpans(prompt: string): (Span & { options: Span[] })[] {
  const spans: (Span & { options: Span[] })[] = []
  for (let at = 0; at < prompt.length; ) {
    const { text } = tokenAt(prompt, at)
    const choice = text === '{' ? readBrace(prompt, at) : null
    if (choice === null || typeof choice === 'string') {
      at += text.length
      continue
    }
    const options: Span[] = []
    let from = at + 1
    for (let inside = from; inside < choice.end; ) {
      const { text: token } = tokenAt(prompt, inside)
      if (token === '|' || inside === choice.end - 1) {
        options.push({ start: from, end: inside })
        from = inside + 1
      }
      inside += token.length
    }
    spans.push({ start: at, end: choice.end, options })
    at = choice.end
  }
  return spans
}

/** One character, or what counts as one: an escape, or a variable with its braces. */
function tokenAt(prompt: string, at: number): { text: string } {
  const next = prompt[at + 1]
  if (prompt[at] === '\\' && next !== undefined && ESCAPABLE.includes(next)) return { text: `\\${next}` }
  VARIABLE.lastIndex = at
  return { text: VARIABLE.exec(prompt)?.[0] ?? prompt[at] ?? '' }
}

const plain = (token: string): string => (token.length === 2 && token.startsWith('\\') ? token.slice(1) : token)

/** What begins with the brace at `start`: a choice, null where it is plain text, or a sentence on why it cannot be read. */
function readBrace(prompt: string, start: number): { options: Choice; end: number } | string | null {
  const options = ['']
  let depth = 1
  let nested = false
  for (let at = start + 1; at < prompt.length; ) {
    const { text } = tokenAt(prompt, at)
    at += text.length
    if (text === '{') {
      depth += 1
      nested = true
    } else if (text === '}') {
      depth -= 1
      if (depth === 0) {
        if (options.length === 1) return null
        if (nested) return `Choices inside choices cannot be read: ${quote(prompt, start)}. Write them in one pair of braces.`
        return { options: [...new Set(options.map((option) => option.trim()))], end: at }
      }
    } else if (text === '|') options.push('')
    else options[options.length - 1] += plain(text)
  }
  return options.length === 1 ? null : `A brace is left open: ${quote(prompt, start)}. Close it with }.`
}

const quote = (prompt: string, start: number): string => {
  const rest = prompt.slice(start)
  return `“${rest.length > QUOTED_MAX ? `${rest.slice(0, QUOTED_MAX)}…` : rest}”`
}

/** Mends the spaces around an option that was left empty. */
const closeGaps = (prompt: string): string =>
  prompt
    .replace(/ {2,}/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1')
    .replace(/^[ ,]+/, '')
    .trim()
