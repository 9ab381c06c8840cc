import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { newId } from '@/lib/domain/ids'
import { readPngText } from '@/lib/platform/png-text'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

const SIZE = { width: 600, height: 400 }
const PROMPT = 'A wombat in velvet'
const PASSWORD = 'a quiet word'

/** A finished image of the open scene, put where generations put theirs. */
async function arrangeImage(page: Page, email: string): Promise<string> {
  const sql = serverDatabase()
  try {
    const [scene] = await sql`
      select s.id, s.team_id, u.id as user_id from users u
      join memberships m on m.user_id = u.id join scenes s on s.team_id = m.team_id where u.email = ${email}`
    if (!scene) throw new Error('The account has no scene.')
    const { origin } = new URL(page.url())
    const data = await sharp({ create: { ...SIZE, channels: 3, background: '#4a7c59' } })
      .png()
      .toBuffer()
    const stored = await page.request.post(`${origin}/api/uploads/snapshots?teamId=${scene.team_id}`, {
      headers: { origin, 'content-type': 'image/png' },
      data,
    })
    const assetId = ((await stored.json()) as { value: { assetId: string } }).value.assetId
    const [generationId, outputId] = [newId('gen'), newId('out')]
    const settings = { engine: 'studio', canvas: true, ratio: '3:2', size: 512, quality: 'draft', seed: 7, images: 1 }
    await sql`insert into generations (id, team_id, scene_id, author_id, request_key, status, engine, prompt, settings, width, height, finished_at)
      values (${generationId}, ${scene.team_id}, ${scene.id}, ${scene.user_id}, ${generationId}, 'succeeded', 'studio', ${PROMPT},
        ${sql.json(settings)}, ${SIZE.width}, ${SIZE.height}, now())`
    await sql`insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed)
      values (${outputId}, ${generationId}, ${scene.team_id}, 0, ${assetId}, ${assetId}, 'E/gFDQSMaFiHiHh/eIhnWHiAd/iH', ${SIZE.width}, ${SIZE.height}, 7)`
    return generationId
  } finally {
    await sql.end()
  }
}

test('an owner shares an image with a password; a visitor on a phone opens it, downloads and comments; revoked, it is gone', async ({
  page,
  browser,
  baseURL,
  signUp,
  axe,
}, info) => {
  const { email } = await signUp(page, { name: 'Ada Lind' })
  const generationId = await arrangeImage(page, email)

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
