import 'server-only'
import { z } from 'zod'
import { seal, unseal } from '@/lib/platform/crypto'
import { ownCookies } from './own-cookies'

/** The secret of the invitation that a way back leads to: who comes from its page opens an account with it. */
export const invitationIn = (next: string | undefined): string | undefined => /^\/invite\/([\w-]{1,100})$/.exec(next ?? '')?.[1]

/** The invitation with which somebody left for a provider. It travels sealed in this browser, since the provider gives nothing back. */
const COOKIE = 'maquette.invitation'
const SEAL = 'invitation-claim'
const MINUTES = 10
const claimSchema = z.object({ invitation: z.string(), expiresAtMs: z.number() })

export async function rememberInvitation(invitation: string): Promise<void> {
  const value = seal(SEAL, JSON.stringify({ invitation, expiresAtMs: Date.now() + MINUTES * 60_000 }))
  ;(await ownCookies()).set(COOKIE, value, MINUTES * 60)
}

/** Takes it back, once. */
export async function takeInvitation(): Promise<string | undefined> {
  const jar = await ownCookies()
  const value = jar.get(COOKIE)
  if (value === undefined) return undefined
  jar.remove(COOKIE)
  const text = unseal(SEAL, value)
  if (text === undefined) return undefined
  const { invitation, expiresAtMs } = claimSchema.parse(JSON.parse(text))
  return Date.now() < expiresAtMs ? invitation : undefined
}
