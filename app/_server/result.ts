import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { AppError, ok, type Result } from '@/lib/domain/errors'
import { parseFields } from '@/lib/domain/parse-fields'
import { errorInfo } from './error-info'

/**
 * Runs the work of a server action. An expected failure becomes a value; a defect is written down and becomes its error
 * id; redirects and the like pass through.
 */
export async function toResult<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await work())
  } catch (error) {
    unstable_rethrow(error)
    return { ok: false, error: errorInfo(error) }
  }
}

/** The fields of a form by a schema. @throws AppError `invalid` with one sentence for each field that is wrong. */
export function parseForm<S extends z.ZodType>(schema: S, form: FormData): z.output<S> {
  // The type says what our pages send; somebody else may send anything.
  return parseFields(schema, form instanceof FormData ? Object.fromEntries(form) : {})
}

/** An argument of an action. Our own pages send none that does not fit. @throws AppError `invalid`. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppError('invalid', 'This request could not be read. Reload the page and try again.', { cause: parsed.error })
  return parsed.data
}
