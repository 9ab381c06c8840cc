import type { GenerationError } from './generation'

type Words = { title: string; advice: string }

const WORDS: Record<GenerationError['code'], Words> = {
  not_configured: { title: 'Engine not set up', advice: 'An owner or admin adds a key or a server.' },
  unsupported: { title: 'More than the engine can', advice: 'Choose another engine, size or ratio.' },
  rejected: { title: 'Refused by the provider', advice: 'Change the prompt or the references.' },
  rate_limited: { title: 'Provider too busy', advice: 'Tried again several times, then stopped. Try later.' },
  transient: { title: 'Provider did not answer', advice: 'Tried again several times, then stopped. Try later.' },
  maybe_charged: { title: 'Answer lost, perhaps charged', advice: 'Not sent again by itself. Look at the provider, then try again.' },
  internal: { title: 'Broke on our side', advice: 'Try again. If it happens again, tell whoever runs this installation.' },
}

/** Why generations failed, and what helps, in plain words. A code that nobody knows counts as a defect. */
export const failureWords = (code: string): Words => (code in WORDS ? WORDS[code as GenerationError['code']] : WORDS.internal)
