import type { ReferenceRole } from '@/lib/domain/generation'
import type { EngineReference, EngineRequest } from '../contract'
import { promptInWords } from './prompt-in-words'

const TAKE: Record<ReferenceRole, string> = {
  style: 'its style, palette and mood, not its content',
  material: 'its materials and surfaces',
  environment: 'its surroundings and light',
  concept: 'its idea',
}

/** Models that follow a text have no number for a strength, so it is said. */
function howMuch(strength: number): string {
  if (strength < 0.34) return 'Take a hint of'
  return strength < 0.67 ? 'Take' : 'Closely take'
}

const ofReference = ({ role, strength }: EngineReference): string => `a reference. ${howMuch(strength)} ${TAKE[role]}`
const OF_CANVAS = 'a view of the 3D scene. Keep its objects, composition and camera'

type Asked = Pick<EngineRequest, 'prompt' | 'canvas' | 'references' | 'edit'>
export type Picture = { bytes: Uint8Array; mime: string }

/**
 * What a model that edits by words gets: the picture to change or the snapshot first, the references after it in the
 * order of their slots, and below the prompt a line on what each picture is for. The prompt of a change says itself what
 * happens to the picture, so that one has no line.
 * @param noun what the model calls its pictures.
 */
export function picturesAndWords(request: Asked, noun: 'image' | 'picture' = 'image'): { text: string; images: Picture[] } {
  const first = firstOf(request)
  const pictures = [...(first ? [first] : []), ...request.references.map((reference) => ({ ...reference, words: ofReference(reference) }))]
  const prompt = promptInWords(request, first ? 1 : 0, noun).trim() || standIn(request)
  return {
    text: [prompt, ...pictures.flatMap(({ words }, i) => (words ? [`${noun === 'image' ? 'Image' : 'Picture'} ${i + 1} is ${words}.`] : []))].join('\n'),
    images: pictures.map(({ bytes, mime }) => ({ bytes, mime })),
  }
}

function firstOf({ canvas, edit }: Asked): (Picture & { words: string | null }) | null {
  if (edit) return { bytes: edit.base, mime: 'image/png', words: null }
  return canvas ? { bytes: canvas.snapshot, mime: canvas.snapshotMime, words: OF_CANVAS } : null
}

/** The prompt for a model that gets no pictures to speak of, or what is wanted where there is none. */
export const promptAlone = (request: Asked): string => promptInWords(request, null).trim() || standIn(request)

/**
 * As {@link promptAlone}, for a model that paints what its words describe, led by depth or lines: told to change a picture, it
 * would paint those words, for it sees none, or has one under noise to begin with.
 */
export const promptForDepth = (request: Asked): string => promptAlone(request.edit ? { ...request, prompt: request.edit.description } : request)

const standIn = ({ canvas }: Asked): string =>
  canvas ? 'A photorealistic, finished picture of this scene.' : 'A finished picture in the spirit of the references.'

export const toDataUrl = ({ bytes, mime }: Picture): string => `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`
