import { microUsd, unitPriceOf } from '@/lib/domain/prices'
import { bodyOf, type Fetch, isRecord, readAnswer } from '../hosted/jobs'

const WAIT_MS_MAX = 10_000

/**
 * Dollars for one unit as fal bills it: what it says itself, which may be this account's own price, or else the table's.
 * Not every key may ask for it. @returns null where nobody says.
 */
export async function unitPrice(send: Fetch, pricingUrl: string, model: string, headers: HeadersInit | undefined): Promise<number | null> {
  const told = await askForPrice(send, pricingUrl, model, headers).catch(() => null)
  if (told !== null) return told
  const listed = unitPriceOf('fal', model)
  // Where the first unit costs more, nobody says how fal counts it among the units.
  return listed && listed.firstMicroUsd === undefined ? listed.microUsd / 1e6 : null
}

async function askForPrice(send: Fetch, pricingUrl: string, model: string, headers: HeadersInit | undefined): Promise<number | null> {
  const address = `${pricingUrl}?endpoint_id=${encodeURIComponent(model)}`
  const body = bodyOf(await readAnswer(await send(address, { method: 'GET', headers, signal: AbortSignal.timeout(WAIT_MS_MAX) })))
  const rows = isRecord(body) && Array.isArray(body.prices) ? body.prices : []
  const row = rows.filter(isRecord).find(({ endpoint_id, currency }) => endpoint_id === model && currency === 'USD')
  return row && microUsd(row.unit_price) !== null && typeof row.unit_price === 'number' ? row.unit_price : null
}
