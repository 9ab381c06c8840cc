import { compileMentions, PLAIN_WORDS } from '@/lib/domain/mentions'
import type { EngineRequest } from '../contract'

/**
 * The prompt for a model that knows nothing of mentions.
 * @param imagesBefore how many pictures are sent before the references, which follow in the order of their slots; null
 * where the model has no numbered pictures.
 * @param noun what the model calls them.
 */
export function promptInWords(
  { prompt, canvas, references }: Pick<EngineRequest, 'prompt' | 'canvas' | 'references'>,
  imagesBefore: number | null,
  noun: 'image' | 'picture' = 'image',
): string {
  const objects = canvas ? canvas.scene.order.flatMap((id) => ({ id, name: canvas.scene.nodes[id]?.name ?? '' })) : []
  const numbered = imagesBefore === null ? [] : references.map(({ slot }, i) => ({ slot, image: imagesBefore + i + 1 }))
  return compileMentions(prompt, { objects, references: numbered, words: { ...PLAIN_WORDS, image: (n) => `${noun} ${n}` } })
}
