import { expect, test } from 'vitest'
import { unitPrice } from './unit-price'

const FLEX = 'fal-ai/flux-2-flex/edit'
const says =
  (body: unknown, status = 200): typeof fetch =>
  async () =>
    new Response(JSON.stringify(body), { status })
const ask = (send: typeof fetch, model = FLEX) => unitPrice(send, 'https://prices.example', model, {})

test("fal's own word counts, which may be the price of this account", async () => {
  expect(await ask(says({ prices: [{ endpoint_id: FLEX, unit_price: 0.025, unit: 'megapixels', currency: 'USD' }] }))).toBe(0.025)
})

test('where it does not say, the table does', async () => {
  expect(await ask(says({ detail: 'Forbidden' }, 403))).toBe(0.05)
  expect(await ask(says({ prices: [{ endpoint_id: FLEX, unit_price: 0.04, currency: 'EUR' }] }))).toBe(0.05)
  expect(await ask(() => Promise.reject(new TypeError('fetch failed')))).toBe(0.05)
})

test('where nobody says, or not how the first unit is counted, it is unknown', async () => {
  expect(await ask(says({}), 'fal-ai/something')).toBeNull()
  expect(await ask(says({}), 'fal-ai/flux-2-pro/edit')).toBeNull()
})
