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

test('what is no page runs and loads nothing, and no other site frames it', async ({ request }) => {
  for (const path of ['/api/health', '/api/history', '/api/files/unknown']) {
    expect((await request.get(path)).headers()['content-security-policy'], path).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
    )
  }
  expect((await request.get('/icon.svg')).headers()['content-security-policy']).toContain("frame-ancestors 'none'")
})

test('files that are the same for everybody are never guessed at, and kept for as long as they stay what they are', async ({ request }) => {
  const script = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get('/')).text())?.[0] ?? ''
  for (const [path, lifetime] of [
    [script, 'immutable'],
    ['/landing/golden.webp', 'max-age=3600'],
    ['/samples/plinth.webp', 'max-age=3600'],
    ['/community/amber-by-candle.webp', 'max-age=3600'],
    ['/guide/grade-after.webp', 'max-age=3600'],
    ['/icon.svg', 'max-age=3600'],
    ['/favicon.ico', 'max-age=3600'],
  ] as const) {
    const response = await request.get(path)
    expect(response.status(), path).toBe(200)
    expect(response.headers(), path).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' })
    expect(response.headers()['cache-control'], path).toContain(lifetime)
  }
})

test('a request that claims to have come through a proxy of ours is taken for what it is', async ({ request }) => {
  const claims = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test', 'x-forwarded-for': '198.51.100.1' }
  const answer = await request.get('/api/auth/csrf', { headers: claims })
  // Over HTTPS the cookie would be named __Host-, so its name tells whether the claim was believed.
  expect(answer.headers()['set-cookie']).toMatch(/^authjs\.csrf-token=/)
})

test('two visits get two nonces', async ({ request }) => {
  const nonceOf = async () => /'nonce-([^']+)'/.exec((await request.get('/')).headers()['content-security-policy'] ?? '')?.[1]
  expect(await nonceOf()).not.toBe(await nonceOf())
})

test('an unknown address is a real 404 with a way on', async ({ page, expectProblem }) => {
  expectProblem('console: Failed to load resource: the server responded with a status of 404 (Not Found) /no-such-page')
  const response = await page.goto('/no-such-page')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('link', { name: /first page/ })).toBeVisible()
})

test('a change that does not say where it comes from is refused', async ({ request }) => {
  const response = await request.post('/sign-up', { data: {}, headers: { origin: '' } })
  expect(response.status()).toBe(403)
})

test('health says that the web answers, and ready names every part that it needs', async ({ request }) => {
  expect(await (await request.get('/api/health')).json()).toEqual({ status: 'ok' })
  const part = { status: 'ok', ms: expect.any(Number) }
  await expect
    .poll(async () => (await request.get('/api/ready')).json())
    .toEqual({ status: 'ok', parts: { database: part, storage: part, queue: { ...part, oldestSeconds: expect.any(Number) }, engine: part } })
})
