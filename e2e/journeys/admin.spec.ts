import { makeInstanceAdmin } from '../fixtures/instance-admin'
import { expect, test } from '../fixtures/test'

test('an instance admin suspends a team, whose member is told and cannot generate, and restores it', async ({ page, browser, baseURL, signUp, axe }) => {
  const theirs = await browser.newContext({ baseURL, reducedMotion: 'reduce' })
  const guest = await theirs.newPage()
  const { email } = await signUp(guest, { name: 'Mina Member' })
  const editor = guest.url()
  await guest.goto('/scenes')
  await expect(guest.getByRole('button', { name: 'New scene' })).toBeVisible()

  const admin = await signUp(page, { name: 'Otto Operator' })
  await makeInstanceAdmin(admin.email)
  await page.goto('/scenes')
  await page.getByRole('button', { name: 'Otto Operator' }).click()
  await page.getByRole('menuitem', { name: 'Administration' }).click()
  await expect(page.getByRole('heading', { name: 'Work' })).toBeVisible()
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible()
  await axe()
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Teams' }).click()
  await page.getByRole('searchbox', { name: 'Search teams and their people' }).fill(email)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Mina Member' }).click()
  await expect(page.getByRole('heading', { name: 'The personal team of Mina Member' })).toBeVisible()
  await axe()

  await page.getByRole('button', { name: 'Suspend' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Suspend' }).click()
  await expect(dialog.getByText('Say why.', { exact: false })).toBeVisible()
  await dialog.getByLabel('Reason').fill('The trial is over')
  await dialog.getByRole('button', { name: 'Suspend' }).click()
  await expect(page.getByRole('button', { name: 'Restore' })).toBeVisible()

  // The member's open page reads itself anew, and the editor offers nothing that would be refused.
  await expect(guest.getByText('Personal is suspended.')).toBeVisible()
  await expect(guest.getByText('The reason: The trial is over', { exact: false })).toBeVisible()
  await expect(guest.getByRole('button', { name: 'New scene' })).toBeHidden()
  await axe(guest)
  await guest.goto(editor)
  await expect(guest.getByText('This team is suspended: ask whoever runs this Maquette.').first()).toBeVisible()
  await expect(guest.getByRole('button', { name: /^Generate/ }).first()).toBeDisabled()
  await guest.goto('/scenes')

  await page.getByRole('button', { name: 'Restore' }).click()
  await expect(page.getByText('The team is restored.', { exact: true })).toBeVisible()
  await expect(guest.getByText('Personal is suspended.')).toBeHidden()
  await expect(guest.getByRole('button', { name: 'New scene' })).toBeVisible()
  await theirs.close()
})

test('whoever is no instance admin finds no administration', async ({ page, signUp }) => {
  await signUp(page, { name: 'Una User' })
  await page.goto('/scenes')
  await page.getByRole('button', { name: 'Una User' }).click()
  await expect(page.getByRole('menuitem', { name: 'Account' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Administration' })).toBeHidden()
  expect((await page.request.get('/admin')).status()).toBe(404)
})
