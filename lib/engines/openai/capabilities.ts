import type { ImageSize } from '@/lib/domain/aspect-ratio'
import { type Capabilities, HOSTED } from '@/lib/domain/capabilities'

const OPENAI: Capabilities = {
  ...HOSTED,
  id: 'openai',
  family: 'openai',
  label: 'GPT Image',
  description: 'OpenAI’s image models. Takes the canvas, references and masks, and follows long prompts.',
  sizes: [512, 768, 1024, 1536, 2048],
  qualities: ['draft', 'standard', 'high'],
  mask: true,
}

/** The first generation makes three sizes; later ones any within limits. */
export const hasThreeSizes = (model: string): boolean => /^(gpt-image-1|chatgpt-image)/.test(model)

const UP_TO_1536: readonly ImageSize[] = [512, 768, 1024, 1536]

/** @param model as the provider names it, or null where none is set up. */
export function openAi(model: string | null): Capabilities {
  if (!model) return OPENAI
  return { ...OPENAI, label: `GPT Image (${model})`, sizes: hasThreeSizes(model) ? UP_TO_1536 : OPENAI.sizes }
}
