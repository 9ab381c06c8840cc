import 'server-only'
import { z } from 'zod'
import { sealedNote } from './sealed-note'

const halfSchema = z.object({
  userId: z.string(),
  method: z.enum(['password', 'magic-link', 'github', 'google']),
  /** Where to go afterwards, a path of this site. */
  next: z.string().optional(),
})
type HalfSignedIn = z.infer<typeof halfSchema>

/** Who has passed the first half of signing in. It is no session: it opens the page that asks for a code, and nothing else. */
const half = sealedNote({ cookie: 'maquette.second-factor', purpose: 'half-signed-in', schema: halfSchema })

/** Remembers the first half for ten minutes, in this browser alone. For actions and route handlers. */
export const rememberFirstHalf = (of: HalfSignedIn): Promise<void> => half.keep(of)

export const readFirstHalf = (): Promise<HalfSignedIn | undefined> => half.read()

export const forgetFirstHalf = (): Promise<void> => half.forget()
