import type { Span } from '@opentelemetry/api'
import type { PressTimes } from '@/lib/domain/press-times'
import { currentContext, type RequestTrace } from './context'
import { beginSpan, isTracing, type SpanAttributes } from './tracing'

/**
 * The trace of a request that just came in, below what its `traceparent` names; undefined where nothing is traced. Its span
 * begins late, as of now, so that a press of Generate can still come to stand above it.
 */
export function traceRequest(
  name: string,
  attributes: SpanAttributes,
  traceparent: string | undefined,
): (RequestTrace & { end: (status: number) => void }) | undefined {
  if (!isTracing()) return undefined
  const startMs = Date.now()
  let press: Span | undefined
  let own: Span | undefined
  const span = (): Span | undefined => {
    own ??= beginSpan(name, attributes, press ? { parent: press, startMs } : { parent: null, traceparent, startMs })
    return own
  }
  return {
    span,
    follow: (times) => {
      // What has begun stands where it stands.
      if (press || own) return
      press = beginSpan('Generate', {}, { parent: null, traceparent, startMs: startMs - times.pressedAgoMs })
      tracePart('capture canvas', times.captureAgoMs, times.uploadAgoMs)
      tracePart('upload snapshot', times.uploadAgoMs, 0)
    },
    end: (status) => {
      const ending = span()
      ending?.setAttribute('http.response.status_code', status)
      if (status >= 500) ending?.setStatus({ code: 2 })
      ending?.end()
      press?.end()
    },
  }

  /** A part of what happened in the browser, in milliseconds before the request. */
  function tracePart(part: string, beganAgoMs: number | null, endedAgoMs: number | null): void {
    if (beganAgoMs !== null) beginSpan(part, {}, { parent: press, startMs: startMs - beganAgoMs })?.end(startMs - (endedAgoMs ?? 0))
  }
}

/**
 * Lets the trace of the present request begin where Generate was pressed. Call it before anything else of the request: with
 * the first span below it, its own place is settled.
 */
export function tracePress(times: PressTimes | null): void {
  if (times) currentContext().request?.follow(times)
}
