import 'server-only'
import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { seal, unseal } from '@/lib/platform/crypto'
import { isSecure } from './secure-cookie'

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
  const jar = await cookies()
  const value = seal(SEAL, JSON.stringify({ ...of, expiresAtMs: Date.now() + MINUTES * 60_000 }))
  jar.set(COOKIE, value, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: MINUTES * 60, secure: isSecure(await headers()) })
}

export async function readFirstHalf(): Promise<HalfSignedIn | undefined> {
  const value = (await cookies()).get(COOKIE)?.value
  const text = value ? unseal(SEAL, value) : undefined
  if (text === undefined) return undefined
  const { expiresAtMs, ...half } = ticketSchema.parse(JSON.parse(text))
  return Date.now() < expiresAtMs ? half : undefined
}

export async function forgetFirstHalf(): Promise<void> {
  ;(await cookies()).delete(COOKIE)
}
