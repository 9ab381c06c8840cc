import { providerSettings } from '../engine-settings'
import { env } from '../env'

export const LANGUAGE_FAMILIES = ['google', 'openai', 'openai-compatible'] as const
export type LanguageFamily = (typeof LANGUAGE_FAMILIES)[number]

export type LanguageModelSettings = {
  family: LanguageFamily
  model: string
  /** A local server may need none. */
  apiKey: string | null
  /** Null for the address that the provider is known by. */
  baseUrl: string | null
}

type KeyedFamily = Exclude<LanguageFamily, 'openai-compatible'>

/**
 * The language model to ask, or null where none is set up. `PROMPT_MODEL` says `family/model`; key and address are those
 * that the family's images are made with.
 * @param keyOf The key that counts for a family; the installation's unless told otherwise.
 */
export function languageModelSettings(
  keyOf: (family: KeyedFamily) => string | null = (family) => providerSettings(family)?.apiKey ?? null,
): LanguageModelSettings | null {
  const { PROMPT_MODEL: named, OPENAI_COMPATIBLE_API_KEY, OPENAI_COMPATIBLE_BASE_URL } = env()
  const slash = named?.indexOf('/') ?? -1
  if (!named || slash < 1) return null
  const family = LANGUAGE_FAMILIES.find((each) => each === named.slice(0, slash))
  const model = named.slice(slash + 1)
  if (family === 'openai-compatible') {
    return OPENAI_COMPATIBLE_BASE_URL
      ? { family, model, apiKey: OPENAI_COMPATIBLE_API_KEY ?? null, baseUrl: OPENAI_COMPATIBLE_BASE_URL.replace(/\/+$/, '') }
      : null
  }
  const apiKey = family ? keyOf(family) : null
  return family && apiKey ? { family, model, apiKey, baseUrl: null } : null
}
