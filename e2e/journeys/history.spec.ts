import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { newId } from '@/lib/domain/ids'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

const SIZE = { width: 400, height: 300 }

async function upload(page: Page, teamId: string, background: string): Promise<string> {
  const { origin } = new URL(page.url())
  const data = await sharp({ create: { ...SIZE, channels: 3, background } })
    .png()
    .toBuffer()
  const answer = await page.request.post(`${origin}/api/uploads/snapshots?teamId=${teamId}`, { headers: { origin, 'content-type': 'image/png' }, data })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as { value: { assetId: string } }).value.assetId
}

/** A hundred finished images of the account's team, one an hour; the newest three have prompts of their own. */
async function arrangeHistory(page: Page, email: string): Promise<void> {
  const sql = serverDatabase()
  try {
    const [scene] = await sql`
      select s.id, s.team_id, u.id as user_id from users u
      join memberships m on m.user_id = u.id join scenes s on s.team_id = m.team_id where u.email = ${email}`
    if (!scene) throw new Error('The account has no scene.')
    const assets = await Promise.all(['#7a4f3a', '#3a5f7a', '#d8d2c4'].map((color) => upload(page, scene.team_id, color)))
    const prompts = ['Oak table in the morning', 'Marble table at noon', 'Velvet curtain at night']
    const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 }
    for (let i = 0; i < 100; i++) {
      const [generationId, outputId] = [newId('gen'), newId('out')]
      const assetId = assets[i % 3] ?? ''
      await sql`insert into generations (id, team_id, scene_id, author_id, request_key, status, engine, prompt, settings, width, height, created_at, finished_at)
        values (${generationId}, ${scene.team_id}, ${scene.id}, ${scene.user_id}, ${generationId}, 'succeeded', 'studio', ${prompts[i] ?? `Plain room ${i}`},
          ${sql.json(settings)}, ${SIZE.width}, ${SIZE.height}, now() - ${i + 1} * interval '1 hour', now())`
      await sql`insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed, requested_at)
        values (${outputId}, ${generationId}, ${scene.team_id}, 0, ${assetId}, ${assetId}, 'E/gFDQSMaFiHiHh/eIhnWHiAd/iH', ${SIZE.width}, ${SIZE.height}, 7,
          (select created_at from generations where id = ${generationId}))`
      await sql`insert into generation_search (generation_id, team_id, created_at, words)
        select id, team_id, created_at, strip(to_tsvector('simple', search_fold(prompt))) from generations where id = ${generationId}`
    }
    await sql`insert into search_words (team_id, word, uses)
      select team_id, word, count(*) from generation_search, unnest(tsvector_to_array(words)) word where team_id = ${scene.team_id} group by 1, 2
      on conflict (team_id, word) do update set uses = excluded.uses`
  } finally {
    await sql.end()
  }
}

test('images are found, marked, tagged, collected, saved as a zip, thrown away and taken back, by keyboard, and the address tells what is shown', async ({
  page,
  signUp,
  axe,
}) => {
  test.setTimeout(120_000)
  const { email } = await signUp(page)
  await arrangeHistory(page, email)
  await page.goto('/history')
  const grid = page.getByRole('grid', { name: 'Images' })
  const oak = grid.getByRole('link', { name: /^Oak table/ })
  const marble = grid.getByRole('link', { name: /^Marble table/ })
  await expect(oak).toBeVisible()
  await axe()

  // The second page comes while scrolling, and what is far away leaves the document.
  await oak.focus()
  await page.keyboard.press('Control+End')
  await expect(grid.getByRole('link', { name: 'Plain room 99' })).toBeVisible({ timeout: 20_000 })
  await expect(grid.getByRole('link', { name: 'Plain room 20' })).toBeHidden()

  // Opening and going back leads to the same place.
  const before = await page.evaluate(() => window.scrollY)
  await grid.getByRole('link', { name: 'Plain room 97' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Plain room 97')
  await page.goBack()
  await expect(grid.getByRole('link', { name: 'Plain room 97' })).toBeInViewport()
  expect(Math.abs((await page.evaluate(() => window.scrollY)) - before)).toBeLessThan(300)

  // A search in the address.
  await page.keyboard.press('/')
  await page.keyboard.type('table')
  await page.waitForURL(/\/history\?q=table/)
  await expect(grid.getByRole('link')).toHaveCount(2)

  // Selecting, a favourite and a tag.
  await oak.focus()
  await page.keyboard.press('f')
  await expect(grid.getByRole('link', { name: /^Oak table.*favourite/ })).toBeVisible()
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+X')
  const bar = page.getByRole('toolbar', { name: '2 selected' })
  await expect(bar.getByRole('button', { name: 'Compare' })).toBeEnabled()
  await axe()
  await bar.getByRole('button', { name: 'Tag' }).click()
  await page.getByLabel('Add a tag').fill('Hero, client a')
  await page.getByRole('button', { name: 'Save tags' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()

  // A zip of both.
  const download = page.waitForEvent('download')
  await bar.getByRole('button', { name: 'Download' }).click()
  const zip = await (await download).path()
  expect((await readFile(zip)).subarray(0, 2).toString()).toBe('PK')

  // A collection of both, which opens under its name.
  await bar.getByRole('button', { name: 'Add to collection' }).click()
  await page.getByLabel('New collection').fill('Autumn')
  await page.getByRole('button', { name: 'Create and add' }).click()
  await expect(page.getByText('“Autumn” was made with 2 images.', { exact: true })).toBeVisible()
  await page.goto('/collections')
  await axe()
  await page.getByRole('link', { name: /Autumn/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Autumn')
  await expect(grid.getByRole('link')).toHaveCount(2)

  // A filter that is kept under a name, and found again.
  await page.goto('/history?tag=hero')
  await expect(grid.getByRole('link')).toHaveCount(2)
  await page.getByRole('button', { name: 'Saved' }).click()
  await page.getByRole('menuitem', { name: 'Save this filter' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Hero shots')
  await page.getByRole('button', { name: 'Save filter' }).click()
  await page.getByRole('button', { name: 'Remove Tag: hero' }).click()
  await expect(grid.getByRole('link', { name: /^Velvet/ })).toBeVisible()
  await page.getByRole('button', { name: 'Saved' }).click()
  await page.getByRole('menuitem', { name: 'Hero shots' }).click()
  await page.waitForURL(/tag=hero/)
  await expect(grid.getByRole('link')).toHaveCount(2)

  // What the links of usage ask for can be asked for here too, by keyboard, and taken away piece by piece.
  await page.getByRole('button', { name: 'Filters', exact: true }).press('Enter')
  for (const [name, typed, asked] of [
    ['Model', 'No model', /model=none/],
    ['Failed because', 'Refused', /status=failed&reason=rejected/],
  ] as const) {
    const choice = page.getByRole('dialog').getByRole('combobox', { name })
    await choice.press('Enter')
    await expect(page.getByRole('listbox')).toBeVisible()
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
    await page.waitForURL(asked)
  }
  await page.keyboard.press('Escape')
  for (const chip of ['Refused by the provider', 'Failed', 'No model named']) await page.getByRole('button', { name: `Remove ${chip}` }).press('Enter')
  await page.waitForURL(/\/history\?tag=hero$/)
  await expect(grid.getByRole('link')).toHaveCount(2)

  // Into the trash, back by Undo, into the trash again and back from there.
  await marble.focus()
  await page.keyboard.press('Delete')
  await expect(marble).toBeHidden()
  const undo = page.getByRole('button', { name: 'Undo' })
  await undo.click()
  await expect(marble).toBeVisible()
  await expect(undo).toBeHidden()
  await marble.focus()
  await page.keyboard.press('Delete')
  await expect(marble).toBeHidden()
  // The picture leaves at once; the words come when the server has it.
  await expect(undo).toBeVisible()
  await page.goto('/trash')
  await axe()
  await page.getByRole('button', { name: 'Restore Marble table at noon' }).click()
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible()
  await page.goto('/history?tag=hero')
  await expect(marble).toBeVisible()
})
