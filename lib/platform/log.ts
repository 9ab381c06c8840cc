import { randomBytes } from 'node:crypto'
import { currentContext } from './context'
import { env } from './env'
import { redact, redactText } from './redact'

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const
export type LogLevel = keyof typeof LEVELS
export type LogFields = Record<string, unknown>

/**
 * One JSON object a line: `time`, `level`, `message` and the fields. Warnings and errors go to standard error. Fields are
 * redacted, so a message is a fixed sentence of ours and everything that varies belongs into a field. The ids of the request
 * and of the generation that it is about are added where they are known.
 */
function write(level: LogLevel, message: string, fields: LogFields): void {
  if (LEVELS[level] < LEVELS[env().LOG_LEVEL]) return
  const { requestId, generationId } = currentContext()
  const ids = { ...(requestId ? { requestId } : {}), ...(generationId ? { generationId } : {}) }
  const line = JSON.stringify({ time: new Date().toISOString(), level, message: redactText(message), ...ids, ...(redact(fields) as object) })
  const stream = LEVELS[level] >= LEVELS.warn ? process.stderr : process.stdout
  stream.write(`${line}\n`)
}

export const log = {
  debug: (message: string, fields: LogFields = {}): void => write('debug', message, fields),
  info: (message: string, fields: LogFields = {}): void => write('info', message, fields),
  warn: (message: string, fields: LogFields = {}): void => write('warn', message, fields),
  error: (message: string, fields: LogFields = {}): void => write('error', message, fields),
}

const ID_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code that a person can read out: `7F2K-41`, about 729 million of them. */
function newErrorId(): string {
  const letters = Array.from(randomBytes(6), (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** Writes a defect down and returns the id to show to the user in its place. */
export function reportError(error: unknown, fields: LogFields = {}): string {
  const errorId = newErrorId()
  write('error', 'Something failed that should not', { errorId, error, ...fields })
  return errorId
}
