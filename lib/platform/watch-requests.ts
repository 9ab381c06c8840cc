import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { enterContext } from './context'
import { env } from './env'
import { countRequest, timeRequest } from './metrics'
import { isRequestId } from './request-id'
import { routePattern } from './route-pattern'
import { traceRequest } from './trace-request'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Gives every request of this process an id, which its answer (`x-request-id`) and every log line about it carry, counts it
 * and begins its trace. An id from outside is kept only where a proxy of ours stands in front.
 */
export function watchEveryRequest(): void {
  const { TRUST_PROXY: proxies } = env()
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    const given = String(request.headers['x-request-id'] ?? '')
    const requestId = proxies > 0 && isRequestId(given) ? given : randomUUID()
    request.headers['x-request-id'] = requestId
    response.setHeader('x-request-id', requestId)
    const began = performance.now()
    const route = routePattern(request.url ?? '/')
    const method = METHODS.has(request.method ?? '') ? String(request.method) : 'OTHER'
    const isOurs = route !== '/_next'
    const trace = isOurs
      ? traceRequest(`${method} ${route}`, { 'http.request.method': method, 'http.route': route, requestId }, traceparentOf(request))
      : undefined
    enterContext({ requestId, generationId: undefined, span: undefined, request: trace })
    response.once('close', () => {
      countRequest({ method, route, status: String(response.statusCode) })
      timeRequest({ route }, (performance.now() - began) / 1000)
      trace?.end(response.statusCode)
    })
  })
}

const traceparentOf = (request: IncomingMessage): string | undefined => [request.headers.traceparent ?? []].flat()[0]
