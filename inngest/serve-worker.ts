import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { serve } from 'inngest/edge'
import { inngest } from './client'
import { functions } from './functions'

export type WorkerServer = {
  /** Takes no more requests and resolves when those under way have ended, or after `graceMs`. */
  stop: (graceMs: number) => Promise<void>
}

/**
 * Answers a real Inngest on the worker's own port. Requests come from the web, which forwards them from its public
 * address. Any path is served, because only the web decides which one reaches us.
 * @param workerUrl where the web expects the worker: its host and port are listened on.
 */
export async function serveWorker(workerUrl: string, onError: (error: unknown) => void): Promise<WorkerServer> {
  const handler = serve({ client: inngest, functions })
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch((error: unknown) => {
      onError(error)
      if (!outgoing.headersSent) outgoing.writeHead(500)
      outgoing.end()
    })
  })
  // A step may render for minutes before the first byte of its answer.
  server.requestTimeout = 0
  const { hostname, port } = new URL(workerUrl)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(Number(port || 80), hostname, resolve)
  })
  return {
    async stop(graceMs) {
      const timer = setTimeout(() => server.closeAllConnections(), graceMs)
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeIdleConnections()
      })
      clearTimeout(timer)
    },
  }
}

async function answer(handler: (request: Request) => Promise<Response>, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const response = await handler(await toRequest(incoming))
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

/** The SDK tells Inngest where to call back, so the request must carry the address that the web was called at. */
async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost'
  const url = new URL(incoming.url ?? '/', `${headers.get('x-forwarded-proto') ?? 'http'}://${host}`)
  headers.set('host', host)
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined
  return new Request(url, { method: incoming.method, headers, body })
}
