import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { createAuth, SignInRefused } from '@/lib/auth/create-auth'
import { actorForSession, anonymous, type UserActor } from '@/lib/data/actor'
import { endSession, SESSION_DAYS, signInWithPassword } from '@/lib/data/sessions/mutations'
import { AppError } from '@/lib/domain/errors'
import { env } from '@/lib/platform/env'
import { log, reportError } from '@/lib/platform/log'
import { clientOf } from './client'

/** Hands the session that Auth.js opened back to whoever asked for it within the same request. */
const opened = new AsyncLocalStorage<{ sessionId?: string }>()

/** Auth.js joined to the product's own accounts and sessions. */
const authJs = createAuth({
  secret: () => env().AUTH_SECRET,
  sessionDays: SESSION_DAYS,
  signIn: async ({ headers, ...credentials }) => {
    const session = await signInWithPassword(anonymous, { ...credentials, client: clientOf(headers) })
    const holder = opened.getStore()
    if (holder) holder.sessionId = session.sessionId
    return session
  },
  signOut: async (sessionId) => endSession(await actorForSession(sessionId)),
  isExpected: (error) => error instanceof AppError,
  onDefect: (error) => {
    reportError(error, { where: 'Auth.js' })
  },
  onRefusal: (reason) => log.info('Auth.js refused a request', { reason }),
})

export const { handlers, auth, signOut } = authJs

/**
 * Signs in inside a server action: sets the cookie and gives the person, so that the action can go on in their name.
 * @throws AppError `invalid` when email and password do not match, `rate_limited`.
 */
export async function signInWithForm(credentials: { email: string; password: string }): Promise<UserActor> {
  const holder: { sessionId?: string } = {}
  try {
    await opened.run(holder, () => authJs.signIn('credentials', { ...credentials, redirect: false }))
  } catch (error) {
    throw error instanceof SignInRefused ? error.reason : error
  }
  const actor = await actorForSession(holder.sessionId)
  if (actor.kind !== 'user') throw new AppError('invalid', 'Signing in did not work. Check what you typed and try again.')
  return actor
}
