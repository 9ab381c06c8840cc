import { COLORS } from '../look/vocabulary/colors'
import { FINISH_WORDS, MATERIAL_WORDS } from '../look/vocabulary/materials'
import type { Phrase } from '../look/vocabulary/phrase'
import { PHRASES } from '../look/vocabulary/phrases'

export type GuideWords = { title: string; text: string; words: readonly string[] }

const first = (phrase: Phrase): string => phrase.words[0] ?? phrase.label

const ofKind = (kind: Phrase['kind']): string[] => PHRASES.filter((phrase) => phrase.kind === kind).map(first)

/**
 * What Studio reads, in the words that it reads: taken from its vocabulary, so the guide cannot promise anything else. Of the
 * many ways to say a thing each stands here once.
 */
export const GUIDE_WORDS: readonly GuideWords[] = [
  { title: 'Light', text: 'A time of day first, then how the shadows fall and where the light comes from.', words: ofKind('light') },
  {
    title: 'Materials',
    text: 'Before the name of an object, as in “brass lamp”. Colours and finishes go in front: “dark green velvet armchair”.',
    words: Object.values(MATERIAL_WORDS).flatMap((words) => words.slice(0, 1)),
  },
  { title: 'Finishes', text: 'How the surface catches the light.', words: Object.values(FINISH_WORDS).flatMap((words) => words.slice(0, 1)) },
  {
    title: 'Behind',
    text: 'A sky, or a backdrop of any colour: “pale pink background”, “seamless backdrop”, “blue to pink gradient”.',
    words: ofKind('backdrop'),
  },
  { title: 'Focus', text: 'What is sharp. Name an object to set the focus on it.', words: ofKind('focus') },
  { title: 'Finish of the picture', text: 'Like film and paper, at the very end.', words: [...ofKind('grade'), ...ofKind('style')] },
]

/** Every colour by name, with how it looks. */
export const GUIDE_COLORS: readonly { name: string; hex: string }[] = Object.entries(COLORS).map(([name, hex]) => ({ name, hex }))
