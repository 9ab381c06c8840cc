import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkerServer } from '@/inngest/serve-worker'

vi.mock('@/inngest/functions', () => ({ functions: [] }))

/** Stands in for an Inngest server: it only writes down what is registered with it. */
let inngest: Server
let registrations: { url: string }[]
let worker: WorkerServer | undefined

beforeEach(async () => {
  registrations = []
  inngest = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (request.url?.startsWith('/fn/register')) registrations.push(JSON.parse(Buffer.concat(chunks).toString()))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: 200, modified: true }))
  })
  await listen(inngest)
})
afterEach(async () => {
  await worker?.stop(0)
  worker = undefined
  await new Promise((resolve) => inngest.close(resolve))
  vi.unstubAllEnvs()
})

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
}
const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function freePort(): Promise<number> {
  const server = createServer()
  await listen(server)
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The environment is read once a process, so each test loads the modules anew. */
async function routeWith(settings: Record<string, string>): Promise<typeof import('./route')> {
  vi.resetModules()
  for (const name of ['INNGEST_DEV', 'INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY', 'MAQUETTE_WORKER_URL']) vi.stubEnv(name, settings[name] ?? '')
  return import('./route')
}

const publicUrl = 'https://maquette.example/api/inngest'
const headers = { host: 'maquette.example' }
const put = (): Request => new Request(publicUrl, { method: 'PUT', headers })

describe('the door for Inngest', () => {
  it.each(['', '0', 'false'])('is not there with the embedded executor (INNGEST_DEV="%s")', async (dev) => {
    const route = await routeWith({ INNGEST_DEV: dev, MAQUETTE_WORKER_URL: `http://127.0.0.1:${await freePort()}` })
    for (const handle of [route.GET, route.PUT, route.POST]) expect((await handle(put())).status).toBe(404)
  })

  it('leads to the worker, which registers under the address of the web', async () => {
    const workerUrl = `http://127.0.0.1:${await freePort()}`
    const route = await routeWith({ INNGEST_DEV: `http://127.0.0.1:${portOf(inngest)}`, MAQUETTE_WORKER_URL: workerUrl })
    const { serveWorker } = await import('@/inngest/serve-worker')
    worker = await serveWorker(workerUrl, (error) => {
      throw error
    })
    const response = await route.PUT(put())
    expect(response.status).toBe(200)
    expect(response.headers.get('x-inngest-sdk')).toMatch(/^inngest-js:/)
    expect(registrations.map((registration) => new URL(registration.url).href)).toEqual([publicUrl])
  })

  it('asks to come back later while the worker does not answer', async () => {
    const route = await routeWith({ INNGEST_DEV: '1', MAQUETTE_WORKER_URL: `http://127.0.0.1:${await freePort()}` })
    const response = await route.POST(new Request(publicUrl, { method: 'POST', body: '{}' }))
    expect(response.status).toBe(503)
  })

  it('leads to the functions in the web itself where no worker is attached', async () => {
    const route = await routeWith({ INNGEST_DEV: `http://127.0.0.1:${portOf(inngest)}` })
    expect((await route.PUT(put())).status).toBe(200)
    expect(registrations).toHaveLength(1)
  })

  it('is closed to whoever cannot sign, once there is a key', async () => {
    const route = await routeWith({ INNGEST_EVENT_KEY: 'event', INNGEST_SIGNING_KEY: 'signkey-prod-a1b2c3d4' })
    const call = `${publicUrl}?fnId=maquette-render-generation&stepId=step`
    const response = await route.POST(new Request(call, { method: 'POST', headers, body: '{"event":{}}' }))
    expect(response.status).toBe(401)
  })
})
