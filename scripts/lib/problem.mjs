/**
 * A failure that the person at the terminal can do something about. Its message says what happened, `advice` what to
 * do next; both are printed as they stand, without a stack trace.
 */
export class Problem extends Error {
  /**
   * @param {string} message What happened, one sentence.
   * @param {string} [advice] What to do, one or more lines.
   */
  constructor(message, advice = '') {
    super(message)
    this.name = 'Problem'
    this.advice = advice
  }
}

/**
 * The error code of the operating system (`ENOENT`, `EADDRINUSE`, ...), or an empty string.
 * @param {unknown} error
 * @returns {string}
 */
export function errorCode(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/**
 * Turns anything thrown into lines for the terminal: a {@link Problem} speaks for itself, a full disk gets its advice,
 * everything else shows its stack because it is a defect.
 * @param {unknown} error
 * @returns {string}
 */
export function describeFailure(error) {
  if (error instanceof Problem) return error.advice ? `${error.message}\n\n${error.advice}` : error.message
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (errorCode(error) === 'ENOSPC' || text.includes('No space left on device')) {
    return `The disk is full.\n\nFree some space, or set MAQUETTE_DATA to a folder on a disk with room, and start again. Nothing that was saved is lost.\n\n(${text.split('\n')[0]})`
  }
  if (errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') {
    return `${text.split('\n')[0]}\n\nThat file or folder belongs to another user. Start as that user, make it yours (chown -R), or set MAQUETTE_DATA to a folder of your own.`
  }
  return text
}
