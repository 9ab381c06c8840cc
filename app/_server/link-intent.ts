import 'server-only'
import { z } from 'zod'
import type { UserActor } from '@/lib/data/actor'
import type { SignInProvider } from '@/lib/domain/sign-in'
import { seal, unseal } from '@/lib/platform/crypto'
import { ownCookies } from './own-cookies'

/** That somebody left for a provider to link its account to their own, rather than to sign in. */
const COOKIE = 'maquette.link'
const SEAL = 'link-intent'
const MINUTES = 10
const intentSchema = z.object({ sessionId: z.string(), provider: z.string(), expiresAtMs: z.number() })

/** Remembers the wish, bound to the session that had it. */
export async function rememberLinkIntent(actor: UserActor, provider: SignInProvider): Promise<void> {
  const value = seal(SEAL, JSON.stringify({ sessionId: actor.sessionId, provider, expiresAtMs: Date.now() + MINUTES * 60_000 }))
  ;(await ownCookies()).set(COOKIE, value, MINUTES * 60)
}

/** Takes the wish for a provider back, once. @returns the id of the session that had it. */
export async function takeLinkIntent(provider: SignInProvider): Promise<string | undefined> {
  const jar = await ownCookies()
  const value = jar.get(COOKIE)
  if (value === undefined) return undefined
  jar.remove(COOKIE)
  const text = unseal(SEAL, value)
  if (text === undefined) return undefined
  const intent = intentSchema.parse(JSON.parse(text))
  return intent.provider === provider && Date.now() < intent.expiresAtMs ? intent.sessionId : undefined
}
