import { describe, expect, test } from 'vitest'
import { counter, countGeneration, countRequest, engineLabel, gauge, histogram, renderMetrics, watchProcess } from './metrics'

const linesOf = async (name: string): Promise<string[]> => (await renderMetrics()).split('\n').filter((line) => line.includes(name))

describe('metrics', () => {
  test('count by label and are written as Prometheus reads them', async () => {
    countRequest({ method: 'GET', route: '/scenes/[sceneId]', status: '200' })
    countRequest({ method: 'GET', route: '/scenes/[sceneId]', status: '200' }, 2)
    expect(await linesOf('maquette_http_requests_total')).toEqual([
      '# HELP maquette_http_requests_total Requests by pattern of their address.',
      '# TYPE maquette_http_requests_total counter',
      'maquette_http_requests_total{method="GET",route="/scenes/[sceneId]",status="200"} 3',
    ])
  })

  test('spread values over buckets that each hold the smaller ones too', async () => {
    const time = histogram<{ route: string }>('test_seconds', 'A test.', [0.1, 1])
    for (const value of [0.05, 0.5, 5]) time({ route: 'x' }, value)
    expect((await linesOf('test_seconds')).slice(2)).toEqual([
      'test_seconds_bucket{route="x",le="0.1"} 1',
      'test_seconds_bucket{route="x",le="1"} 2',
      'test_seconds_bucket{route="x",le="+Inf"} 3',
      'test_seconds_sum{route="x"} 5.55',
      'test_seconds_count{route="x"} 3',
    ])
  })

  test('keep a bounded number of series, whatever they are labelled with', async () => {
    const count = counter<{ id: string }>('test_total', 'A test.')
    for (let n = 0; n < 2_000; n++) count({ id: String(n) })
    const lines = (await linesOf('test_total')).slice(2)
    expect(lines.length).toBeLessThanOrEqual(501)
    expect(lines.at(-1)).toBe('test_total{id="other"} 1500')
  })

  test('cannot be broken by what stands in a label', async () => {
    counter<{ name: string }>('test_odd', 'A test.')({ name: 'a"b\\c\nd' })
    expect((await linesOf('test_odd')).at(-1)).toBe('test_odd{name="a\\"b\\\\c\\nd"} 1')
  })

  test('leave out what cannot be read, and show the rest', async () => {
    gauge('test_broken', 'A test.', () => Promise.reject(new Error('away')))
    watchProcess()
    expect(await linesOf('test_broken')).toEqual([])
    expect((await linesOf('process_resident_memory_bytes')).at(-1)).toMatch(/ \d+$/)
    expect((await linesOf('nodejs_eventloop_lag_p99_seconds')).at(-1)).toMatch(/ [\d.e-]+$/)
  })

  test('name kinds of engines, so that the workflows of teams add none', () => {
    countGeneration({ engine: engineLabel('comfyui:team:wfl_01ABC'), status: 'failed' })
    expect(['studio', 'openai-compatible', 'comfyui:flux-depth', 'comfyui:team:wfl_01ABC'].map(engineLabel)).toEqual([
      'studio',
      'openai-compatible',
      'comfyui',
      'comfyui',
    ])
  })
})
