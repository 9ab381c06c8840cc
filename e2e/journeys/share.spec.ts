import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { readPngText } from '@/lib/platform/png-text'
import { arrangeImage } from '../fixtures/finished-image'
import { expect, test } from '../fixtures/test'

const SIZE = { width: 600, height: 400 }
const PROMPT = 'A wombat in velvet'
const PASSWORD = 'a quiet word'

test('an owner shares an image with a password; a visitor on a phone opens it, downloads and comments; revoked, it is gone', async ({
  page,
  browser,
  baseURL,
  signUp,
  axe,
}, info) => {
  const { email } = await signUp(page, { name: 'Ada Lind' })
  const generationId = await arrangeImage(page, email, { ...SIZE, prompt: PROMPT })

  await page.goto(`/history/${generationId}`)
  await page.getByRole('button', { name: 'Share' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Title').fill('Round one')
  await dialog.getByRole('switch', { name: 'Ask for a password' }).click()
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await axe()
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const address = await dialog.getByLabel('Address of the link').inputValue()
  expect(address).toMatch(/\/s\/[\w-]{43}$/)
  await dialog.getByRole('button', { name: 'Done' }).click()

  const phone = await browser.newContext({ baseURL, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion: 'reduce' })
  const visitor = await phone.newPage()
  const { pathname } = new URL(address)
  const html = await (await visitor.goto(pathname))?.text()
  for (const hidden of ['Round one', PROMPT, 'og:image', 'Ada Lind']) expect(html).not.toContain(hidden)
  await visitor.getByLabel('Password', { exact: true }).fill('a loud word')
  await visitor.getByRole('button', { name: 'Open' }).click()
  await expect(visitor.getByText('This is not the password.')).toBeVisible()
  await visitor.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await visitor.getByRole('button', { name: 'Open' }).click()
  await expect(visitor.getByRole('heading', { level: 1, name: 'Round one' })).toBeVisible()
  await expect(visitor.getByText(PROMPT)).toBeHidden()
  const image = visitor.getByRole('img', { name: 'Shared image' })
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0)
  expect(await visitor.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
  await axe(visitor)

  const [download] = await Promise.all([visitor.waitForEvent('download'), visitor.getByRole('link', { name: 'Download PNG' }).click()])
  const file = path.join(info.outputDir, 'shared.png')
  await download.saveAs(file)
  const bytes = new Uint8Array(await readFile(file))
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', ...SIZE })
  // The link hides how the image was made, and so does the file.
  expect(JSON.stringify(readPngText(bytes))).not.toContain(PROMPT)

  await visitor.getByLabel('Your name').fill('Grace')
  await visitor.getByRole('textbox', { name: 'Comment' }).fill('<b>Warmer</b>, if that is possible')
  await visitor.getByRole('button', { name: 'Send comment' }).click()
  await expect(visitor.getByRole('listitem').filter({ hasText: 'Grace' })).toContainText('<b>Warmer</b>, if that is possible')
  await page.goto(`/history/${generationId}`)
  await expect(page.getByText('<b>Warmer</b>, if that is possible')).toBeVisible()
  await expect(page.getByText('Grace').first()).toBeVisible()

  const fileAddress = await image.evaluate((element: HTMLImageElement) => element.currentSrc)
  expect((await phone.request.get(fileAddress)).status()).toBe(200)
  await page.goto('/team/links')
  const row = page.getByRole('row').filter({ hasText: 'Round one' })
  await expect(row).toContainText('Open')
  // One visit, however often the visitor's page was drawn.
  await expect(row.getByRole('cell').nth(4)).toContainText(/^1/)
  await axe()
  await row.getByRole('button', { name: 'More for Round one' }).click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await page.getByRole('dialog', { name: 'Revoke this link?' }).getByRole('button', { name: 'Revoke link' }).click()
  await expect(row).toContainText('Revoked')

  expect((await phone.request.get(fileAddress)).status()).toBe(404)
  await visitor.reload()
  await expect(visitor.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
  await axe(visitor)
  await phone.close()
})
