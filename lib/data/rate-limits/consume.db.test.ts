import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { AppError } from '@/lib/domain/errors'
import { db } from '../db'
import { consume, forget } from './consume'

useDatabase()

const MINUTE = 60_000
const attempt = (key: string, limit: number, windowMs = MINUTE): Promise<'ok' | AppError> =>
  consume(key, { limit, windowMs }).then(
    () => 'ok' as const,
    (error: unknown) => {
      if (error instanceof AppError) return error
      throw error
    },
  )
/** Moves a window into the past, in place of waiting. */
const age = (key: string, seconds: number) =>
  db().execute(sql`update rate_limits set window_started_at = window_started_at - make_interval(secs => ${seconds}) where key = ${key}`)

describe('a rate limit', () => {
  test('lets through as many as it says, then refuses and says when to come back', async () => {
    expect([await attempt('a', 2), await attempt('a', 2)]).toEqual(['ok', 'ok'])
    const refused = await attempt('a', 2)
    expect(refused).toMatchObject({ code: 'rate_limited', httpStatus: 429 })
    const wait = refused === 'ok' ? 0 : (refused.retryAfterMs ?? 0)
    expect(wait).toBeGreaterThan(50_000)
    expect(wait).toBeLessThanOrEqual(MINUTE)
  })

  test('counts each of fifty parallel attempts, and lets exactly the allowed number through', async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => attempt('parallel', 7)))
    expect(results.filter((result) => result === 'ok')).toHaveLength(7)
  })

  test('begins a new window when the old one has ended, not before', async () => {
    await attempt('b', 1)
    await age('b', 55)
    expect(await attempt('b', 1)).toMatchObject({ code: 'rate_limited' })
    await age('b', 10)
    expect(await attempt('b', 1)).toBe('ok')
    expect(await attempt('b', 1)).toMatchObject({ code: 'rate_limited' })
  })

  test('being refused does not push the end of the window away', async () => {
    await attempt('c', 1)
    await age('c', 40)
    const refused = await attempt('c', 1)
    expect(refused === 'ok' ? undefined : refused.retryAfterMs).toBeLessThanOrEqual(20_000)
  })

  test('keeps keys apart, and forgets one when asked', async () => {
    await attempt('d', 1)
    expect(await attempt('e', 1)).toBe('ok')
    await forget('d')
    expect(await attempt('d', 1)).toBe('ok')
  })

  test('tells the wait in words that fit', async () => {
    await attempt('f', 1, 180 * MINUTE)
    const refused = await attempt('f', 1, 180 * MINUTE)
    expect(refused).toMatchObject({ userMessage: 'Too many attempts. Try again in 3 hours.' })
  })
})
