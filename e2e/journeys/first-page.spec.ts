import { expect, test } from '../fixtures/test'

test('the first page answers, says what Maquette is and leads to sign-up', async ({ page, axe }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await axe()
  await page.getByRole('link', { name: 'Start with a sample scene' }).click()
  await expect(page).toHaveURL(/\/sign-up$/)
  await expect(page.getByLabel('Email')).toBeVisible()
})

test('every page carries the headers that keep other sites out', async ({ request }) => {
  const headers = (await request.get('/')).headers()
  const policy = headers['content-security-policy'] ?? ''
  expect(policy).toMatch(/script-src [^;]*'nonce-[A-Za-z0-9+/=]+'/)
  expect(policy).not.toMatch(/script-src [^;]*'unsafe-(inline|eval)'/)
  expect(policy).toContain("object-src 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['x-powered-by']).toBeUndefined()
})

test('two visits get two nonces', async ({ request }) => {
  const nonceOf = async () => /'nonce-([^']+)'/.exec((await request.get('/')).headers()['content-security-policy'] ?? '')?.[1]
  expect(await nonceOf()).not.toBe(await nonceOf())
})

test('an unknown address is a real 404 with a way on', async ({ page, expectProblem }) => {
  expectProblem('console: Failed to load resource: the server responded with a status of 404 (Not Found)')
  const response = await page.goto('/no-such-page')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('link', { name: /first page/ })).toBeVisible()
})

test('a change that does not say where it comes from is refused', async ({ request }) => {
  const response = await request.post('/sign-up', { data: {}, headers: { origin: '' } })
  expect(response.status()).toBe(403)
})

test('health says that pages and database answer', async ({ request }) => {
  const response = await request.get('/api/health')
  expect(response.status()).toBe(200)
  expect(await response.json()).toMatchObject({ status: 'ok', database: true })
})
