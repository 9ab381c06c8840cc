import { beforeEach, describe, expect, test, vi } from 'vitest'
import { TIME_ZONE_COOKIE } from '@/lib/domain/time-zone'
import { readTimeZone } from './time-zone'

const jar = new Map<string, string>()
vi.mock('./own-cookies', () => ({ ownCookies: async () => jar }))
beforeEach(() => jar.clear())

describe('the time zone of a reader', () => {
  test.each(['Asia/Kathmandu', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+5'])('is what their browser told: %s', async (zone) => {
    jar.set(TIME_ZONE_COOKIE, encodeURIComponent(zone))
    expect(await readTimeZone()).toBe(zone)
  })

  test.each(['Mars/Olympus', '%E0%A4%A', "Europe/Berlin'; drop table users", ''])('is UTC where it makes no sense: %j', async (told) => {
    jar.set(TIME_ZONE_COOKIE, told)
    expect(await readTimeZone()).toBe('UTC')
  })

  test('is UTC until the browser has told it', async () => {
    expect(await readTimeZone()).toBe('UTC')
  })
})
