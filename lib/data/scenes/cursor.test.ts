import { describe, expect, test } from 'vitest'
import { AppError } from '@/lib/domain/errors'
import { decodeCursor, encodeCursor } from './cursor'

const ID = 'scn_01m82c8vj88agtmzz1pm22kbzp'

describe('the place where a page of scenes ended', () => {
  test.each(['2026-11-22 19:46:00.123456+00', '2024-02-29 23:59:59-08', '2026-01-01 00:00:00.5+05:30'])('%s comes back as it was', (time) => {
    expect(decodeCursor(encodeCursor(time, ID))).toEqual({ time, id: ID })
  })

  test.each([
    '',
    'nonsense',
    encodeCursor('----------', ID),
    encodeCursor('2026-02-30 00:00:00+00', ID),
    encodeCursor('2026-13-01 00:00:00+00', ID),
    encodeCursor('0000-00-00 00:00:00+00', ID),
    encodeCursor('2026-01-01 25:00:00+00', ID),
    encodeCursor('2026-01-01 00:00:00+00', 'a\0b'),
    Buffer.from('[1,2]').toString('base64url'),
  ])('%j is refused before it reaches the database', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(AppError)
  })
})
