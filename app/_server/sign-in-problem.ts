import 'server-only'
import { seal, unseal } from '@/lib/platform/crypto'
import { ownCookies } from './own-cookies'

/**
 * What went wrong at a provider, told on the page that follows. It travels sealed in a cookie for a minute: in the address
 * anybody could write a sentence of their own onto our sign-in page.
 */
const COOKIE = 'maquette.sign-in-problem'
const SEAL = 'sign-in-problem'
const SHOWN_S = 60

export async function saySignInProblem(sentence: string): Promise<void> {
  ;(await ownCookies()).set(COOKIE, seal(SEAL, sentence), SHOWN_S)
}

export async function readSignInProblem(): Promise<string | undefined> {
  const value = (await ownCookies()).get(COOKIE)
  return value ? unseal(SEAL, value) : undefined
}
