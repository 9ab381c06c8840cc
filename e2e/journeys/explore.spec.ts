import type { Page } from '@playwright/test'
import { chooseDraft } from '../fixtures/editor-page'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

const grid = (page: Page) => page.getByRole('region', { name: 'Grid' })
const cell = (page: Page, words: string) => grid(page).getByRole('button', { name: words, exact: true })

/** What the newest exploration of an account holds. */
async function madeBy(email: string): Promise<{ explorations: number; prompts: string[]; snapshots: number }> {
  const sql = serverDatabase()
  try {
    const rows = await sql`
      select g.exploration_id, g.prompt, g.snapshot_asset_id from generations g join users u on u.id = g.author_id
      where u.email = ${email} and g.exploration_id is not null order by g.exploration_place, g.id`
    return {
      explorations: new Set(rows.map((row) => row.exploration_id)).size,
      prompts: rows.map((row) => String(row.prompt)),
      snapshots: new Set(rows.map((row) => row.snapshot_asset_id)).size,
    }
  } finally {
    await sql.end()
  }
}

test('words and seeds are explored in one press, watched in a grid, opened and left by keyboard, and found again after a reload', async ({
  page,
  signUp,
  axe,
}) => {
  test.setTimeout(240_000)
  const { email } = await signUp(page)
  await chooseDraft(page)
  const prompt = page.getByRole('textbox', { name: 'Prompt' })
  const generate = page.getByRole('button', { name: /^Generate/ })
  await prompt.fill('{Sunset|Overcast} light, marble plinth')
  await expect(generate).toHaveAccessibleName(/^Generate 2/)

  await page.getByRole('button', { name: /^Explore/ }).click()
  const seeds = page.getByRole('slider', { name: 'Seeds to try' })
  await seeds.press('End')
  await expect(page.getByRole('alert').filter({ hasText: '16 images: 2 wordings × 8 seeds. At most 8 can be made at once.' })).toBeVisible()
  await expect(generate).toBeDisabled()
  await seeds.press('Home')
  await seeds.press('ArrowRight')
  await expect(page.getByRole('list', { name: 'What will be made' }).getByRole('listitem')).toHaveCount(4)
  await expect(page.getByText('4 images: 2 wordings × 2 seeds').first()).toBeVisible()
  await expect(page.getByText('Free, runs here')).toBeVisible()
  await axe()

  await prompt.press('ControlOrMeta+Enter')
  await expect(grid(page).getByRole('heading', { name: '4 images' })).toBeVisible()
  await axe()
  await expect(grid(page).getByText('All ready')).toBeVisible({ timeout: 150_000 })
  const made = await madeBy(email)
  expect(made).toMatchObject({ explorations: 1, snapshots: 1 })
  expect(made.prompts.sort()).toEqual(['Overcast', 'Overcast', 'Sunset', 'Sunset'].map((light) => `${light} light, marble plinth`))

  const images = grid(page).getByRole('listitem').getByRole('button')
  await expect(images).toHaveCount(4)
  await images.first().focus()
  await page.keyboard.press('End')
  await expect(images.last()).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(images.last()).toBeFocused()

  await page.keyboard.press('Escape')
  await expect(grid(page)).toBeHidden()

  await page.reload()
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Sunset light, marble plinth' }).first().click()
  await page.getByRole('button', { name: 'Back to the grid' }).click()
  await expect(grid(page).getByText('All ready')).toBeVisible()

  await grid(page).getByRole('button', { name: 'Compare' }).click()
  await expect(grid(page).getByText('4 chosen.')).toBeVisible()
  for (const image of [images.nth(1), images.nth(2)]) await image.click()
  await expect(images.nth(0)).toHaveAttribute('aria-pressed', 'true')
  await expect(images.nth(1)).toHaveAttribute('aria-pressed', 'false')
  await axe()
  await grid(page).getByRole('link', { name: 'Compare 2' }).click()
  await expect(page).toHaveURL(/\/compare\?o=out_\w+,out_\w+/)

  await page.goto('/history')
  await page.getByRole('link', { name: 'Overcast light, marble plinth' }).first().click()
  await page.getByRole('link', { name: 'Grid of 4' }).click()
  await expect(grid(page).getByText('All ready')).toBeVisible()
})

test('one image of a grid is canceled, then all of them, and each can be tried again in its place', async ({ page, signUp }) => {
  test.setTimeout(240_000)
  const { email } = await signUp(page)
  // Slow enough that none is ready before it is canceled.
  await page.getByRole('radio', { name: 'High' }).click()
  await page.getByRole('textbox', { name: 'Prompt' }).fill('{Sunset|Overcast|Night}')
  await page.getByRole('button', { name: /^Generate 3/ }).click()
  await expect(grid(page).getByRole('heading', { name: '3 images' })).toBeVisible()

  await grid(page).getByRole('button', { name: 'Cancel Overcast' }).click()
  await expect(cell(page, 'Overcast: canceled')).toBeVisible()
  await grid(page).getByRole('button', { name: 'Cancel all' }).click()
  await expect(grid(page).getByText('0 of 3 ready, 3 canceled')).toBeVisible()
  await expect(grid(page).getByRole('button', { name: 'Cancel all' })).toBeHidden()

  await grid(page).getByRole('button', { name: 'Try again: Overcast' }).click()
  await expect(grid(page).getByText('0 of 3 ready, 2 canceled')).toBeVisible()
  await expect(grid(page).getByRole('listitem')).toHaveCount(3)
  await grid(page).getByRole('button', { name: 'Cancel all' }).click()
  await expect(grid(page).getByText('0 of 3 ready, 3 canceled')).toBeVisible()
  expect((await madeBy(email)).prompts).toEqual(['Sunset', 'Overcast', 'Overcast', 'Night'])
})
