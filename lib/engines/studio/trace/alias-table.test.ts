import { describe, expect, it } from 'vitest'
import { buildAliasTable } from './alias-table'

/** How often each index is drawn, from the table itself rather than by drawing. */
function shares(weights: number[]): number[] {
  const { probability, alias } = buildAliasTable(Float64Array.from(weights))
  const result = weights.map(() => 0)
  weights.forEach((_, i) => {
    const own = probability[i] ?? 0
    result[i] = (result[i] ?? 0) + own / weights.length
    const other = alias[i] ?? i
    result[other] = (result[other] ?? 0) + (1 - own) / weights.length
  })
  return result
}

describe('buildAliasTable', () => {
  it.each([[[1]], [[1, 1, 1]], [[0, 1]], [[5, 0, 0, 1, 0.25]], [Array.from({ length: 100 }, (_, i) => (i * 37) % 11)]])('draws %j in proportion', (weights) => {
    const sum = weights.reduce((total, w) => total + w, 0)
    const drawn = shares(weights)
    weights.forEach((w, i) => {
      expect(drawn[i]).toBeCloseTo(w / sum, 6)
    })
  })
})
