import { makeDraft } from '../fixtures/editor-page'
import { expect, test } from '../fixtures/test'

test('an image says how faithful it is, object by object, shows where it differs, and History is ordered by it', async ({ page, signUp, axe }) => {
  test.setTimeout(240_000)
  await signUp(page)
  await makeDraft(page, 'Golden hour')
  // It is measured after it is there, and the editor learns of it by itself.
  await expect(page.getByText(/^Fidelity \d+$/)).toHaveCount(1, { timeout: 60_000 })

  await page.goto('/history')
  await page.getByRole('button', { name: 'Order: Newest first' }).click()
  await page.getByRole('menuitemradio', { name: 'Most faithful first' }).click()
  await expect(page).toHaveURL(/sort=fidelity/)
  await page.locator('a[href^="/history/gen_"]').first().click()

  const line = page.getByRole('button', { name: /^Fidelity \d+$/ })
  await line.focus()
  await expect(page.getByRole('tooltip')).toContainText('How well shapes and places match your scene')
  await line.press('Enter')
  const list = page.getByRole('region', { name: 'Fidelity' })
  await expect(list.getByRole('listitem').first()).toBeVisible()
  await list.getByText(/more objects?$/).click()
  await expect(list.getByText('Bottle')).toBeVisible()

  const toggle = page.getByRole('button', { name: 'Show where it differs' })
  await expect(toggle).toHaveAttribute('aria-pressed', 'false')
  await toggle.press('Enter')
  await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('img', { name: 'Bright places differ from the scene.' })).toBeVisible()
  await axe()
  await toggle.press('Enter')
  await expect(page.getByRole('img', { name: 'Bright places differ from the scene.' })).toBeHidden()
})
