import { z } from 'zod'
import { isStorableText, NOT_STORABLE } from './text'

export const PASSWORD_LENGTH_MIN = 10
/** Long enough for any passphrase; a bound keeps a request from making the hash read megabytes. */
export const PASSWORD_LENGTH_MAX = 200

/** The commonest passwords of ten characters and more, without their trailing digits and signs (see {@link isCommonPassword}). */
const COMMON_STEMS: ReadonlySet<string> = new Set([
  'password',
  'passwordpassword',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'pa$$word',
  'passwort',
  'motdepasse',
  'contrasena',
  'qwerty',
  'qwertyuiop',
  'qwertyuiopasdf',
  'qwertyuiopasdfghjkl',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'asdfghjkl;',
  'zxcvbnm',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1q2w3e4r',
  'q1w2e3r4t5',
  'q1w2e3r4t5y6',
  '1qaz2wsx3edc',
  '1qazxsw23edc',
  'qazwsxedc',
  'abc123abc',
  'abcdefghij',
  'abcdefghijk',
  'abcdefghijklm',
  'letmein',
  'letmeinplease',
  'iloveyou',
  'iloveyouforever',
  'welcome',
  'welcometo',
  'changeme',
  'changemenow',
  'administrator',
  'admin',
  'adminadmin',
  'testtest',
  'testtesttest',
  'superman',
  'batman',
  'starwars',
  'football',
  'baseball',
  'basketball',
  'sunshine',
  'princess',
  'monkey',
  'dragon',
  'trustno',
  'whatever',
  'computer',
  'internet',
  'liverpool',
  'manchester',
  'barcelona',
  'chocolate',
  'butterfly',
  'spiderman',
  'pokemon',
  'michael',
  'jennifer',
  'maquette',
  'secret',
  'secretsecret',
])

const KEYBOARD_RUNS = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn']

/** A password without the digits and signs that people add when a rule asks for them. */
export const passwordStem = (plain: string): string => plain.replace(/[\d\s!?.,;:*#@$%&_+-]+$/u, '')

export const LEAKED_PASSWORD = 'This is one of the passwords that are tried first. Choose another.'

/** Whether a password is one that attackers try first: a common word with digits after it, a run of keys, or one part repeated. */
export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase().trim()
  if (/^(.{1,4})\1+.{0,3}$/u.test(plain)) return true
  if (KEYBOARD_RUNS.some((run) => run.includes(plain))) return true
  return COMMON_STEMS.has(plain) || COMMON_STEMS.has(passwordStem(plain))
}

/** A new password. Nothing is trimmed, no kind of character is demanded: length and not being common is what counts. */
export const newPasswordSchema = z
  .string()
  .min(PASSWORD_LENGTH_MIN, `Use at least ${PASSWORD_LENGTH_MIN} characters.`)
  .max(PASSWORD_LENGTH_MAX, `Use at most ${PASSWORD_LENGTH_MAX} characters.`)
  .refine((password) => !isCommonPassword(password), LEAKED_PASSWORD)

/** An email address, trimmed and in lower case: the form in which accounts are stored and found. */
export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'Enter your email address.')
  .max(254, 'This address is too long.')
  .pipe(z.email('This does not look like an email address.'))

export const personNameSchema = z.string().trim().min(1, 'Enter a name.').max(80, 'Use at most 80 characters.').refine(isStorableText, NOT_STORABLE)
