import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { readPressTimes } from '@/lib/domain/press-times'
import { tracePress } from '@/lib/platform/trace-request'
import { endTracing, startTracing } from '@/lib/platform/tracing'
import { watchEveryRequest } from '@/lib/platform/watch-requests'
import { ended, PAID, press, renderHarness } from './testing/render-harness'

const msSchema = z.string().transform((nanoseconds) => Number(BigInt(nanoseconds) / 1_000_000n))
const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: msSchema,
  endTimeUnixNano: msSchema,
})
const exportSchema = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })) })

/** Stands in for a collector: it keeps the spans that it is sent. */
let collector: Server
let web: Server
let url: string
let received: string[]
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
  // As a server action does it: what the browser says first, and then the work.
  web = createServer((request, response) => {
    const times: unknown = JSON.parse(String(request.headers['x-test-times'] ?? 'null'))
    tracePress(readPressTimes(times))
    press(harness.team, { settings: PAID, prompt: 'A secret product', snapshotAssetId: null }).then((id) => response.end(id))
  })
  url = await listen(web)
})
const harness = renderHarness()
// Only now are the settings those of this test.
beforeAll(watchEveryRequest)
beforeEach(async () => {
  received = []
  await startTracing('maquette-test')
})
afterEach(endTracing)
afterAll(() => {
  web.close()
  collector.close()
})

const TRACE = 'aabbccddeeff00112233445566778899'

/** Presses Generate through the web and waits for the image. @returns everything that the collector got until then. */
async function traceOfPress(headers: Record<string, string>) {
  const answer = await fetch(`${url}/nowhere/scn_1?q=hush`, { headers })
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  expect(await ended(await answer.text())).toMatchObject({ status: 'succeeded' })
  await vi.waitUntil(() => received.join('').includes('step finish'), { timeout: 10_000 })
  await endTracing()
  const spans = received.flatMap((text) =>
    exportSchema.parse(JSON.parse(text)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans)),
  )
  const [request] = spans.filter(({ name }) => name === 'GET unmatched')
  const ours = spans.filter(({ traceId }) => traceId === request?.traceId)
  const byName = new Map(ours.map((span) => [span.name, span]))
  return { spans, ours, byName, parentOf: (name: string) => ours.find(({ spanId }) => spanId === byName.get(name)?.parentSpanId)?.name }
}

test('one trace leads from the request to the stored output, and holds nothing that somebody wrote', async () => {
  const { byName, parentOf } = await traceOfPress({ traceparent: `00-${TRACE}-1122334455667788-01` })
  const chain = ['provider request', 'engine', 'step image', 'event generation/requested', 'GET unmatched']
  for (const [at, name] of chain.slice(0, -1).entries()) expect({ name, parent: parentOf(name) }).toEqual({ name, parent: chain[at + 1] })
  expect(byName.get('GET unmatched')).toMatchObject({ traceId: TRACE, parentSpanId: '1122334455667788' })
  expect(parentOf('store output')).toBe('step image')
  for (const name of ['step prepare', 'step finish']) expect(byName.has(name)).toBe(true)
  expect(received.join('')).not.toMatch(/secret product|hush/)
})

test('it begins where Generate was pressed, with what the browser did before the request', async () => {
  const times = { pressedAgoMs: 1200, captureAgoMs: 900, uploadAgoMs: 300 }
  const { byName, parentOf } = await traceOfPress({ 'x-test-times': JSON.stringify(times) })
  expect(byName.get('Generate')?.parentSpanId).toBeUndefined()
  for (const name of ['capture canvas', 'upload snapshot', 'GET unmatched']) expect({ name, parent: parentOf(name) }).toEqual({ name, parent: 'Generate' })
  expect(parentOf('event generation/requested')).toBe('GET unmatched')
  const requestMs = byName.get('GET unmatched')?.startTimeUnixNano ?? 0
  const beforeRequest = (name: string) => {
    const { startTimeUnixNano = 0, endTimeUnixNano = 0 } = byName.get(name) ?? {}
    return [startTimeUnixNano - requestMs, endTimeUnixNano - requestMs]
  }
  expect(beforeRequest('capture canvas')).toEqual([-900, -300])
  expect(beforeRequest('upload snapshot')).toEqual([-300, 0])
  expect(beforeRequest('Generate')[0]).toBe(-1200)
  expect(byName.get('Generate')?.endTimeUnixNano).toBeGreaterThanOrEqual(byName.get('GET unmatched')?.endTimeUnixNano ?? Number.NaN)
})

test('a press stands below what a proxy began, and one that cannot be is left aside', async () => {
  const times = { pressedAgoMs: 5, captureAgoMs: null, uploadAgoMs: null }
  const behind = await traceOfPress({ traceparent: `00-${TRACE}-1122334455667788-01`, 'x-test-times': JSON.stringify(times) })
  expect(behind.byName.get('Generate')).toMatchObject({ traceId: TRACE, parentSpanId: '1122334455667788' })
  expect(behind.byName.has('capture canvas')).toBe(false)
  received = []
  await startTracing('maquette-test')
  const absurd = await traceOfPress({ 'x-test-times': JSON.stringify({ ...times, pressedAgoMs: 1e9 }) })
  expect(absurd.byName.has('Generate')).toBe(false)
  expect(absurd.byName.get('GET unmatched')?.parentSpanId).toBeUndefined()
})

test('what the database does is part of it, by name alone, and is no trace of its own', async () => {
  const { spans, ours, byName, parentOf } = await traceOfPress({})
  expect(parentOf('db transaction')).toBeDefined()
  const insert = byName.get('db insert generations')
  expect(ours.find(({ spanId }) => spanId === insert?.parentSpanId)?.name).toBe('db transaction')
  expect(ours.some(({ name, parentSpanId }) => name.startsWith('db ') && parentSpanId === byName.get('step finish')?.spanId)).toBe(true)
  const database = spans.filter(({ name }) => name.startsWith('db '))
  for (const { name } of database) expect(name).toMatch(/^db (transaction|(with|select|insert|update|delete)( \w+)?)$/)
  expect(database.filter(({ parentSpanId }) => !parentSpanId)).toEqual([])
})
