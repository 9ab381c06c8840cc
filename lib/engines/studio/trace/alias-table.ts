/** Walker's alias table: draws an index in proportion to its weight in constant time. */
export type AliasTable = { probability: Float32Array; alias: Int32Array }

/** Weights must be finite and not negative, and at least one positive. */
export function buildAliasTable(weights: Float64Array): AliasTable {
  const n = weights.length
  const sum = weights.reduce((total, w) => total + w, 0)
  const scaled = weights.map((w) => (w * n) / sum)
  const probability = new Float32Array(n).fill(1)
  const alias = Int32Array.from({ length: n }, (_, i) => i)
  const small: number[] = []
  const large: number[] = []
  scaled.forEach((p, i) => {
    if (p < 1) small.push(i)
    else large.push(i)
  })
  for (;;) {
    const poor = small.pop()
    const rich = large.pop()
    if (poor === undefined || rich === undefined) return { probability, alias }
    const own = scaled[poor] ?? 1
    probability[poor] = own
    alias[poor] = rich
    const left = (scaled[rich] ?? 1) - (1 - own)
    scaled[rich] = left
    if (left < 1) small.push(rich)
    else large.push(rich)
  }
}
