import { readFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/test'

test('the audit log says who did what and from where, is narrowed by words, and is taken away as a table', async ({ page, signUp, axe }) => {
  await signUp(page)
  await page.goto('/team')
  await page.getByLabel('Team name').fill('=Lamps & Daughters')
  await page.getByRole('button', { name: 'Save name' }).click()
  await expect(page.getByText('The name is saved.')).toBeVisible()

  await page.goto('/team/audit')
  const renamed = page.getByRole('listitem').filter({ hasText: 'renamed the team from Personal to =Lamps & Daughters' })
  await renamed.locator('summary').click()
  await expect(renamed.getByText('team.renamed')).toBeVisible()
  await expect(renamed.getByRole('row', { name: 'name Personal =Lamps & Daughters' })).toBeVisible()
  await expect(renamed.getByText('127.0.0.1')).toBeVisible()
  await axe()

  await page.getByLabel('Words').fill('opened account')
  await page.getByRole('button', { name: 'Search' }).click()
  await expect(renamed).toHaveCount(0)
  await expect(page.getByText('opened an account')).toBeVisible()
  await page.getByRole('link', { name: 'Clear' }).click()
  await expect(renamed).toBeVisible()

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()])
  const table = await readFile(await download.path(), 'utf8')
  expect(table).toContain('renamed the team from Personal to =Lamps & Daughters')
  expect(table).toContain('name: Personal,name: =Lamps & Daughters,127.0.0.1')

  await page.getByRole('combobox', { name: 'Rows are kept' }).click()
  await page.getByRole('option', { name: 'For a year' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved. What is older goes in the coming night.')).toBeVisible()
  await expect(page.getByText(/changed how long the audit log is kept .* to for a year/)).toBeVisible()
})
