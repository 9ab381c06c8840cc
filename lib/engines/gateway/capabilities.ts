import { type Capabilities, HOSTED } from '@/lib/domain/capabilities'

const GATEWAY: Capabilities = {
  ...HOSTED,
  id: 'gateway',
  family: 'gateway',
  label: 'AI Gateway',
  description: 'One key for the image models of many providers, through Vercel’s AI Gateway.',
}

/** Those of OpenAI take a size and a mask, and no seed. */
export const isOpenAi = (model: string): boolean => model.startsWith('openai/')

/** @param model with its provider before a slash, or null where none is set up. */
export function gateway(model: string | null): Capabilities {
  if (!model) return GATEWAY
  return { ...GATEWAY, label: `AI Gateway (${model})`, mask: isOpenAi(model), seed: !isOpenAi(model) }
}
