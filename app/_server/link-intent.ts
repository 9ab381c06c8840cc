import 'server-only'
import { z } from 'zod'
import type { UserActor } from '@/lib/data/actor'
import type { SignInProvider } from '@/lib/domain/sign-in'
import { sealedNote } from './sealed-note'

/** That somebody left for a provider to link its account to their own, rather than to sign in. */
const intent = sealedNote({ cookie: 'maquette.link', purpose: 'link-intent', schema: z.object({ sessionId: z.string(), provider: z.string() }) })

/** Remembers the wish, bound to the session that had it. */
export const rememberLinkIntent = ({ sessionId }: UserActor, provider: SignInProvider): Promise<void> => intent.keep({ sessionId, provider })

/** Takes the wish for a provider back, once. @returns the id of the session that had it. */
export async function takeLinkIntent(provider: SignInProvider): Promise<string | undefined> {
  const wish = await intent.take()
  return wish?.provider === provider ? wish.sessionId : undefined
}
