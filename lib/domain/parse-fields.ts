import type { z } from 'zod'
import { AppError } from './errors'

/** The first sentence for each field that does not fit, by its name; `form` where none is named. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { path, message } of error.issues) fields[String(path[0] ?? 'form')] ??= message
  return fields
}

/** What a person entered, by a schema. @throws AppError `invalid` with a sentence for each field that has to change. */
export function parseFields<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'Some of this needs another look.', { fields: fieldErrors(parsed.error) })
}
