import { createHash, randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { serverDatabase } from '../fixtures/server'
import { type Account, expect, test } from '../fixtures/test'

const signIn = async (page: Page, { email, password }: Pick<Account, 'email' | 'password'>): Promise<void> => {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const signOut = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible()
}

/** Makes the browser a stranger. It leaves the page first, whose open connections would notice. */
const forget = async (page: Page): Promise<void> => {
  await page.goto('about:blank')
  await page.context().clearCookies()
}

/** A link to reset a password, made as the server makes it; the server's own stands in its terminal. */
async function resetPathFor(email: string): Promise<string> {
  const sql = serverDatabase()
  try {
    const token = randomBytes(32).toString('base64url')
    const tokenHash = createHash('sha256').update(token).digest('hex')
    const made = await sql`
      insert into user_tokens (token_hash, user_id, purpose, expires_at)
      select ${tokenHash}, id, 'password_reset', now() + interval '1 hour' from users where email = ${email} returning user_id`
    expect(made).toHaveLength(1)
    return `/reset-password/${token}`
  } finally {
    await sql.end()
  }
}

test('an account opens, closes, and opens again with its password alone', async ({ page, signUp }) => {
  const account = await signUp(page)
  await page.goto('/account')
  await expect(page.getByText(account.email).first()).toBeVisible()
  await signOut(page, account.name)
  await page.goto('/account')
  await expect(page).toHaveURL('/sign-in?next=%2Faccount')

  await signIn(page, { ...account, password: 'not the password' })
  await expect(page.getByText('Email and password do not match.')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/scenes')
})

test('signing in leads back to the page that was asked for, and to no other site', async ({ page, signUp }) => {
  const account = await signUp(page)
  await forget(page)
  await page.goto('/account')
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible()

  await page.goto('/sign-in?next=//evil.test')
  await expect(page).toHaveURL('/scenes')
})

test('what is wrong stands beside its field, and what was typed stays', async ({ page, axe }) => {
  await page.goto('/sign-up')
  await page.getByLabel('Email').fill('ada')
  await page.getByLabel('Name').fill('Ada Lind')
  await page.getByLabel('Password', { exact: true }).fill('password1234')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByText('This does not look like an email address.')).toBeVisible()
  await expect(page.getByText('This is one of the passwords that are tried first.')).toBeVisible()
  await expect(page.getByLabel('Email')).toBeFocused()
  await expect(page.getByLabel('Name')).toHaveValue('Ada Lind')
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('password1234')
  await axe()
})

test('an address has one account', async ({ page, browser, signUp, baseURL }) => {
  const account = await signUp(page)
  const other = await (await browser.newContext({ baseURL })).newPage()
  await other.goto('/sign-up')
  await other.getByLabel('Email').fill(account.email.toUpperCase())
  await other.getByLabel('Password', { exact: true }).fill('another quiet room')
  await other.getByRole('button', { name: 'Create account' }).click()
  await expect(other.getByText('This address has an account already. Sign in instead.')).toBeVisible()
  await other.context().close()
})

test('a forgotten password is replaced by a link that works once', async ({ page, signUp, axe }) => {
  const account = await signUp(page)
  await forget(page)
  await page.goto('/forgot-password')
  for (const email of ['nobody@example.com', account.email]) {
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Send link' }).click()
    await expect(page.getByText('If this address has an account, the link now stands in the terminal')).toBeVisible()
  }
  await axe()

  const path = await resetPathFor(account.email)
  await page.goto(path)
  await axe()
  await page.getByLabel('New password').fill('a brighter graphite room')
  await page.getByRole('button', { name: 'Set new password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  await signIn(page, { email: account.email, password: 'a brighter graphite room' })
  await expect(page).toHaveURL('/scenes')

  await page.goto(path)
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
})

test('a new password ends the other sessions, and a session can be ended alone', async ({ page, browser, signUp, baseURL }) => {
  const account = await signUp(page)
  const other = await (await browser.newContext({ baseURL })).newPage()
  await signIn(other, account)
  await expect(other).toHaveURL('/scenes')

  await page.goto('/account')
  await page.getByRole('button', { name: /^End session on/ }).click()
  await expect(page.getByRole('button', { name: /^End session on/ })).toBeHidden()
  await other.goto('/account')
  await expect(other).toHaveURL('/sign-in?next=%2Faccount')

  await signIn(other, account)
  await expect(other).toHaveURL('/scenes')
  await page.getByLabel('Current password').fill('not the password')
  await page.getByLabel('New password').fill('a brighter graphite room')
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('This is not your present password.')).toBeVisible()
  await page.getByLabel('Current password').fill(account.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Your password is changed.')).toBeVisible()
  await other.goto('/account')
  await expect(other).toHaveURL('/sign-in?next=%2Faccount')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Account' })).toBeVisible()
  await other.context().close()
})

test('the theme is kept, and no page flashes the other one first', async ({ page, signUp, axe }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  const account = await signUp(page)
  await page.goto('/account')
  const background = () => page.evaluate(() => getComputedStyle(document.body).color)
  const dark = await background()
  await axe()
  await page.getByRole('radio', { name: 'Light' }).click()
  await expect.poll(background).not.toBe(dark)
  await axe()
  const html = await (await page.reload())?.text()
  expect(html).toContain('data-theme="light"')
  await page.getByRole('button', { name: account.name, exact: true }).click()
  await expect(page.getByRole('menuitemradio', { name: 'Light' })).toBeChecked()
  await axe()
})

test('deleting an account asks for the address, then leaves nothing to sign in to', async ({ page, signUp, axe }) => {
  const account = await signUp(page)
  await page.goto('/account')
  const open = page.getByRole('button', { name: 'Delete account' })
  await open.click()
  const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
  await expect(dialog.getByLabel(`Type ${account.email} to confirm`)).toBeFocused()
  await axe()
  await page.keyboard.press('Escape')
  await expect(open).toBeFocused()

  await open.click()
  await dialog.getByLabel(/^Type/).fill('eva@example.com')
  await dialog.getByRole('button', { name: 'Delete account' }).click()
  await expect(dialog.getByText(`Type ${account.email} to confirm.`)).toBeVisible()
  await dialog.getByLabel(/^Type/).fill(account.email)
  await dialog.getByRole('button', { name: 'Delete account' }).click()
  await expect(page.getByText('Your account is deleted.')).toBeVisible()
  await signIn(page, account)
  await expect(page.getByText('Email and password do not match.')).toBeVisible()
})

test('pages before signing in keep the rules of accessibility in both themes, wide and narrow', async ({ page, axe }) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 })
      for (const path of ['/', '/sign-in', '/sign-up', '/forgot-password', '/reset-password/unknown']) {
        await page.goto(path)
        await axe()
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(overflow, `${path} at ${width} px scrolls sideways`).toBe(0)
      }
    }
  }
})
