const TEXT_LENGTH_MAX = 300
const ITEMS_MAX = 50
const DEPTH_MAX = 4
/** The names under which this code base keeps what opens something. Their values are never written down, in whatever form. */
const SECRET = /^(password|secret|token|key|apiKey|hash|ciphertext|authorization|cookie|recoveryCodes)$|(Hash|Secret|Password|Token|Ciphertext|ApiKey)$/

/**
 * A value as the audit log keeps it: texts cut, lists shortened, secrets left out. Callers pass little and nothing secret;
 * this stands behind them, since what is in the log stays there.
 */
export function presentable(value: unknown, depth = 0): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value.length > TEXT_LENGTH_MAX ? `${value.slice(0, TEXT_LENGTH_MAX)}…` : value
  if (typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || depth >= DEPTH_MAX) return null
  if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => presentable(item, depth + 1))
  const kept = Object.entries(value).filter(([name, held]) => held !== undefined && (typeof held === 'boolean' || !SECRET.test(name)))
  return Object.fromEntries(kept.slice(0, ITEMS_MAX).map(([name, held]) => [name, presentable(held, depth + 1)]))
}
