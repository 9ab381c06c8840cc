/**
 * Begins a span of work that the browser's performance tools and the benches can see; the returned function ends it.
 * The entry goes to whoever observes `measure` at that moment and is dropped at once, so that hours of drawing do not
 * pile up entries that nobody reads.
 */
export function beginSpan(name: 'maquette/stage' | 'maquette/slot' | 'maquette/snapshot' | 'maquette/encoding'): () => void {
  const start = performance.now()
  return () => {
    performance.measure(name, { start })
    performance.clearMeasures(name)
  }
}
