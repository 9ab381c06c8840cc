import { add, difference, drawn, pixelsOf, row, saved, stage } from '../fixtures/editor-page'
import { expect, test } from '../fixtures/test'

test('a 3D view that lost its graphics memory says so, keeps the work, and comes back as it was', async ({ page, signUp }) => {
  await signUp(page)
  await drawn(page)
  await add(page, 'Box')
  await page.keyboard.press('Escape')
  await saved(page)
  await drawn(page)
  const before = await pixelsOf(stage(page))

  await page.evaluate(() => document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext())
  const notice = page.getByRole('alert').filter({ hasText: 'The 3D view has stopped' })
  await expect(notice).toBeVisible()
  const generate = page.getByRole('button', { name: 'Generate' })
  await expect(generate).toBeDisabled()
  await expect(page.getByText('The 3D view has stopped. Reload it to make an image.')).toBeVisible()
  // Work goes on beside it.
  await row(page, 'Box').dblclick()
  await page.getByLabel('New name of Box').fill('Crate')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await saved(page)

  await notice.getByRole('button', { name: 'Reload the 3D view' }).click()
  await expect(notice).toBeHidden()
  await expect(generate).toBeEnabled()
  await expect(row(page, 'Crate')).toBeVisible()
  await drawn(page)
  await expect.poll(async () => difference(before, await pixelsOf(stage(page))), { timeout: 30_000 }).toBeLessThan(1)
})

test('a browser without 3D says so, and everything but the view works', async ({ page, signUp }) => {
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext
    Object.assign(HTMLCanvasElement.prototype, {
      getContext(this: HTMLCanvasElement, kind: '2d') {
        return String(kind).startsWith('webgl') ? null : getContext.call(this, kind)
      },
    })
  })
  await signUp(page)
  const notice = page.getByRole('alert').filter({ hasText: 'This browser shows no 3D' })
  await expect(notice.getByRole('button', { name: 'Reload the 3D view' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Generate' })).toBeDisabled()
  await expect(page.getByText('This browser shows no 3D, so there is no canvas to work from.')).toBeVisible()
  await add(page, 'Sphere')
  await saved(page)
  await expect(row(page, 'Sphere')).toBeVisible()
})
