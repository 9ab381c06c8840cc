import 'server-only'
import { z } from 'zod'
import { seal, unseal } from '@/lib/platform/crypto'
import { ownCookies } from './own-cookies'

const MINUTES = 10

/**
 * What one browser carries for ten minutes from one step of signing in to the next, sealed, so that nobody reads or makes one.
 * @param cookie Its name. @param purpose What it is sealed for: a note for one thing never stands in for another.
 */
export function sealedNote<T>({ cookie, purpose, schema }: { cookie: string; purpose: string; schema: z.ZodType<T> }) {
  const noteSchema = z.object({ note: schema, expiresAtMs: z.number() })
  const read = async (): Promise<T | undefined> => {
    const value = (await ownCookies()).get(cookie)
    const text = value ? unseal(purpose, value) : undefined
    if (text === undefined) return undefined
    // One that an earlier version of the product sealed has another form, and counts as none.
    const parsed = noteSchema.safeParse(JSON.parse(text))
    return parsed.success && Date.now() < parsed.data.expiresAtMs ? parsed.data.note : undefined
  }
  const forget = async (): Promise<void> => (await ownCookies()).remove(cookie)
  return {
    async keep(note: T): Promise<void> {
      ;(await ownCookies()).set(cookie, seal(purpose, JSON.stringify({ note, expiresAtMs: Date.now() + MINUTES * 60_000 })), MINUTES * 60)
    },
    read,
    forget,
    /** Reads it, once. */
    async take(): Promise<T | undefined> {
      const note = await read()
      await forget()
      return note
    },
  }
}
