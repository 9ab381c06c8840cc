import { type Capabilities, HOSTED } from '@/lib/domain/capabilities'

/** Any server that speaks the OpenAI image API, by base URL and key. */
export const OPENAI_COMPATIBLE: Capabilities = {
  ...HOSTED,
  id: 'openai-compatible',
  family: 'openai-compatible',
  label: 'Hosted model',
  description: 'An OpenAI-compatible image server, set up by whoever runs this installation.',
}

/** @param model as the server knows it, which is the best name there is. */
export const openAiCompatible = (model: string | null): Capabilities => (model ? { ...OPENAI_COMPATIBLE, label: model } : OPENAI_COMPATIBLE)
