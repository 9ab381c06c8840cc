import type { Page } from '@playwright/test'
import { squareGlb } from '../fixtures/models'
import { expect, test } from '../fixtures/test'

const row = (page: Page, name: string) => page.getByRole('treeitem', { name, exact: true })
const notice = (page: Page) => page.getByRole('region', { name: /^Notifications/ })
const rows = (page: Page) => page.getByRole('treeitem')

/** Drops a file on the canvas as a person does, with a DataTransfer of the page's own. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name))
      return data
    },
    { name, base64: Buffer.from(bytes).toString('base64') },
  )
  const canvas = page.getByRole('main', { name: 'Canvas' })
  await canvas.dispatchEvent('dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop a GLB or glTF file to import it')).toBeVisible()
  await canvas.dispatchEvent('drop', { dataTransfer: transfer })
}

test('a model comes in by the picker and by drop, is drawn and selected, and is still there after a reload', async ({ page, signUp }) => {
  await signUp(page)
  const glb = await squareGlb({ texture: true })
  const questions: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().includes('/api/uploads/models/')) questions.push(request.url())
  })
  const file = page.waitForResponse((response) => response.url().includes('/api/files/') && response.request().resourceType() === 'fetch')
  await page.getByLabel('Import a model').setInputFiles({ name: 'Poster.glb', mimeType: 'model/gltf-binary', buffer: Buffer.from(glb) })
  await expect(row(page, 'Poster')).toHaveAttribute('aria-selected', 'true', { timeout: 60_000 })
  expect((await file).status()).toBe(200)
  // The live stream says when it is ready, so the page asks once and not again and again.
  expect(questions).toHaveLength(1)

  await drop(page, 'Sign.glb', await squareGlb())
  await expect(row(page, 'Sign')).toHaveAttribute('aria-selected', 'true', { timeout: 60_000 })
  await expect(page.locator('[data-save="saved"]')).toBeVisible()

  await page.reload()
  await expect(row(page, 'Poster')).toBeVisible()
  await expect(row(page, 'Sign')).toBeVisible()
})

test('a file that is no model, or a broken one, is refused in a sentence and leaves the scene as it was', async ({ page, signUp }) => {
  await signUp(page)
  await expect(row(page, 'Floor')).toBeVisible()
  const before = await rows(page).count()
  const glb = await squareGlb()

  await drop(page, 'holiday.jpg', glb)
  await expect(notice(page).getByText('“holiday.jpg” is not a GLB or glTF file. Export the model as GLB and import that.')).toBeVisible()

  await page
    .getByLabel('Import a model')
    .setInputFiles({ name: 'half.glb', mimeType: 'model/gltf-binary', buffer: Buffer.from(glb.subarray(0, glb.length / 2)) })
  await expect(notice(page).getByText(/^This model file ends early/)).toBeVisible({ timeout: 60_000 })
  expect(await rows(page).count()).toBe(before)
})
