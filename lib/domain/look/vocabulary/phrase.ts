import type { Chip, Look } from '../look'

/** Words that mean one thing wherever they stand. `amount` is 1, less after "slightly", more after "very". */
export type Phrase = { label: string; kind: Chip['kind']; words: readonly string[]; apply: (look: Look, amount: number) => void }

export const phraseOf =
  (kind: Chip['kind']) =>
  (label: string, words: readonly string[], apply: Phrase['apply']): Phrase => ({ label, kind, words, apply })

export const clampSigned = (v: number): number => Math.min(1, Math.max(-1, v))
