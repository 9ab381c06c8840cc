import { describe, expect, test } from 'vitest'
import { respondText } from './respond-text'

describe('a text that is sent while it is made', () => {
  test('is made no further ahead than it is read, and ends when the other side goes away', async () => {
    let made = 0
    let ended = false
    async function* lines(): AsyncGenerator<string> {
      try {
        for (;;) yield `line ${++made}\r\n`
      } finally {
        ended = true
      }
    }
    const reader = respondText(lines(), { mime: 'text/csv', name: 'usage.csv' }).body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('line 1\r\n')
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('line 2\r\n')
    expect(made).toBeLessThanOrEqual(4)
    await reader?.cancel()
    expect(ended).toBe(true)
  })

  test('is a file to keep, that no cache keeps and no browser takes for something else', async () => {
    async function* lines(): AsyncGenerator<string> {
      yield 'größe,<script>\r\n'
    }
    const { headers } = respondText(lines(), { mime: 'text/csv', name: 'usage "2026".csv' })
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(headers.get('cache-control')).toBe('private, no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain('sandbox')
  })

  test('breaks off where making it fails, so that nobody takes half of it for the whole', async () => {
    async function* lines(): AsyncGenerator<string> {
      yield 'line 1\r\n'
      throw new Error('The database went away.')
    }
    await expect(respondText(lines(), { mime: 'text/csv', name: 'usage.csv' }).text()).rejects.toThrow('went away')
  })
})
