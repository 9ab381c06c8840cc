/** Walker's alias table: draws an index in proportion to its weight in constant time. */
export type AliasTable = { probability: Float32Array; alias: Int32Array }

/** Weights must be finite and not negative, and at least one positive. */
export function buildAliasTable(weights: Float64Array): AliasTable {
  const n = weights.length
  const sum = weights.reduce((total, w) => total + w, 0)
  const scaled = weights.map((w) => (w * n) / sum)
  const probability = new Float32Array(n).fill(1)
  const alias = Int32Array.from({ length: n }, (_, i) => i)
  // Two stacks in one array: the poor grow from its start, the rich from its end.
  const stacks = new Int32Array(n)
  let poorCount = 0
  let richStart = n
  const put = (i: number): void => {
    if ((scaled[i] ?? 1) < 1) stacks[poorCount++] = i
    else stacks[--richStart] = i
  }
  for (let i = 0; i < n; i++) put(i)
  while (poorCount > 0 && richStart < n) {
    const poor = stacks[--poorCount] ?? 0
    const rich = stacks[richStart++] ?? 0
    const own = scaled[poor] ?? 1
    probability[poor] = own
    alias[poor] = rich
    scaled[rich] = (scaled[rich] ?? 1) - (1 - own)
    put(rich)
  }
  return { probability, alias }
}
