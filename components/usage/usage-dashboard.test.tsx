import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { readUsageRange } from '@/lib/domain/usage-range'
import { NO_USAGE, type UsageFigures } from '@/lib/domain/usage-view'
import { UsageBreakdown } from './usage-breakdown'
import { UsageCharts } from './usage-charts'
import { UsageFiguresList } from './usage-figures'
import { UsagePrompts } from './usage-lists'

const range = readUsageRange({ range: '7d' }, 'Asia/Kathmandu', Date.parse('2026-11-23T10:00:00Z'))
const times = (medianMs: number, p95Ms: number) => ({ medianMs, p95Ms, count: 10 })
const before: UsageFigures = {
  ...NO_USAGE,
  requested: 10,
  succeeded: 8,
  failed: 2,
  images: 12,
  approved: 4,
  approvedPriced: 4,
  costMicroUsd: 2_000_000,
  queue: times(2000, 4000),
  render: times(30_000, 60_000),
}
const total: UsageFigures = {
  ...before,
  requested: 13,
  succeeded: 9,
  failed: 1,
  images: 10,
  costMicroUsd: 3_000_000,
  queue: times(1500, 9000),
  render: times(30_000, 90_000),
}
const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

describe('the figures of a dashboard', () => {
  test('each say how they differ from the period before, which is named with its days and the time zone', () => {
    const text = textOf(renderToStaticMarkup(<UsageFiguresList view={{ range, total, before, storage: null }} />))
    for (const words of [
      'Generations 13 3 more than before',
      'Images 10 2 fewer than before',
      'Finished 90% 10.0 points more than before',
      'Wait in the queue 1.5 s 500 ms shorter than before 95 of 100 within 9.0 s',
      'Render time 30 s As long as before 95 of 100 within 1 min 30 s',
      'Cost $3.00 $1.00 more than before',
      'Cost per approved image $0.75 $0.25 more than before',
      'Compared with 10 November to 16 November 2026. Days begin in the time zone Asia/Kathmandu.',
    ])
      expect(text).toContain(words)
  })

  test('are compared with nothing where there was nothing, and nothing is made up', () => {
    const text = textOf(renderToStaticMarkup(<UsageFiguresList view={{ range, total, before: NO_USAGE, storage: null }} />))
    expect(text).not.toContain('than before')
    expect(text).toContain('Nothing was generated from 10 November to 16 November 2026, so there is nothing to compare with.')
  })
})

describe('the charts of a dashboard', () => {
  const bars = range.bars.map((span, i) => ({ ...span, figures: i === 6 ? total : NO_USAGE }))
  const markup = renderToStaticMarkup(<UsageCharts view={{ range, total, bars }} hrefOf={({ from, to }) => `/history?from=${from}&to=${to}`} />)

  test('show every figure by day, each day a link to what stands behind it', () => {
    const titles = [...markup.matchAll(/<h3[^>]*>([^<]+)<\/h3>/g)].map(([, title]) => title)
    expect(titles).toEqual([
      'Generations by day',
      'Cost by day',
      'Images by day',
      'Finished of all that ended by day',
      'Wait in the queue by day',
      'Render time by day',
    ])
    const links = [...markup.matchAll(/data-bar="true"[^>]*aria-label="([^"]+)"/g)].map(([, label]) => label)
    expect(links).toHaveLength(6 * 7)
    expect(links).toContain('Mon 23 Nov: Generations 13, Finished 9, Failed 1, Canceled 0')
    expect(links).toContain('Mon 23 Nov: Median 1.5 s, 95 of 100 within 9.0 s')
    expect(markup.split('href="/history?from=2026-11-23&amp;to=2026-11-23"').length - 1).toBe(6 * 2)
  })

  test('stand as tables too, with the same words and the same links', () => {
    const tables = markup
      .split('<table')
      .slice(1)
      .map((table) => textOf(`<table${table.slice(0, table.indexOf('</table>'))}`))
    expect(tables).toHaveLength(6)
    expect(tables[0]).toMatch(/^Generations by day Day Generations Finished Failed Canceled Tue 17 Nov 0 0 0 0 .* Mon 23 Nov 13 9 1 0$/)
    expect(tables[1]).toMatch(/Mon 23 Nov \$3\.00 0 images \$0\.75$/)
    expect(tables[3]).toMatch(/Sun 22 Nov None ended 0 Mon 23 Nov 90% 1$/)
  })
})

test('a row of a breakdown has every figure, times with what 95 of 100 stay within', () => {
  const row = { value: 'studio', name: null, figures: total, label: 'Studio', href: '/history?engine=studio' }
  const markup = renderToStaticMarkup(<UsageBreakdown title="By engine" unit="Engine" rows={[row]} all={1} />)
  expect(textOf(markup)).toContain(
    'Engine Generations Images Finished Queue Render Approved Cost Per approved Studio 13 10 90% 1.5 s 95 of 100: 9.0 s 30 s 95 of 100: 1 min 30 s 4 $3.00 $0.75',
  )
  expect(markup).toContain('href="/history?engine=studio"')
})

test.each([
  [2, 'By member 2 '],
  [240, 'By member The 2 with most generations, of 240 '],
])('a breakdown of which %d rows exist says how many there are, and when it shows only some of them', (all, words) => {
  const rows = ['usr_1', 'usr_2'].map((value) => ({ value, name: value, figures: total, label: value, href: null }))
  expect(textOf(renderToStaticMarkup(<UsageBreakdown title="By member" unit="Member" rows={rows} all={all} />))).toMatch(new RegExp(`^${words}`))
})

test('a name or a prompt that is markup is text', () => {
  const name = '"><img src=x onerror=y>'
  const row = { value: 'usr_1', name, figures: total, label: name, href: `/history?q=${name}`, team: { id: 'team_1', name } }
  const markup = [
    renderToStaticMarkup(<UsageBreakdown title={name} unit="Member" rows={[row]} all={1} />),
    renderToStaticMarkup(<UsagePrompts prompts={[{ prompt: name, generations: 1, images: 1, approved: 1 }]} hrefOf={(prompt) => `/history?q=${prompt}`} />),
  ]
  for (const one of markup) {
    expect(one).not.toContain('<img')
    expect(one).toContain('&quot;&gt;&lt;img src=x onerror=y&gt;')
  }
})
