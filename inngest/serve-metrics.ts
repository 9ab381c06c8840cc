import { createServer, type Server } from 'node:http'
import { METRICS_TYPE, renderMetrics } from '@/lib/platform/metrics'

/**
 * Gives the worker's own metrics on 127.0.0.1, where only this machine asks; hence no token.
 * @throws when the port is taken.
 */
export async function serveMetrics(port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    renderMetrics().then(
      (text) => response.writeHead(200, { 'content-type': METRICS_TYPE }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  // Nothing waits for it: the worker ends when its work does.
  server.unref()
  return server
}
