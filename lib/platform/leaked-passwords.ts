import { dictionary } from '@zxcvbn-ts/language-common'
import { AppError } from '@/lib/domain/errors'
import { LEAKED_PASSWORD, passwordStem } from '@/lib/domain/password'
import { hashPassword } from './password-hash'

let leaked: ReadonlySet<string> | undefined

/**
 * Whether a password is among the fifty thousand that are found most often in leaked tables, or is one of them with digits
 * and signs after it. The list comes with the product, so nothing is asked of anybody.
 */
export function isLeakedPassword(password: string): boolean {
  leaked ??= new Set(dictionary['passwords-common'])
  const plain = password.normalize('NFKC').toLowerCase().trim()
  return leaked.has(plain) || leaked.has(passwordStem(plain))
}

/**
 * The hash of a password that somebody chose for an account.
 * @param field The name of the form's field that it came in.
 * @throws AppError `invalid` when it is known from leaks.
 */
export async function hashNewPassword(password: string, field: string): Promise<string> {
  if (isLeakedPassword(password)) throw new AppError('invalid', LEAKED_PASSWORD, { fields: { [field]: LEAKED_PASSWORD } })
  return hashPassword(password)
}
