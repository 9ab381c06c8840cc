import { describe, expect, it } from 'vitest'
import { describeBrowser } from './describe-browser'

const KHTML = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('describeBrowser', () => {
  it.each([
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${KHTML} Chrome/140.0.0.0 Safari/537.36`, 'Chrome on macOS'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KHTML} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Edge on Windows'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    [`Mozilla/5.0 (Linux; Android 15) ${KHTML} Chrome/140.0.0.0 Mobile Safari/537.36`, 'Chrome on Android'],
  ])('names browser and system of %s', (userAgent, words) => {
    expect(describeBrowser(userAgent)).toBe(words)
  })

  it('does not guess where nothing is known', () => {
    expect(describeBrowser(null)).toBe('Unknown browser')
    expect(describeBrowser('curl/8.0')).toBe('Unknown browser')
  })
})
