import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { endTracing, startTracing } from '@/lib/platform/tracing'
import { watchEveryRequest } from '@/lib/platform/watch-requests'
import { ended, PAID, picture, press, renderHarness } from './testing/render-harness'

const spanSchema = z.object({ traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string() })
const exportSchema = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })) })

/** Stands in for a collector: it keeps the spans that it is sent. */
let collector: Server
let web: Server
const received: string[] = []
const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  collector = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url === '/v1/traces' && request.headers['x-key'] === 'a=b') received.push(Buffer.concat(chunks).toString())
    response.setHeader('content-type', 'application/json').end('{}')
  })
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', await listen(collector))
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'x-key=a%3Db')
})
const harness = renderHarness()
afterAll(() => {
  web.close()
  collector.close()
})

test('one trace leads from the request to the stored output, and holds nothing that somebody wrote', async () => {
  await startTracing('maquette-test')
  watchEveryRequest()
  harness.script = [picture]
  web = createServer((_request, response) => {
    press(harness.team, { settings: PAID, prompt: 'A secret product', snapshotAssetId: null }).then((id) => response.end(id))
  })
  const url = await listen(web)
  const traceId = 'aabbccddeeff00112233445566778899'
  const answer = await fetch(`${url}/nowhere/scn_1?q=hush`, { headers: { traceparent: `00-${traceId}-1122334455667788-01` } })
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  const id = await answer.text()
  expect(await ended(id)).toMatchObject({ status: 'succeeded' })
  await vi.waitUntil(() => received.join('').includes('step finish'), { timeout: 10_000 })
  await endTracing()

  const spans = received.flatMap((text) =>
    exportSchema.parse(JSON.parse(text)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans)),
  )
  const ours = spans.filter((span) => span.traceId === traceId)
  const byName = new Map(ours.map((span) => [span.name, span]))
  const chain = ['provider request', 'engine', 'step image', 'event generation/requested', 'GET unmatched']
  for (const [at, name] of chain.entries()) {
    const parent = chain[at + 1]
    const above = parent ? byName.get(parent)?.spanId : '1122334455667788'
    expect({ name, parent: byName.get(name)?.parentSpanId }).toEqual({ name, parent: above })
  }
  expect(byName.get('store output')?.parentSpanId).toBe(byName.get('step image')?.spanId)
  for (const name of ['step prepare', 'step finish']) expect(byName.has(name)).toBe(true)
  expect(received.join('')).not.toMatch(/secret product|hush/)
})
