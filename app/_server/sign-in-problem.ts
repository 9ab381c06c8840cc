import 'server-only'
import { cookies, headers } from 'next/headers'
import { seal, unseal } from '@/lib/platform/crypto'
import { isSecure } from './secure-cookie'

/**
 * What went wrong at a provider, told on the page that follows. It travels sealed in a cookie for a minute: in the address
 * anybody could write a sentence of their own onto our sign-in page.
 */
const COOKIE = 'maquette.sign-in-problem'
const SEAL = 'sign-in-problem'
const SHOWN_S = 60

export async function saySignInProblem(sentence: string): Promise<void> {
  const jar = await cookies()
  jar.set(COOKIE, seal(SEAL, sentence), { path: '/', httpOnly: true, sameSite: 'lax', maxAge: SHOWN_S, secure: isSecure(await headers()) })
}

export async function readSignInProblem(): Promise<string | undefined> {
  const value = (await cookies()).get(COOKIE)?.value
  return value ? unseal(SEAL, value) : undefined
}
