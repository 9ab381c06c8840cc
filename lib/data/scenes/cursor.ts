import 'server-only'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'
import { idSchema } from '@/lib/domain/ids'

/** Postgres's own text of a time, so that no other text reaches its parser, nor a day that is in no calendar. */
const TIME = /^(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/

function isTime(text: string): boolean {
  const [, year, month, day] = TIME.exec(text)?.map(Number) ?? []
  if (!year || !month || !day) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const schema = z.tuple([z.string().refine(isTime), idSchema])

/**
 * Where a page of a list ended. The time is Postgres's own text, because a JavaScript date would drop its microseconds
 * and the next page would then skip or repeat rows.
 */
export const encodeCursor = (time: string, id: string): string => Buffer.from(JSON.stringify([time, id])).toString('base64url')

/** @throws AppError `invalid` for anything that {@link encodeCursor} did not make. */
export function decodeCursor(cursor: string): { time: string; id: string } {
  try {
    const [time, id] = schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { time, id }
  } catch (cause) {
    throw new AppError('invalid', 'This page of the list does not exist. Go back to the start of the list.', { cause })
  }
}
