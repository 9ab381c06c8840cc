import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { newId } from '@/lib/domain/ids'
import { brass, steel } from '@/lib/scene/samples/materials'
import { type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import { meanDifference, readGray } from '../fixtures/pictures'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

const SIZE = { width: 400, height: 300 }

const plain = (background: string): Promise<Buffer> =>
  sharp({ create: { ...SIZE, channels: 3, background } })
    .png()
    .toBuffer()

async function upload(page: Page, teamId: string, bytes: Buffer): Promise<string> {
  const { origin } = new URL(page.url())
  const answer = await page.request.post(`${origin}/api/uploads/snapshots?teamId=${teamId}`, { headers: { origin, 'content-type': 'image/png' }, data: bytes })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as { value: { assetId: string } }).value.assetId
}

function withCapOf(document: SceneDocument, material: typeof steel): SceneDocument {
  const cap = document.nodes.node_cap
  if (cap?.type !== 'mesh') throw new Error('The sample scene has no cap.')
  return { ...document, nodes: { ...document.nodes, node_cap: { ...cap, material } } }
}

/** Two finished images of the open scene, dark with a steel cap and light with one of brass, put where generations put theirs. */
async function arrangeImages(page: Page, email: string): Promise<[string, string]> {
  const sql = serverDatabase()
  try {
    const [scene] = await sql`
      select s.id, s.team_id, s.document, u.id as user_id from users u
      join memberships m on m.user_id = u.id join scenes s on s.team_id = m.team_id where u.email = ${email}`
    if (!scene) throw new Error('The account has no scene.')
    const document = sceneDocumentSchema.parse(scene.document)
    const outputs: string[] = []
    for (const [prompt, color, material] of [
      ['A quiet room at dusk', '#202020', steel],
      ['A quiet room at noon', '#d0d0d0', brass],
    ] as const) {
      const [revisionId, generationId, outputId] = [newId('rev'), newId('gen'), newId('out')]
      const assetId = await upload(page, scene.team_id, await plain(color))
      const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 }
      await sql`insert into scene_revisions (id, team_id, scene_id, content_hash, document, models)
        values (${revisionId}, ${scene.team_id}, ${scene.id}, ${revisionId}, ${sql.json(withCapOf(document, material))}, '{}')`
      await sql`insert into generations (id, team_id, scene_id, scene_revision_id, author_id, request_key, status, engine, prompt, settings, camera, width, height, finished_at)
        values (${generationId}, ${scene.team_id}, ${scene.id}, ${revisionId}, ${scene.user_id}, ${generationId}, 'succeeded', 'studio', ${prompt},
          ${sql.json(settings)}, ${sql.json(document.camera)}, ${SIZE.width}, ${SIZE.height}, now())`
      await sql`insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed, requested_at)
        values (${outputId}, ${generationId}, ${scene.team_id}, 0, ${assetId}, ${assetId}, 'E/gFDQSMaFiHiHh/eIhnWHiAd/iH', ${SIZE.width}, ${SIZE.height}, 7,
          (select created_at from generations where id = ${generationId}))`
      outputs.push(outputId)
    }
    return [outputs[0] ?? '', outputs[1] ?? '']
  } finally {
    await sql.end()
  }
}

test('two images are looked at in five ways by keyboard, told apart in words, saved as one image, and opened by the address as they were', async ({
  page,
  browser,
  signUp,
  axe,
}, info) => {
  const { email } = await signUp(page)
  const [dark, light] = await arrangeImages(page, email)
  await page.goto(`/compare?o=${dark},${light}`)

  const line = page.getByRole('slider', { name: 'Line between A and B' })
  await expect(line).toHaveAttribute('aria-valuenow', '50')
  const words = page.getByRole('region', { name: 'What changed from A to B' })
  await expect(words.locator('del')).toHaveText('dusk')
  await expect(words.locator('ins')).toHaveText('noon')
  await expect(words).toContainText('Cap: steel to brass')
  await expect(words).toContainText('Engine, quality, ratio, seed 7')
  await axe()

  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(line).toHaveAttribute('aria-valuenow', '61')
  await expect(page).toHaveURL(/mode=slider&at=0\.61$/)

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as image' }).click()])
  expect(download.suggestedFilename()).toMatch(/compare-ab\.png$/)
  const file = path.join(info.outputDir, 'split.png')
  await download.saveAs(file)
  const saved = await readFile(file)
  expect(await sharp(saved).metadata()).toMatchObject({ format: 'png', ...SIZE })
  const half = (left: number): Promise<Buffer> => sharp(saved).extract({ left, top: 100, width: 140, height: 180 }).png().toBuffer()
  expect(meanDifference(await readGray(new Uint8Array(await half(20))), await readGray(new Uint8Array(await half(256))))).toBeGreaterThan(150)

  await page.keyboard.press('2')
  await expect(page.getByRole('radio', { name: 'Side by side' })).toBeChecked()
  await page.keyboard.press('+')
  await expect(page).toHaveURL(/mode=side&zoom=1\.25&x=0\.5&y=0\.5$/)
  await page.keyboard.press('Space')
  await expect(page.getByText('Showing B')).toBeVisible()
  await page.keyboard.press('4')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('slider', { name: 'How much of B' })).toHaveAttribute('aria-valuenow', '0.49')
  await page.keyboard.press('5')
  await expect(page.getByRole('img', { name: /^Map of the differences\. Nearly all of the picture looks different\./ })).toBeVisible()
  await axe()
  await page.keyboard.press('x')
  await expect(page.getByRole('heading', { name: 'What changed from B to A' })).toBeVisible()
  await expect(page).toHaveURL(/mode=difference&pair=ba&zoom=1\.25/)

  // The address holds all of it, and nothing of it for those outside the team.
  await page.reload()
  await expect(page.getByRole('radio', { name: 'Difference' })).toBeChecked()
  await expect(page.getByRole('heading', { name: 'What changed from B to A' })).toBeVisible()
  const outsider = await (await browser.newContext()).newPage()
  await signUp(outsider)
  const answer = await outsider.goto(page.url())
  expect(answer?.status()).toBe(404)
  await outsider.context().close()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/compare?o=${dark},${light}`)
  const box = await line.boundingBox()
  if (!box) throw new Error('The line has no handle.')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(78, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  await expect(line).toHaveAttribute('aria-valuenow', '20')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await axe()
})
