import { z } from 'zod'

/** What asking a provider about a key can come to. */
export const KEY_TEST_RESULTS = ['works', 'refused', 'no_quota', 'unreachable', 'busy', 'unclear'] as const
export type KeyTestResult = (typeof KEY_TEST_RESULTS)[number]

/** The families that take a key, in the order of the page. */
export const KEY_FAMILIES = ['google', 'openai', 'gateway', 'black-forest-labs', 'fal', 'replicate'] as const
export type KeyFamily = (typeof KEY_FAMILIES)[number]
export const keyFamilySchema = z.enum(KEY_FAMILIES)

/** How a family is called, where one gets its key, and the provider's own words for it. */
export const KEY_FAMILY_WORDS: Record<KeyFamily, { label: string; note: string; site: string }> = {
  google: { label: 'Google', note: 'Gemini image models', site: 'https://aistudio.google.com/apikey' },
  openai: { label: 'OpenAI', note: 'GPT image models', site: 'https://platform.openai.com/api-keys' },
  gateway: { label: 'AI Gateway', note: 'Models of many providers through Vercel', site: 'https://vercel.com/dashboard' },
  'black-forest-labs': { label: 'Black Forest Labs', note: 'FLUX', site: 'https://dashboard.bfl.ai' },
  fal: { label: 'fal', note: 'Many open and closed models', site: 'https://fal.ai/dashboard/keys' },
  replicate: { label: 'Replicate', note: 'Many open and closed models', site: 'https://replicate.com/account/api-tokens' },
}

/** Providers' keys are printable ASCII without spaces; more is a slip of the hand, and a line break would break the request. */
export const providerKeySchema = z
  .string()
  .trim()
  .min(8, 'This is too short for a key. Paste the whole key.')
  .max(500, 'This is too long for a key. Paste the key alone.')
  .regex(/^[\x21-\x7e]+$/, 'A key has no spaces and no line breaks. Paste the key alone.')

/** One family as the page shows it. The key itself is never among it. */
export type EngineKeyView = {
  family: KeyFamily
  /** Whose key counts; `unreadable` is one of the team's that was sealed with another secret. */
  source: 'team' | 'installation' | 'none' | 'unreadable'
  /** Of the team's key: whoever may not manage keys sees none of it. */
  own: { lastFour: string; setByName: string | null; setAtMs: number; testedAtMs: number | null; testResult: KeyTestResult | null } | null
}

/** What a test came to, as a sentence that says what to do. */
export const KEY_TEST_WORDS: Record<KeyTestResult, string> = {
  works: 'The key works.',
  refused: 'The provider refused this key. Check that it was copied whole, was not revoked, and may be used for this API.',
  no_quota: 'The key is right, but there is no credit or quota left. Add some at the provider.',
  unreachable: 'The provider could not be reached. Check the network of this installation and try again.',
  busy: 'The provider is busy and did not look at the key. Try again in a minute.',
  unclear: 'The provider answered with something unexpected, so nothing is known of the key. Try again later.',
}
