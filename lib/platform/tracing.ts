import type { Span, SpanContext, Tracer } from '@opentelemetry/api'
import { currentContext, withContext } from './context'
import { env } from './env'

/**
 * Spans from the click to the output, sent in OTLP over HTTP where OTEL_EXPORTER_OTLP_ENDPOINT is set. Without it nothing of
 * OpenTelemetry is loaded and each call here only runs its work. Names and attributes hold ids and numbers, never what
 * somebody wrote.
 */

type Api = typeof import('@opentelemetry/api')
type Tracing = { api: Api; tracer: Tracer; end: () => Promise<void> }
export type SpanAttributes = Record<string, string | number | boolean>

// Next bundles this module several times; all of them share one exporter.
const holder = globalThis as typeof globalThis & { __maquetteTracing?: Tracing }

/** Begins to trace, if that is set up. @param service `maquette-web` or `maquette-worker`. */
export async function startTracing(service: string): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = env()
  if (!endpoint || holder.__maquetteTracing) return
  const [api, { BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  const exporter = new OTLPTraceExporter({ url, headers: headersOf(headers), timeoutMillis: 5_000 })
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1_000 })],
  })
  holder.__maquetteTracing = { api, tracer: provider.getTracer('maquette'), end: () => provider.shutdown() }
}

/** Sends what was not sent yet. For processes that end. */
export async function endTracing(): Promise<void> {
  await holder.__maquetteTracing?.end().catch(() => {})
  holder.__maquetteTracing = undefined
}

const headersOf = (text: string | undefined): Record<string, string> =>
  Object.fromEntries(
    (text ?? '')
      .split(',')
      .map((pair) => pair.split('='))
      .flatMap(([name, ...value]) => (name?.trim() && value.length > 0 ? [[name.trim(), decodeURIComponent(value.join('=').trim())]] : [])),
  )

const PARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

function parentOf(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = PARENT.exec(traceparent ?? '') ?? []
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true }
}

export const isTracing = (): boolean => holder.__maquetteTracing !== undefined

/** The span of the present work, or else that of the request that it belongs to. */
const currentSpan = (): Span | undefined => {
  const { span, request } = currentContext()
  return span ?? request?.span()
}

/** The present place in the trace, to be handed on (W3C Trace Context), or undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  const context = currentSpan()?.spanContext()
  return context ? `00-${context.traceId}-${context.spanId}-0${context.traceFlags & 1}` : undefined
}

/** What a span stands below, the present one unless said otherwise and nothing where it is null, and when it began, now unless said otherwise. */
type Origin = { traceparent?: string; parent?: Span | null; startMs?: number }

/** Begins a span below the present one, or below one of another process. The caller ends it. */
export function beginSpan(name: string, attributes: SpanAttributes = {}, origin: Origin = {}): Span | undefined {
  const tracing = holder.__maquetteTracing
  if (!tracing) return undefined
  const { trace, ROOT_CONTEXT } = tracing.api
  const remote = parentOf(origin.traceparent)
  const parent = origin.parent === undefined ? currentSpan() : origin.parent
  const above = remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT
  return tracing.tracer.startSpan(name, { attributes, startTime: origin.startMs }, above)
}

/** Runs work as a span. A failure marks it by its code alone: messages may hold what somebody wrote. */
export async function traced<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>, traceparent?: string): Promise<T> {
  const span = beginSpan(name, attributes, { traceparent })
  if (!span) return work()
  try {
    return await withContext({ span }, work)
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'internal'
    // 2 is ERROR; the package is loaded only where it is used.
    span.setStatus({ code: 2, message: code })
    throw error
  } finally {
    span.end()
  }
}

/**
 * As {@link traced}, for what is worth a span only as a part of something: clocks and polls ask the database all day, and so
 * do connections that a request opened and that outlived it.
 */
export const tracedWithin = <T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> =>
  isTracing() && currentSpan()?.isRecording() ? traced(name, attributes, work) : work()
