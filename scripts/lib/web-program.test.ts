import { describe, expect, test } from 'vitest'
import { webArguments } from './web-program.mjs'

const settings = { host: '127.0.0.1', port: 3000 }

describe('the web', () => {
  test('runs with a bounded heap', () => {
    expect(webArguments(settings, '')[0]).toBe('--max-old-space-size=768')
  })

  test.each(['--max-old-space-size=2048', '--trace-warnings --max_old_space_size=2048'])('leaves the heap to an operator who sets %s', (options) => {
    expect(webArguments(settings, options).filter((argument) => argument.startsWith('--'))).toEqual([])
  })
})
