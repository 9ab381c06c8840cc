import NextAuth, { AuthError, CredentialsSignin, type DefaultSession } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'

declare module 'next-auth' {
  interface User {
    sessionId?: string
  }
  interface Session {
    sessionId?: string
    user?: DefaultSession['user']
  }
}

/** What Auth.js needs from the rest of the product. Given from outside, so that this room knows no database. */
export type AuthDependencies = {
  secret: () => string | undefined
  sessionDays: number
  /** Checks an email and a password and opens a session row. @throws AppError when it refuses. */
  signIn: (input: { email: string; password: string; headers: Headers }) => Promise<{ userId: string; sessionId: string }>
  /** Ends the session row that a cookie named. */
  signOut: (sessionId: string) => Promise<void>
  isExpected: (error: unknown) => error is AppError
  onDefect: (error: Error) => void
  /** Told why a request was refused that somebody made up. `reason` is the name of an error of Auth.js. */
  onRefusal: (reason: string) => void
}

/** What anybody can bring about by sending something strange: no token, no such action, a cookie that we did not make. */
const REFUSALS = new Set<string>(['MissingCSRF', 'UnknownAction', 'JWTSessionError'])

/** A sign-in that was refused for a reason the user may know. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly reason: AppError) {
    super()
    this.code = reason.code
  }
}

const credentialsSchema = z.object({ email: z.string().max(254), password: z.string().max(1000) })

/**
 * Auth.js with one provider, email and password, and a signed and encrypted cookie that carries nothing but the id of a
 * session row. A plain JWT could not be revoked, so whoever reads the cookie checks that row (see `actorForSession`).
 * Its handlers reject with AppError `foreign` a request that changes something and lacks the token of Auth.js.
 */
export function createAuth(dependencies: AuthDependencies) {
  return NextAuth(() => ({
    trustHost: true,
    secret: dependencies.secret(),
    basePath: '/api/auth',
    session: { strategy: 'jwt', maxAge: dependencies.sessionDays * 86_400 },
    pages: { signIn: '/sign-in', signOut: '/account', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(raw, request) {
          const parsed = credentialsSchema.safeParse(raw)
          if (!parsed.success) return null
          try {
            const { userId, sessionId } = await dependencies.signIn({ ...parsed.data, headers: request.headers })
            return { id: userId, sessionId }
          } catch (error) {
            if (dependencies.isExpected(error)) throw new SignInRefused(error)
            throw error
          }
        },
      }),
    ],
    callbacks: {
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
        if (!REFUSALS.has(type)) return dependencies.onDefect(error)
        dependencies.onRefusal(type)
        // Auth.js would lead to the sign-in page as if signing in had failed. Thrown from here, this becomes the answer.
        if (type === 'MissingCSRF') throw new AppError('foreign', 'This request did not come from this site. Reload the page and try again.')
      },
    },
  }))
}
