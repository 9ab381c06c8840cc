import 'server-only'
import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import type { UserActor } from '@/lib/data/actor'
import type { SignInProvider } from '@/lib/domain/sign-in'
import { seal, unseal } from '@/lib/platform/crypto'
import { isSecure } from './secure-cookie'

/** That somebody left for a provider to link its account to their own, rather than to sign in. */
const COOKIE = 'maquette.link'
const SEAL = 'link-intent'
const MINUTES = 10
const intentSchema = z.object({ sessionId: z.string(), provider: z.string(), expiresAtMs: z.number() })

/** Remembers the wish, bound to the session that had it. */
export async function rememberLinkIntent(actor: UserActor, provider: SignInProvider): Promise<void> {
  const value = seal(SEAL, JSON.stringify({ sessionId: actor.sessionId, provider, expiresAtMs: Date.now() + MINUTES * 60_000 }))
  const jar = await cookies()
  jar.set(COOKIE, value, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: MINUTES * 60, secure: isSecure(await headers()) })
}

/** Takes the wish for a provider back, once. @returns the id of the session that had it. */
export async function takeLinkIntent(provider: SignInProvider): Promise<string | undefined> {
  const jar = await cookies()
  const value = jar.get(COOKIE)?.value
  if (value === undefined) return undefined
  jar.delete(COOKIE)
  const text = unseal(SEAL, value)
  if (text === undefined) return undefined
  const intent = intentSchema.parse(JSON.parse(text))
  return intent.provider === provider && Date.now() < intent.expiresAtMs ? intent.sessionId : undefined
}
