import { isDatabaseAway, isDatabaseFull } from '@/lib/data/db'
import { AppError, type ErrorCode, type ErrorInfo } from '@/lib/domain/errors'
import { log, reportError } from '@/lib/platform/log'

/** Refusals that may be somebody trying what they may not: written down, so that a pattern can be seen. */
const REFUSALS = new Set<ErrorCode>(['unauthenticated', 'foreign', 'forbidden', 'missing_scope', 'not_found', 'rate_limited'])

/** What the user learns of a failure: the sentence of an expected one; of anything else, which is written down, an error id. */
export function errorInfo(error: unknown): ErrorInfo {
  if (error instanceof AppError) {
    // Who was refused is in the other fields of the line; what they asked for is theirs.
    if (REFUSALS.has(error.code)) log.info('A request was refused', { refusal: error.code })
    return error.toInfo()
  }
  if (isSenderGone(error)) return new AppError('invalid', 'The upload was broken off. Try it again.').toInfo()
  if (isDatabaseAway(error)) {
    log.warn('The database does not answer', { error })
    return new AppError('unavailable', 'The database does not answer at the moment. Try again in a few seconds.').toInfo()
  }
  if (isDatabaseFull(error)) {
    log.error('The disk under the database is full', { error })
    return new AppError('unavailable', 'The disk of this installation is full, so this was not saved. Free some space and try again.').toInfo()
  }
  return { code: 'internal', message: `Something broke on our side. Try again, and if it stays, give this code to support: ${reportError(error)}.` }
}

/** A browser that went away while its request was read, which is nobody's failure. Node's http gives it the code of a broken connection. */
const isSenderGone = (error: unknown): boolean => error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'
