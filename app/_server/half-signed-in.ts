import 'server-only'
import { z } from 'zod'
import { seal, unseal } from '@/lib/platform/crypto'
import { ownCookies } from './own-cookies'

/** Who has passed the first half of signing in. It is no session: it opens the page that asks for a code, and nothing else. */
const COOKIE = 'maquette.second-factor'
const SEAL = 'half-signed-in'
const MINUTES = 10

const ticketSchema = z.object({
  userId: z.string(),
  method: z.enum(['password', 'magic-link', 'github', 'google']),
  /** Where to go afterwards, a path of this site. */
  next: z.string().optional(),
  expiresAtMs: z.number(),
})
type HalfSignedIn = Omit<z.infer<typeof ticketSchema>, 'expiresAtMs'>

/** Remembers the first half for ten minutes, sealed, in this browser alone. For actions and route handlers. */
export async function rememberFirstHalf(of: HalfSignedIn): Promise<void> {
  const value = seal(SEAL, JSON.stringify({ ...of, expiresAtMs: Date.now() + MINUTES * 60_000 }))
  ;(await ownCookies()).set(COOKIE, value, MINUTES * 60)
}

export async function readFirstHalf(): Promise<HalfSignedIn | undefined> {
  const value = (await ownCookies()).get(COOKIE)
  const text = value ? unseal(SEAL, value) : undefined
  if (text === undefined) return undefined
  const { expiresAtMs, ...half } = ticketSchema.parse(JSON.parse(text))
  return Date.now() < expiresAtMs ? half : undefined
}

export async function forgetFirstHalf(): Promise<void> {
  ;(await ownCookies()).remove(COOKIE)
}
