import { env } from './env'

export type HostedSettings = { baseUrl: string; apiKey: string | null; model: string }

/**
 * The OpenAI-compatible image server of this installation, or null when none is set up. It comes from the environment
 * alone: nothing that a user can change reaches it. A local server may need no key.
 */
export function hostedSettings(): HostedSettings | null {
  const { OPENAI_COMPATIBLE_BASE_URL: baseUrl, OPENAI_COMPATIBLE_API_KEY: apiKey, OPENAI_COMPATIBLE_MODEL: model } = env()
  if (!baseUrl || !model) return null
  return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey: apiKey ?? null, model }
}
