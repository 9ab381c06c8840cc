/** Accounts elsewhere that can sign a person in, with their names as their owners write them. */
export const SIGN_IN_PROVIDERS = { github: 'GitHub', google: 'Google' } as const
export type SignInProvider = keyof typeof SIGN_IN_PROVIDERS
export const isSignInProvider = (value: unknown): value is SignInProvider => typeof value === 'string' && Object.hasOwn(SIGN_IN_PROVIDERS, value)

/** How somebody came in, as the audit log keeps it. */
export type SignInMethod = 'password' | 'magic-link' | SignInProvider

/**
 * What the first factor leads to: a session, or the question for a code. Until that is answered the person is known and
 * not yet signed in.
 */
export type SignInOutcome =
  | { kind: 'signed_in'; userId: string; sessionId: string }
  | { kind: 'needs_code'; userId: string; sessionId?: undefined; method: SignInMethod }
