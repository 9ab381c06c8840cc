import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { OPERATIONS, type Operation } from './operations'

const operations: [string, Operation][] = Object.entries(OPERATIONS)
const isClosed = (schema: z.ZodType): boolean => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).additionalProperties === false

describe('a program that sends more than is asked for', () => {
  test.each(operations.flatMap(([name, { body }]) => (body === undefined || body === 'picture' ? [] : [[name, body] as const])))(
    'is refused by %s: no field of a row can be set that is not named',
    (_name, body) => expect(isClosed(body)).toBe(true),
  )

  test.each(operations.flatMap(([name, { query }]) => (query === undefined ? [] : [[name, query] as const])))('is refused in the query of %s', (_name, query) =>
    expect(isClosed(query)).toBe(true),
  )
})
