import { describe, expect, test } from 'vitest'
import { randomFrom } from '../history/testing/many'
import { BIN_RATIO } from './bins'
import { COUNTERS } from './facts'
import { figuresOf } from './figures'
import { piecesOf } from './pieces'

const none = Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Record<(typeof COUNTERS)[number], number>
const binOf = (ms: number): number => Math.floor(Math.log(Math.max(ms, 1)) / Math.log(BIN_RATIO))

describe('median and p95 from bins', () => {
  test.each([1, 2, 3, 10, 99, 1000])('lie within 5 per cent of the exact ones of %i durations', (many) => {
    const random = randomFrom(many)
    for (let round = 0; round < 50; round++) {
      const times = Array.from({ length: many }, () => 20 + Math.floor(random() ** 5 * 3_600_000)).sort((a, b) => a - b)
      const { render, queue } = figuresOf({ ...none, queue: null, render: times.map((ms) => `${binOf(ms)} 1`).join(' ') })
      expect(queue).toBeNull()
      expect(render?.count).toBe(many)
      for (const [found, share] of [
        [render?.medianMs, 0.5],
        [render?.p95Ms, 0.95],
      ] as const) {
        const exact = times[Math.ceil(share * many) - 1] ?? 0
        expect(Math.abs((found ?? 0) - exact) / exact).toBeLessThan(0.05)
      }
    }
  })

  test('add up what comes more than once for a bin', () => {
    const { render } = figuresOf({ ...none, queue: null, render: '70 2 80 1 70 10 80 12' })
    expect(render).toEqual({ count: 25, medianMs: Math.round(BIN_RATIO ** 80.5), p95Ms: Math.round(BIN_RATIO ** 80.5) })
    expect(figuresOf({ ...none, queue: null, render: '70 3 80 1 70 10 80 12' }).render?.medianMs).toBe(Math.round(BIN_RATIO ** 70.5))
  })

  test('are of nothing where nothing was measured', () => {
    expect(figuresOf({ ...none, queue: null, render: '70 1' }).queue).toBeNull()
  })
})

describe('the pieces of a span', () => {
  const at = (iso: string): number => Date.parse(`${iso}Z`)
  const of = (from: string, to: string): string[] =>
    piecesOf({ fromMs: at(from), toMs: at(to) }).map(
      ({ grain, fromMs, toMs }) => `${grain} ${new Date(fromMs).toISOString().slice(0, 16)} ${new Date(toMs).toISOString().slice(0, 16)}`,
    )

  test('are whole months, whole days and what is left at the ends', () => {
    expect(of('2026-01-30T18:15', '2026-04-02T18:15')).toEqual([
      'edge 2026-01-30T18:15 2026-01-31T00:00',
      'day 2026-01-31T00:00 2026-02-01T00:00',
      'month 2026-02-01T00:00 2026-04-01T00:00',
      'day 2026-04-01T00:00 2026-04-02T00:00',
      'edge 2026-04-02T00:00 2026-04-02T18:15',
    ])
    expect(of('2026-02-01T00:00', '2026-03-01T00:00')).toEqual(['month 2026-02-01T00:00 2026-03-01T00:00'])
    expect(of('2026-02-01T00:00', '2026-02-02T00:00')).toEqual(['day 2026-02-01T00:00 2026-02-02T00:00'])
    expect(of('2026-02-01T05:00', '2026-02-02T05:00')).toEqual(['edge 2026-02-01T05:00 2026-02-02T05:00'])
  })
})
