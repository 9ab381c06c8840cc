import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { createAuth, type GrantedSession } from '@/lib/auth/create-auth'
import { actorForSession, type UserActor } from '@/lib/data/actor'
import { SESSION_DAYS } from '@/lib/data/sessions/live-session'
import { endSession, signInWithPassword } from '@/lib/data/sessions/mutations'
import { AppError } from '@/lib/domain/errors'
import type { SignInOutcome, SignInProvider } from '@/lib/domain/sign-in'
import { env, oauthApps } from '@/lib/platform/env'
import { log, reportError } from '@/lib/platform/log'
import { arriveFromProvider } from './arrive-from-provider'
import { clientOf, originOf, visitorOf } from './client'
import { rememberFirstHalf } from './half-signed-in'
import { isSecure } from './secure-cookie'

/** Hands a session that was opened in this request to Auth.js, which makes the cookie of it. */
const granting = new AsyncLocalStorage<GrantedSession>()

/** Auth.js joined to the product's own accounts and sessions. */
const authJs = createAuth({
  secret: () => env().AUTH_SECRET,
  sessionDays: SESSION_DAYS,
  secure: async () => isSecure(await headers()),
  granted: () => granting.getStore(),
  oauthApps,
  fetch: (...request) => fetch(...request),
  arrived: async (profile) => arriveFromProvider(profile, (await auth())?.sessionId),
  signOut: async (sessionId) => endSession(await actorForSession(sessionId, originOf(await headers()))),
  onDefect: (error) => {
    reportError(error, { where: 'Auth.js' })
  },
  onRefusal: (reason) => log.info('Auth.js refused a request', { reason }),
  onProviderFailure: (error) => log.warn('Signing in with an account elsewhere failed', { error }),
})

export const { handlers, auth, signOut } = authJs

/** Sets the cookie of a session that was just opened, and gives its person. For server actions. */
export async function enterSession(session: GrantedSession): Promise<UserActor> {
  await granting.run(session, () => authJs.signIn('credentials', { redirect: false }))
  const actor = await actorForSession(session.sessionId, originOf(await headers()))
  if (actor.kind !== 'user') throw new AppError('invalid', 'Signing in did not work. Try again.')
  return actor
}

/** Goes on after a first factor: signs in, or leads to the page that asks for a code, which goes on to `next` itself. */
export async function completeSignIn(outcome: SignInOutcome, next: Route | undefined): Promise<UserActor> {
  if (outcome.kind === 'signed_in') return enterSession(outcome)
  await rememberFirstHalf({ userId: outcome.userId, method: outcome.method, next })
  redirect('/sign-in/second-factor' as Route)
}

/**
 * Signs in with a password inside a server action, so that the action can go on in their name.
 * @throws AppError `invalid` when email and password do not match, `rate_limited`.
 */
export async function signInWithForm(credentials: { email: string; password: string }, next?: Route): Promise<UserActor> {
  const { email, password } = credentials
  const sent = await headers()
  return completeSignIn(await signInWithPassword(visitorOf(sent), { email, password, client: clientOf(sent) }), next)
}

/** The address at a provider where signing in with it begins. @throws AppError `unavailable` when it is not configured. */
export async function providerAddress(provider: SignInProvider, redirectTo: Route): Promise<string> {
  const isConfigured = oauthApps()[provider] !== undefined
  const address: unknown = isConfigured && (await authJs.signIn(provider, { redirect: false, redirectTo }))
  if (typeof address === 'string' && URL.canParse(address)) return address
  throw new AppError('unavailable', 'Signing in this way does not work at the moment. Try another way.')
}
