import { expect, test } from '../fixtures/test'

test('an image on its way is found in History on a phone, followed there, and canceled', async ({ page, signUp, axe }) => {
  test.setTimeout(180_000)
  await signUp(page)
  await page.getByRole('textbox', { name: 'Prompt' }).fill('A quiet morning')
  await page.getByRole('radio', { name: 'High' }).click()
  await page.getByRole('button', { name: /^Generate/ }).click()
  await expect(page.getByRole('img', { name: 'What is rendered so far' })).toBeVisible({ timeout: 60_000 })

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/history')
  await page.getByRole('link', { name: /^A quiet morning/ }).click()
  await page.waitForURL(/\/history\/gen_/)
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /\d/)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  await axe()
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(page.getByText('It was canceled before there was an image.')).toBeVisible()
})
