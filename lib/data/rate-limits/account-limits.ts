import 'server-only'
import { hashToken } from '@/lib/platform/crypto'
import { consume, forget, type Limit } from './consume'

const MINUTE = 60_000

/** `<what>_<by what>`: how often each may be tried. */
const LIMITS = {
  signUp_address: { limit: 3, windowMs: 180 * MINUTE },
  signIn_account: { limit: 10, windowMs: 15 * MINUTE },
  signIn_address: { limit: 50, windowMs: 15 * MINUTE },
  forgotPassword_account: { limit: 3, windowMs: 60 * MINUTE },
  forgotPassword_address: { limit: 10, windowMs: 60 * MINUTE },
  resetPassword_address: { limit: 20, windowMs: 60 * MINUTE },
  changePassword_account: { limit: 10, windowMs: 15 * MINUTE },
  magicLink_account: { limit: 5, windowMs: 60 * MINUTE },
  magicLink_address: { limit: 20, windowMs: 60 * MINUTE },
  useLink_address: { limit: 30, windowMs: 60 * MINUTE },
  verifyEmail_account: { limit: 5, windowMs: 60 * MINUTE },
  changeEmail_account: { limit: 5, windowMs: 60 * MINUTE },
  /** Codes of the second factor, at sign-in and later: a million codes stand against five guesses. */
  secondFactor_account: { limit: 5, windowMs: 15 * MINUTE },
  proof_account: { limit: 10, windowMs: 15 * MINUTE },
  deleteAccount_account: { limit: 10, windowMs: 15 * MINUTE },
} as const satisfies Record<string, Limit>

type LimitName = keyof typeof LIMITS
type OfAccount = Extract<LimitName, `${string}_account`>
type OfAddress = Extract<LimitName, `${string}_address`>

/** Emails and addresses are stored hashed: the table should not become a list of who tried to sign in. */
const keyOf = (name: LimitName, subject: string): string => `${name}:${hashToken(subject)}`

/** @throws AppError `rate_limited`. */
export const limitAccount = (name: OfAccount, emailOrUserId: string): Promise<void> => consume(keyOf(name, emailOrUserId), LIMITS[name])

export const forgetAccount = (name: OfAccount, emailOrUserId: string): Promise<void> => forget(keyOf(name, emailOrUserId))

/**
 * Without an address nothing is counted: requests from the machine itself, and from a reverse proxy that names no client,
 * would all share one bucket and lock each other out.
 * @throws AppError `rate_limited`.
 */
export async function limitAddress(name: OfAddress, address: string | null): Promise<void> {
  if (address) await consume(keyOf(name, address), LIMITS[name])
}
