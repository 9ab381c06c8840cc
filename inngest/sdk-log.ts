import type { Logger } from 'inngest'
import { type LogFields, type LogLevel, log } from '@/lib/platform/log'

/**
 * What the Inngest SDK has to say, as lines of our own log. It calls either with a message or with fields and a message,
 * and it reports every error of a function, also those that will be retried: those are warnings here, because the
 * function itself reports what is given up.
 */
export const sdkLog: Logger = {
  debug: (...parts) => write('debug', parts),
  info: (...parts) => write('debug', parts),
  warn: (...parts) => write('warn', parts),
  error: (...parts) => write('warn', parts),
}

function write(level: LogLevel, parts: readonly unknown[]): void {
  const said = parts.filter((part) => typeof part === 'string').join(' ')
  const fields: LogFields = {}
  for (const part of parts) {
    if (part instanceof Error) fields.error = part
    else if (typeof part === 'object' && part !== null) Object.assign(fields, part)
  }
  log[level]('The Inngest SDK reports', { said, ...fields })
}
