import { makeDraft } from '../fixtures/editor-page'
import { expect, test } from '../fixtures/test'

test("Studio's image is replayed from the image's page, and both pages say that it is identical, pixel for pixel", async ({ page, signUp, axe }) => {
  test.setTimeout(240_000)
  await signUp(page)
  await makeDraft(page, 'Golden hour, marble plinth')

  await page.goto('/history')
  await page.locator('a[href^="/history/gen_"]').first().click()
  await page.waitForURL(/\/history\/gen_/)
  const first = new URL(page.url()).pathname
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Replay' }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/history/gen_') && url.pathname !== first)

  const replays = page.getByRole('region', { name: 'Replays' })
  await expect(replays.getByText('Replayed: identical, pixel for pixel.')).toBeVisible({ timeout: 120_000 })
  // Beside the picture, where it is seen without scrolling.
  await expect(replays).toBeInViewport({ ratio: 1 })
  await axe()
  await replays.getByRole('link', { name: 'The first image' }).click()
  await page.waitForURL((url) => url.pathname === first)
  await expect(replays.getByText('Replayed: identical, pixel for pixel.')).toBeVisible()
  await expect(replays).toBeInViewport({ ratio: 1 })
  await replays.getByRole('link', { name: 'Compare' }).click()
  await page.waitForURL(/\/compare\?o=out_/)
})
