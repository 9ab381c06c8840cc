import NextAuth, { AuthError, CredentialsSignin, type DefaultSession, type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { AppError } from '@/lib/domain/errors'
import { type OAuthApps, type OAuthProfile, oauthProviders, readOAuthProfile } from './oauth-providers'

declare module 'next-auth' {
  interface User {
    sessionId?: string
  }
  interface Session {
    sessionId?: string
    user?: DefaultSession['user']
  }
}

export type GrantedSession = { userId: string; sessionId: string }

/** What Auth.js needs from the rest of the product. Given from outside, so that this room knows no database. */
export type AuthDependencies = {
  secret: () => string | undefined
  sessionDays: number
  /** Whether this request came over HTTPS. */
  secure: () => Promise<boolean>
  /** The session that this request has opened by itself, by password, link or code. A request from outside has none. */
  granted: () => GrantedSession | undefined
  oauthApps: () => OAuthApps
  /** Makes calls to providers. */
  fetch: typeof fetch
  /** Somebody came back from a provider: the session that was opened for them, or the path of this site to go on at. Refuses nothing by throwing. */
  arrived: (profile: OAuthProfile) => Promise<GrantedSession | string>
  /** Ends the session row that a cookie named. */
  signOut: (sessionId: string) => Promise<void>
  onDefect: (error: Error) => void
  /** Told why a request was refused that somebody made up or gave up. `reason` is the name of an error of Auth.js. */
  onRefusal: (reason: string) => void
  /** Told what a provider answered when it was no sign-in: wrong keys, or it cannot be reached. */
  onProviderFailure: (error: Error) => void
}

/** What anybody can bring about by sending something strange, or by pressing Cancel at a provider. */
const REFUSALS = new Set<string>(['MissingCSRF', 'UnknownAction', 'JWTSessionError', 'InvalidCheck', 'OAuthCallbackError'])
const PROVIDER_FAILURES = new Set<string>(['CallbackRouteError', 'SignInError', 'OAuthProfileParseError'])

/** Auth.js would begin most names with `__Secure-`. `__Host-` also keeps a neighbouring host from planting them. */
function cookiesFor(secure: boolean): Pick<NextAuthConfig, 'useSecureCookies' | 'cookies'> {
  if (!secure) return { useSecureCookies: false }
  const named = (name: string) => ({ name: `__Host-authjs.${name}` })
  return {
    useSecureCookies: true,
    cookies: {
      sessionToken: named('session-token'),
      callbackUrl: named('callback-url'),
      csrfToken: named('csrf-token'),
      pkceCodeVerifier: named('pkce.code_verifier'),
      state: named('state'),
      nonce: named('nonce'),
    },
  }
}

/**
 * Auth.js with a signed and encrypted cookie that carries nothing but the id of a session row. A plain JWT could not be
 * revoked, so whoever reads the cookie checks that row (see `actorForSession`). Passwords, links and codes are checked by
 * the product itself; the one credentials provider only turns a session that is open into the cookie.
 * Its handlers reject with AppError `foreign` a request that changes something and lacks the token of Auth.js.
 */
export function createAuth(dependencies: AuthDependencies) {
  return NextAuth(async () => ({
    trustHost: true,
    secret: dependencies.secret(),
    basePath: '/api/auth',
    ...cookiesFor(await dependencies.secure()),
    session: { strategy: 'jwt', maxAge: dependencies.sessionDays * 86_400 },
    pages: { signIn: '/sign-in', signOut: '/account', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: {},
        authorize() {
          const session = dependencies.granted()
          return session ? { id: session.userId, sessionId: session.sessionId } : null
        },
      }),
      ...oauthProviders(dependencies.oauthApps(), dependencies.fetch),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (!account || account.provider === 'credentials') return true
        const read = readOAuthProfile(account.provider, profile)
        if (!read) return false
        const outcome = await dependencies.arrived(read)
        if (typeof outcome === 'string') return outcome
        // The same object becomes the token's `user` below.
        user.id = outcome.userId
        user.sessionId = outcome.sessionId
        return true
      },
      jwt: ({ token, user }) => (user?.sessionId ? { sub: user.id, sid: user.sessionId } : token),
      session: ({ session, token }) => ({ expires: session.expires, sessionId: typeof token.sid === 'string' ? token.sid : undefined }),
    },
    events: {
      async signOut(message) {
        if ('token' in message && typeof message.token?.sid === 'string') await dependencies.signOut(message.token.sid)
      },
    },
    logger: {
      error(error) {
        if (error instanceof CredentialsSignin) return
        const type = error instanceof AuthError ? String(error.type) : ''
        if (PROVIDER_FAILURES.has(type)) return dependencies.onProviderFailure(error)
        if (!REFUSALS.has(type)) return dependencies.onDefect(error)
        dependencies.onRefusal(type)
        // Auth.js would lead to the sign-in page as if signing in had failed. Thrown from here, this becomes the answer.
        if (type === 'MissingCSRF') throw new AppError('foreign', 'This request did not come from this site. Reload the page and try again.')
      },
    },
  }))
}
