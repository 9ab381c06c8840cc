import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Counters of this process in the text format of Prometheus (version 0.0.4). Labels are names from our own code: no ids
 * and nothing that a person typed. However they are used, a metric keeps a bounded number of series.
 */

type Labels = Readonly<Record<string, string>>
type Series = { labels: Labels; value: number }
type Metric = { name: string; help: string; type: 'counter' | 'gauge' | 'histogram'; lines: () => string[] | Promise<string[]> }

/** More combinations of labels than this are a mistake of ours; they share one series then. */
const SERIES_MAX = 500
const OVERFLOW = 'other'

// Next bundles this module several times; all of them count in one place.
const holder = globalThis as typeof globalThis & { __maquetteMetrics?: Map<string, Metric & { store: unknown }> }
holder.__maquetteMetrics ??= new Map()
const registry = holder.__maquetteMetrics

function register<Store>(metric: Omit<Metric, 'lines'>, make: () => Store, lines: (store: Store) => string[] | Promise<string[]>): Store {
  const known = registry.get(metric.name)
  if (known) return known.store as Store
  const store = make()
  registry.set(metric.name, { ...metric, store, lines: () => lines(store) })
  return store
}

const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, each]) => `${key}="${escaped(each)}"`)
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`
}

function seriesOf<T>(store: Map<string, T>, labels: Labels, make: (labels: Labels) => T): T {
  const key = JSON.stringify(labels)
  const known = store.get(key)
  if (known) return known
  if (store.size >= SERIES_MAX && !Object.values(labels).every((value) => value === OVERFLOW)) {
    return seriesOf(store, Object.fromEntries(Object.keys(labels).map((name) => [name, OVERFLOW])), make)
  }
  const made = make(labels)
  store.set(key, made)
  return made
}

/** Something that only grows, or with a negative step a number of things that are there now. */
export function counter<L extends Labels>(name: string, help: string, type: 'counter' | 'gauge' = 'counter'): (labels: L, by?: number) => void {
  const store = register(
    { name, help, type },
    () => new Map<string, Series>(),
    (all) => [...all.values()].map(({ labels, value }) => line(name, labels, value)),
  )
  return (labels, by = 1) => {
    seriesOf<Series>(store, labels, (own) => ({ labels: own, value: 0 })).value += by
  }
}

type Distribution = { labels: Labels; counts: number[]; sum: number; count: number }

/** How values are spread. @param bounds upper ends of the buckets, ascending. */
export function histogram<L extends Labels>(name: string, help: string, bounds: readonly number[]): (labels: L, value: number) => void {
  const store = register(
    { name, help, type: 'histogram' },
    () => new Map<string, Distribution>(),
    (all) =>
      [...all.values()].flatMap(({ labels, counts, sum, count }) => [
        ...bounds.map((bound, at) => line(`${name}_bucket`, { ...labels, le: String(bound) }, counts[at] ?? 0)),
        line(`${name}_bucket`, { ...labels, le: '+Inf' }, count),
        line(`${name}_sum`, labels, sum),
        line(`${name}_count`, labels, count),
      ]),
  )
  return (labels, value) => {
    const series = seriesOf<Distribution>(store, labels, (own) => ({ labels: own, counts: bounds.map(() => 0), sum: 0, count: 0 }))
    for (const [at, bound] of bounds.entries()) if (value <= bound) series.counts[at] = (series.counts[at] ?? 0) + 1
    series.sum += value
    series.count += 1
  }
}

/** Something that is asked for when it is read. One that cannot be read is left out. */
export function gauge(name: string, help: string, read: () => Series[] | Promise<Series[]>, type: 'counter' | 'gauge' = 'gauge'): void {
  register(
    { name, help, type },
    () => read,
    async (ask) => (await ask()).map(({ labels, value }) => line(name, labels, value)),
  )
}

/** All metrics of this process. */
export async function renderMetrics(): Promise<string> {
  const parts = await Promise.all(
    [...registry.values()].map(async ({ name, help, type, lines }) => {
      const read = await Promise.resolve(lines()).catch((): string[] => [])
      return read.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${read.join('\n')}\n`
    }),
  )
  return parts.join('')
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const RENDER_SECONDS = [1, 2, 5, 10, 20, 40, 60, 120, 300, 600, 1800]

export const countRequest = counter<{ method: string; route: string; status: string }>('maquette_http_requests_total', 'Requests by pattern of their address.')
export const timeRequest = histogram<{ route: string }>('maquette_http_request_seconds', 'Time until the whole answer was sent.', SECONDS)
export const countGeneration = counter<{ engine: string; status: string }>('maquette_generations_ended_total', 'Generations that this process ended.')
export const timeRender = histogram<{ engine: string }>('maquette_render_seconds', 'Time of an engine for one image.', RENDER_SECONDS)
export const countAttempt = counter<{ engine: string; outcome: string }>('maquette_provider_attempts_total', 'Calls that may cost money.')
export const countFailure = counter<{ engine: string; code: string }>('maquette_engine_failures_total', 'Failures of engines by what they mean.')
export const countRefusal = counter<{ limit: string }>('maquette_rate_limited_total', 'Attempts that were one too many.')
export const countStream = counter<Record<string, never>>('maquette_live_streams', 'Browsers that are told of changes at the moment.', 'gauge')

/** The kind of an engine: workflows of teams have names of their own, and every team may bring some. */
export const engineLabel = (id: string): string => /^[a-z-]+/.exec(id)?.[0] ?? 'unknown'

/** Begins to watch this process itself. */
export function watchProcess(): void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  gauge('process_resident_memory_bytes', 'Memory of the process.', () => [{ labels: {}, value: process.memoryUsage.rss() }])
  gauge('nodejs_heap_used_bytes', 'Memory that JavaScript uses.', () => [{ labels: {}, value: process.memoryUsage().heapUsed }])
  gauge('process_cpu_seconds_total', 'Processor time.', () => [{ labels: {}, value: (process.cpuUsage().user + process.cpuUsage().system) / 1e6 }], 'counter')
  gauge('process_start_time_seconds', 'When the process began.', () => [{ labels: {}, value: Math.round(Date.now() / 1000 - process.uptime()) }])
  gauge('nodejs_eventloop_lag_p99_seconds', 'Delay of the event loop since it was last asked for, 99th percentile.', () => {
    const value = delay.percentile(99) / 1e9
    delay.reset()
    return [{ labels: {}, value: Number.isFinite(value) ? value : 0 }]
  })
}
