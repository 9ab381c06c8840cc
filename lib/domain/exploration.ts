import { z } from 'zod'
import type { Capabilities } from './capabilities'
import { countWords } from './count-words'
import { type Reference, SEED_MAX } from './generation'
import { type Choice, countPrompts, expandChoices, readChoices } from './prompt-choices'

/** An exploration is one press of Generate that makes several generations, each with words, a strength or a seed of its own. */
export const EXPLORATION_CELLS_MAX = 8

export const EXPLORATION_KINDS = ['words', 'strength', 'seed'] as const
export type ExplorationKind = (typeof EXPLORATION_KINDS)[number]

const cellsSchema = z.number().int().max(EXPLORATION_CELLS_MAX)
const shareSchema = z.number().min(0).max(1)

/** What is tried in one exploration. */
export const exploreSchema = z.strictObject({
  /** How many seeds, counted up from the one in the settings. */
  seeds: cellsSchema.min(1),
  /** The strength of one reference, in equal steps from one end to the other, both included. */
  strength: z.strictObject({ slot: z.union([z.literal(2), z.literal(3)]), from: shareSchema, to: shareSchema, steps: cellsSchema.min(2) }).nullable(),
  /** Whether `{oak|walnut}` in the prompt stands for several prompts. */
  words: z.boolean(),
})
export type Explore = z.infer<typeof exploreSchema>

/** One image, and choices in the prompt read as such. */
export const NO_EXPLORATION: Explore = { seeds: 1, strength: null, words: true }

export type ExplorationInput<R extends Pick<Reference, 'slot' | 'strength'>> = {
  prompt: string
  /** Of the first image; null while it is still to be drawn. */
  seed: number | null
  references: readonly R[]
}

/** One image of an exploration. `label` says what differs from the others; it is empty for an only one. */
export type ExplorationCell<R> = { place: number; label: string; prompt: string; seed: number | null; references: readonly R[] }

/** `words`: "6 images: 3 wordings × 2 seeds". `count` is how many it would be, also when that is too many. */
export type ExplorationPlan<R> =
  | { ok: true; kinds: readonly ExplorationKind[]; cells: readonly ExplorationCell<R>[]; words: string }
  | { ok: false; count: number | null; message: string }

type Value<R> = { label: string; change: (cell: ExplorationCell<R>) => Partial<ExplorationCell<R>> }
type Axis<R> = { kind: ExplorationKind; values: readonly Value<R>[] }

const NOUNS: Record<ExplorationKind, string> = { words: 'wordings', strength: 'strengths', seed: 'seeds' }

/**
 * What one press of Generate will make, in the order of the grid. What is tried with the most values changes fastest, so
 * that a column of the grid has one value. The panel shows it and the server makes it, both from this function.
 */
export function planExploration<R extends Pick<Reference, 'slot' | 'strength'>>(input: ExplorationInput<R>, explore: Explore): ExplorationPlan<R> {
  const choices = explore.words ? readChoices(input.prompt) : { ok: true as const, parts: [input.prompt] }
  if (!choices.ok) return { ...choices, count: null }
  const { strength } = explore
  if (strength && !input.references.some(({ slot }) => slot === strength.slot)) {
    return { ok: false, count: null, message: `Slot ${strength.slot} holds no reference whose strength could be tried.` }
  }
  const strengths = strength ? strengthSteps(strength) : []
  if (strength && strengths.length < strength.steps) {
    return { ok: false, count: null, message: 'The strengths lie too close together. Move the ends apart, or try fewer.' }
  }
  const counts: [ExplorationKind, number][] = [
    ['words', countPrompts(choices.parts)],
    ['strength', Math.max(1, strengths.length)],
    ['seed', explore.seeds],
  ]
  const tried = counts.filter(([, count]) => count > 1)
  const count = counts.reduce((product, [, each]) => product * each, 1)
  const words = sentence(count, tried)
  if (count > EXPLORATION_CELLS_MAX) return { ok: false, count, message: `${words}. At most ${EXPLORATION_CELLS_MAX} can be made at once.` }

  const axes: Record<ExplorationKind, Axis<R>> = {
    words: { kind: 'words', values: wordings(choices.parts) },
    strength: { kind: 'strength', values: strength ? strengths.map((value) => strengthValue(strength.slot, value)) : [] },
    seed: { kind: 'seed', values: Array.from({ length: explore.seeds }, (_, i) => seedValue(input.seed, i, explore.seeds)) },
  }
  const first: ExplorationCell<R> = { place: 0, label: '', prompt: firstPrompt(choices.parts), seed: input.seed, references: input.references }
  const order = tried.toSorted(([, a], [, b]) => a - b).map(([kind]) => axes[kind])
  const combined = order.reduce<ExplorationCell<R>[]>(
    (cells, { values }) => cells.flatMap((cell) => values.map((value) => ({ ...cell, ...value.change(cell), label: joined(cell.label, value.label) }))),
    [first],
  )
  return { ok: true, kinds: tried.map(([kind]) => kind), cells: combined.map((cell, place) => ({ ...cell, place })), words }
}

/** Why an engine cannot try this, as a sentence for the user, or null when it can. */
export const whyNotExplore = ({ label, seed }: Pick<Capabilities, 'label' | 'seed'>, { seeds }: Pick<Explore, 'seeds'>): string | null =>
  seeds > 1 && !seed ? `${label} takes no seed, so seeds cannot be tried with it.` : null

/** Hundredths, so that a label says all of a strength. */
const strengthSteps = ({ from, to, steps }: { from: number; to: number; steps: number }): number[] => [
  ...new Set(Array.from({ length: steps }, (_, i) => Math.round((from + ((to - from) * i) / (steps - 1)) * 100) / 100)),
]

const wordings = <R>(parts: readonly (string | Choice)[]): Value<R>[] =>
  countPrompts(parts) > EXPLORATION_CELLS_MAX
    ? []
    : expandChoices(parts).map(({ prompt, chosen }) => ({ label: chosen.map((option) => option || 'none').join(', '), change: () => ({ prompt }) }))

const firstPrompt = (parts: readonly (string | Choice)[]): string =>
  expandChoices(parts.map((part) => (typeof part === 'string' ? part : part.slice(0, 1))))[0]?.prompt ?? ''

const strengthValue = <R extends Pick<Reference, 'slot' | 'strength'>>(slot: 2 | 3, value: number): Value<R> => ({
  label: `Strength ${Math.round(value * 100)}%`,
  change: ({ references }) => ({ references: references.map((reference) => (reference.slot === slot ? { ...reference, strength: value } : reference)) }),
})

function seedValue<R>(first: number | null, i: number, of: number): Value<R> {
  const seed = first === null ? null : (first + i) % (SEED_MAX + 1)
  return { label: seed === null ? `Seed ${i + 1} of ${of}` : `Seed ${seed}`, change: () => ({ seed }) }
}

const joined = (before: string, label: string): string => (before === '' ? label : `${before} · ${label}`)

function sentence(count: number, tried: readonly [ExplorationKind, number][]): string {
  const images = count === 1 ? '1 image' : `${countWords(count)} images`
  return tried.length === 0 ? images : `${images}: ${tried.map(([kind, each]) => `${countWords(each)} ${NOUNS[kind]}`).join(' × ')}`
}
