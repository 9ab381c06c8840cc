import type { Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import { makeDraft } from '../fixtures/editor-page'
import { findObject } from '../fixtures/picture-objects'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Change one object' })

/** The newest generation of an account's team, with its image. */
async function newest(email: string): Promise<{ generationId: string; outputId: string; assetId: string }> {
  const sql = serverDatabase()
  try {
    const [row] = await sql`
      select g.id, o.id as output_id, o.asset_id from generations g join generation_outputs o on o.generation_id = g.id
      join users u on u.id = g.author_id where u.email = ${email} order by g.created_at desc limit 1`
    if (!row) throw new Error('Nothing was made yet.')
    return { generationId: row.id, outputId: row.output_id, assetId: row.asset_id }
  } finally {
    await sql.end()
  }
}

const pixelsOf = async (page: Page, assetId: string): Promise<Buffer> =>
  sharp(await (await page.request.get(`/api/files/${assetId}`)).body())
    .raw()
    .toBuffer()

test('one object of a finished picture is chosen by pointer or keyboard and changed, and the rest of the picture stays to the byte', async ({
  page,
  signUp,
  axe,
}) => {
  test.setTimeout(240_000)
  const { email } = await signUp(page)
  await makeDraft(page, 'Golden hour, marble plinth')
  const before = await newest(email)
  const bottle = await findObject(page, before.generationId, 'Bottle')

  await page.getByRole('button', { name: 'Change one object' }).click()
  const dialog = dialogOf(page)
  const generate = dialog.getByRole('button', { name: 'Generate' })
  await expect(dialog.getByRole('group', { name: 'Object' })).toBeVisible()
  await expect(dialog.getByText('Choose an object first.')).toBeVisible()
  await expect(generate).toBeDisabled()

  const picker = dialog.locator('[data-object-picker]')
  const box = await picker.boundingBox()
  if (!box) throw new Error('The picture has no size.')
  const position = { x: ((bottle.x + 0.5) / bottle.width) * box.width, y: ((bottle.y + 0.5) / bottle.height) * box.height }
  const plain = await picker.screenshot({ animations: 'disabled' })
  await picker.hover({ position })
  await expect.poll(async () => (await picker.screenshot({ animations: 'disabled' })).equals(plain)).toBe(false)
  await picker.click({ position })
  await expect(dialog.getByRole('radio', { name: 'Bottle' })).toBeChecked()
  await dialog.getByRole('radio', { name: 'Bottle' }).press('ArrowDown')
  await expect(dialog.getByRole('radio', { name: 'Bottle' })).not.toBeChecked()
  await dialog.getByRole('radio', { checked: true }).press('ArrowUp')
  await expect(dialog.getByRole('radio', { name: 'Bottle' })).toBeChecked()

  await dialog.getByRole('textbox', { name: 'What should change about Bottle' }).fill('polished gold, at night')
  await expect(dialog.getByRole('list', { name: 'How the words were understood' })).toContainText('Bottle: polished gold')
  await expect(dialog.getByText('Only Bottle changes here; all else stays as it is.')).toBeVisible()
  await expect(dialog.getByRole('switch', { name: 'With its shadow and reflection' })).toBeChecked()
  await axe()
  await generate.click()
  await expect(page.getByRole('img', { name: 'Result: polished gold, at night' })).toBeVisible({ timeout: 120_000 })

  const after = await newest(email)
  const [old, changed] = [await pixelsOf(page, before.assetId), await pixelsOf(page, after.assetId)]
  const differs = (i: number): boolean => [0, 1, 2].some((c) => old[i * 3 + c] !== changed[i * 3 + c])
  const pixels = Array.from({ length: bottle.width * bottle.height }, (_, i) => i)
  expect(pixels.filter((i) => bottle.own(i) && differs(i)).length).toBeGreaterThan(pixels.filter(bottle.own).length * 0.8)
  expect(pixels.filter((i) => !differs(i)).length).toBeGreaterThan(pixels.length * 0.6)

  await page.goto(`/history/${after.generationId}`)
  await expect(page.getByRole('heading', { name: 'Changed Bottle of' })).toBeVisible()
  await expect(page.getByText('Bottle, grown 12 px, with its shadow and reflection')).toBeVisible()
  const open = page.getByRole('button', { name: 'Change one object' })
  await open.click()
  await expect(dialogOf(page).getByRole('radio', { name: 'Bottle' })).toBeVisible()
  await axe()
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toBeHidden()
  await expect(open).toBeFocused()
})
