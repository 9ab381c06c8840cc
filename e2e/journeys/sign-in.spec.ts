import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { newId } from '@/lib/domain/ids'
import { SERVER_DATA, serverDatabase } from '../fixtures/server'
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

/** An invitation to the person's own team, by a link that anybody may use. @returns its secret. */
async function inviteTo(email: string): Promise<string> {
  const sql = serverDatabase()
  try {
    const secret = randomBytes(32).toString('base64url')
    await sql`
      insert into invitations (id, team_id, token_hash, role, invited_by, expires_at)
      select ${newId('inv')}, m.team_id, ${createHash('sha256').update(secret).digest('hex')}, 'member', u.id, now() + interval '1 day'
      from users u join memberships m on m.user_id = u.id where u.email = ${email}`
    return secret
  } finally {
    await sql.end()
  }
}

/** The link as it is mailed when somebody asks for it on the way from an invitation: both secrets, sealed by the server's own. */
function withInvitation(link: string, invitation: string): string {
  const secret = readFileSync(path.join(SERVER_DATA, 'auth-secret'), 'utf8').trim()
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(hkdfSync('sha256', secret, 'maquette', 'seal:magic-link-invitation', 32)), iv).setAAD(
    Buffer.from(''),
  )
  const text = JSON.stringify({ token: path.basename(link), invitation })
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${path.dirname(link)}/${Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url')}`
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

test('a link signs in once, by its button alone, with the second step on asks for a code first, and leads back to the invitation that it was asked for from', async ({
  page,
  signUp,
  axe,
}) => {
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
  const code = dialog.getByLabel('Six digits from the app')
  await expect(code).toBeFocused()
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  await expect(code).toHaveAttribute('inputmode', 'numeric')
  await code.fill(codeOf(key))
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  await expect(dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10)
  await axe()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('10 recovery codes are left.')).toBeVisible()

  await page.goto('about:blank')
  await page.context().clearCookies()
  // This one was asked for from the page of an invitation, and leads back to it in the end.
  const invitation = await inviteTo(account.email)
  await page.goto(withInvitation(await linkFor(account.email), invitation))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Enter your code' })).toBeVisible()
  await axe()
  await page.goto('/scenes')
  await expect(page).toHaveURL('/sign-in?next=%2Fscenes')
  await page.goto('/sign-in/second-factor')
  await page.getByLabel('Code').fill(codeOf(key, 1))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`/invite/${invitation}`)
  await expect(page.getByText('You are in this team already.')).toBeVisible()
})
