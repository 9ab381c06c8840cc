import { createHash, createHmac, randomBytes } from 'node:crypto'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

/** A link to sign in, made as the server makes it; the server's own stands in its terminal. */
async function linkFor(email: string): Promise<string> {
  const sql = serverDatabase()
  try {
    const token = randomBytes(32).toString('base64url')
    const tokenHash = createHash('sha256').update(token).digest('hex')
    const made = await sql`
      insert into user_tokens (token_hash, user_id, purpose, email, expires_at)
      select ${tokenHash}, id, 'magic_link', email, now() + interval '10 minutes' from users where email = ${email} returning user_id`
    expect(made).toHaveLength(1)
    return `/sign-in/link/${token}`
  } finally {
    await sql.end()
  }
}

/** What an authenticator app shows for a key, now or some steps of 30 seconds later (RFC 6238). */
function codeOf(key: string, steps = 0): string {
  const bits = [...key.replaceAll(' ', '')].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const digest = createHmac('sha1', secret).update(counter).digest()
  return String((digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('a link signs in once, by its button alone, and with the second step on it asks for a code first', async ({ page, signUp, axe }) => {
  const account = await signUp(page)
  const first = await linkFor(account.email)
  await page.goto(first)
  await page.goto(first)
  await axe()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/scenes')
  await page.goto(first)
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()

  await page.goto('/account')
  await expect(page.getByText('Verified', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Turn on', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await expect(dialog.getByAltText('QR code for your authenticator app')).toBeVisible()
  const key = await dialog.getByText(/^([A-Z2-7]{4} ?){8}$/).innerText()
  await axe()
  await dialog.getByLabel('Six digits from the app').fill(codeOf(key))
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  await expect(dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  await axe()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible()

  await page.goto('about:blank')
  await page.context().clearCookies()
  await page.goto(await linkFor(account.email))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
  await axe()
  await page.goto('/scenes')
  await expect(page).toHaveURL('/sign-in?next=%2Fscenes')
  await page.goto('/sign-in/second-factor')
  await page.getByLabel('Code').fill(codeOf(key, 1))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/scenes')
})
