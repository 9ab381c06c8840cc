import { expect, test } from '../fixtures/test'

const KEY = 'fal-0123456789-very-secret-wxyz'

test('an owner gives the team a key, which makes its engine ready, is never shown again, and can be replaced and removed', async ({ page, signUp, axe }) => {
  await signUp(page)
  await page.goto('/team/engines')
  const engines = page.getByRole('region', { name: 'Engines', exact: true })
  const keys = page.getByRole('region', { name: "The team's own keys" })
  const fal = keys.getByRole('listitem').filter({ hasText: 'fal' })
  await expect(engines.getByRole('listitem').filter({ hasText: 'Studio' })).toContainText('Ready')
  await expect(fal).toContainText('No key.')
  await expect(keys.getByRole('button', { name: 'Test: fal' })).toHaveCount(0)
  await axe()

  await keys.getByRole('button', { name: 'Add key: fal' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a key for fal' })
  await dialog.getByLabel('Key', { exact: true }).fill('short')
  await dialog.getByRole('button', { name: 'Keep key' }).click()
  await expect(dialog.getByText('This is too short for a key.', { exact: false })).toBeVisible()
  await axe()
  await dialog.getByLabel('Key', { exact: true }).fill(KEY)
  await dialog.getByRole('button', { name: 'Keep key' }).click()
  await expect(dialog).toBeHidden()
  await expect(fal).toContainText('Ends in wxyz')
  await expect(engines.getByRole('listitem').filter({ hasText: "The team's key" })).toContainText('Ready')

  await page.reload()
  await expect(fal).toContainText('Ends in wxyz')
  expect(await page.content()).not.toContain('very-secret')

  await keys.getByRole('button', { name: 'Replace: fal' }).click()
  const again = page.getByRole('dialog', { name: 'Replace the fal key' })
  await again.getByLabel('Key', { exact: true }).fill(`${KEY}-2`)
  await again.getByRole('button', { name: 'Keep key' }).click()
  await expect(fal).toContainText('Ends in yz-2')

  await keys.getByRole('button', { name: 'Remove: fal' }).click()
  await page.getByRole('dialog', { name: 'Remove the fal key?' }).getByRole('button', { name: 'Remove key' }).click()
  await expect(fal).toContainText('No key.')
  await expect(engines.getByRole('listitem').filter({ hasText: "The team's key" })).toHaveCount(0)
})
