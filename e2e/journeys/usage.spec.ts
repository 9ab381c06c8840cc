import { readFile } from 'node:fs/promises'
import { expect, test } from '../fixtures/test'

test('two images are counted in the dashboard, which leads back to them and gives them as CSV, without script too', async ({
  page,
  signUp,
  axe,
  browser,
}, info) => {
  test.setTimeout(240_000)
  const { name } = await signUp(page)
  const scene = page.url()
  await page.goto('/team/usage')
  await expect(page.getByRole('heading', { name: 'Nothing was generated in these days' })).toBeVisible()
  await axe()

  await page.goto(scene)
  await page.getByRole('combobox', { name: 'Size' }).click()
  await page.getByRole('option', { name: '512 px' }).click()
  await page.getByRole('radio', { name: 'Draft' }).click()
  for (const prompt of ['=Golden hour', 'Blue dusk']) {
    await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt)
    await page.getByRole('textbox', { name: 'Prompt' }).press('ControlOrMeta+Enter')
    await expect(page.getByRole('img', { name: `Result: ${prompt}` })).toBeVisible({ timeout: 120_000 })
  }

  await page.goto('/team/usage?range=7d')
  const figures = page.getByRole('region', { name: 'Figures' })
  await expect(figures).toContainText(/Generations2/)
  await expect(figures).toContainText(/Finished100%/)
  await expect(figures).toContainText(/Cost\$0\.00/)
  await expect(page.getByRole('row', { name: new RegExp(`^${name} 2 2 100%`) })).toBeVisible()
  await axe()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await axe()
  await page.setViewportSize({ width: 1440, height: 900 })

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download CSV' }).click()])
  const file = info.outputPath('usage.csv')
  await download.saveAs(file)
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(3)
  expect(lines[1]).toMatch(/^gen_.*,studio,,succeeded,.*,'=Golden hour$/)

  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() })
  const still = await plain.newPage()
  await still.goto(page.url())
  const chart = still.getByRole('list', { name: 'Generations by day' })
  await expect(chart.getByRole('link')).toHaveCount(7)
  await chart.getByRole('link', { name: /: Generations 2, Finished 2/ }).click()
  await expect(still.locator('main a[href*="/history/gen_"]').first()).toBeVisible()
  await plain.close()

  await page
    .getByRole('list', { name: 'Generations by day' })
    .getByRole('link', { name: /: Generations 2, / })
    .focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Images' }).getByRole('link')).toHaveCount(2)
})
