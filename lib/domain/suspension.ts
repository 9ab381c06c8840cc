import { z } from 'zod'
import { AppError } from './errors'
import { isStorableText, NOT_STORABLE } from './text'

/** Said at sign-in, and only after the password, link or code was the right one. */
export const ACCOUNT_SUSPENDED = 'This account is suspended. Ask whoever runs this Maquette.'
export const TEAM_SUSPENDED = 'This team is suspended: everything in it can be seen and downloaded, and nothing can change. Ask whoever runs this Maquette.'

/** Beside a button that is off. */
export const TEAM_SUSPENDED_BRIEFLY = 'This team is suspended: ask whoever runs this Maquette.'

export const accountSuspended = (): AppError => new AppError('forbidden', ACCOUNT_SUSPENDED)
export const teamSuspended = (): AppError => new AppError('forbidden', TEAM_SUSPENDED)

/** Why somebody or a team is suspended, for the record and, of a team, for its people. */
export const suspensionReasonSchema = z
  .string()
  .trim()
  .min(1, 'Say why. It is kept in the audit log.')
  .max(300, 'Use at most 300 characters.')
  .refine(isStorableText, NOT_STORABLE)
