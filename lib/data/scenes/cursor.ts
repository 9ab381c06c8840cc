import 'server-only'
import { z } from 'zod'
import { AppError } from '@/lib/domain/errors'

const schema = z.tuple([z.string().regex(/^[0-9: .+-]{10,40}$/), z.string().min(1).max(64)])

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
