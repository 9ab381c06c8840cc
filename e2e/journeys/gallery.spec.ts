import { arrangeImage } from '../fixtures/finished-image'
import { makeInstanceAdmin } from '../fixtures/instance-admin'
import { expect, test } from '../fixtures/test'

const PROMPT = 'Golden hour on an oak table'

test('an image is published, found by a visitor, used as a prompt, liked and reported by another person, and hidden by a moderator', async ({
  page,
  browser,
  baseURL,
  signUp,
  axe,
}) => {
  const { email } = await signUp(page, { name: 'Ada Lind' })
  const generationId = await arrangeImage(page, email, { width: 600, height: 400, prompt: PROMPT })
  await page.goto(`/history/${generationId}`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Publish in the gallery' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('Amber afternoon')
  await axe()
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Published in the gallery.', { exact: true })).toBeVisible()

  const second = await browser.newContext({ baseURL, reducedMotion: 'reduce' })
  const bo = await second.newPage()
  await bo.goto('/gallery?q=amber%20afternoon')
  await bo.getByRole('link', { name: /Amber afternoon/ }).click()
  await expect(bo.getByRole('heading', { level: 1, name: 'Amber afternoon' })).toBeVisible()
  await expect(bo.getByText(PROMPT)).toBeVisible()
  await axe(bo)
  const address = new URL(bo.url()).pathname

  await signUp(bo, { name: 'Bo Sand' })
  await bo.goto(address)
  await bo.getByRole('button', { name: /^Like/ }).click()
  await expect(bo.getByRole('button', { name: 'Like, 1 so far' })).toHaveAttribute('aria-pressed', 'true')
  await bo.getByRole('button', { name: 'Report' }).click()
  await bo
    .getByRole('dialog')
    .getByRole('button', { name: /Report/ })
    .click()
  await expect(bo.getByRole('dialog')).toBeHidden()
  await bo.getByRole('button', { name: 'Use this prompt' }).click()
  await bo.getByRole('dialog').getByRole('link').first().click()
  await expect(bo.getByRole('textbox', { name: 'Prompt' })).toHaveValue(PROMPT)

  await makeInstanceAdmin(email)
  await page.goto('/admin/gallery')
  await axe()
  const reported = page.getByRole('listitem').filter({ hasText: 'Amber afternoon' })
  await reported.getByRole('button', { name: 'Hide' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('Not ours to show.')
  await page.getByRole('button', { name: 'Hide image' }).click()
  await expect(page.getByText('Hidden: Not ours to show.')).toBeVisible()
  expect((await bo.goto(address))?.status()).toBe(404)
  await second.close()
})
