import type { Browser, Page } from '@playwright/test'
import sharp from 'sharp'
import { newId } from '@/lib/domain/ids'
import { drawn, row, saved } from '../fixtures/editor-page'
import { serverDatabase } from '../fixtures/server'
import { type Account, expect, test } from '../fixtures/test'

const SIZE = { width: 400, height: 300 }

/** A finished image of the open scene as it is now, put where generations put theirs, and a colleague in the team. */
async function arrange(page: Page, email: string, colleague: string): Promise<{ generationId: string; sceneId: string }> {
  const sql = serverDatabase()
  try {
    const [scene] = await sql`
      select s.id, s.team_id, s.document, u.id as user_id from users u
      join memberships m on m.user_id = u.id join scenes s on s.team_id = m.team_id where u.email = ${email}`
    if (!scene) throw new Error('The account has no scene.')
    await sql`insert into memberships (team_id, user_id, role) select ${scene.team_id}, id, 'member' from users where email = ${colleague}`
    const picture = await sharp({ create: { ...SIZE, channels: 3, background: '#806040' } })
      .png()
      .toBuffer()
    const { origin } = new URL(page.url())
    const answer = await page.request.post(`${origin}/api/uploads/snapshots?teamId=${scene.team_id}`, {
      headers: { origin, 'content-type': 'image/png' },
      data: picture,
    })
    expect(answer.status(), await answer.text()).toBe(201)
    const { assetId } = ((await answer.json()) as { value: { assetId: string } }).value
    const [revisionId, generationId, outputId] = [newId('rev'), newId('gen'), newId('out')]
    const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 512, quality: 'draft', seed: 7, images: 1 }
    await sql`insert into scene_revisions (id, team_id, scene_id, content_hash, document, models)
      values (${revisionId}, ${scene.team_id}, ${scene.id}, ${revisionId}, ${sql.json(scene.document)}, '{}')`
    await sql`insert into generations (id, team_id, scene_id, scene_revision_id, author_id, request_key, status, engine, prompt, settings, camera, width, height, finished_at)
      values (${generationId}, ${scene.team_id}, ${scene.id}, ${revisionId}, ${scene.user_id}, ${generationId}, 'succeeded', 'studio', 'A quiet room',
        ${sql.json(settings)}, ${sql.json(scene.document.camera)}, ${SIZE.width}, ${SIZE.height}, now())`
    await sql`insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed, requested_at)
      values (${outputId}, ${generationId}, ${scene.team_id}, 0, ${assetId}, ${assetId}, 'E/gFDQSMaFiHiHh/eIhnWHiAd/iH', ${SIZE.width}, ${SIZE.height}, 7,
          (select created_at from generations where id = ${generationId}))`
    return { generationId, sceneId: scene.id }
  } finally {
    await sql.end()
  }
}

async function secondPerson(browser: Browser, signUp: (page: Page, account?: Partial<Account>) => Promise<Account>) {
  const page = await (await browser.newContext()).newPage()
  return { page, account: await signUp(page, { name: 'Bo Diddley' }) }
}

async function hideBottle(page: Page, sceneId: string): Promise<void> {
  const { origin } = new URL(page.url())
  const read = await page.request.get(`${origin}/api/scenes/${sceneId}`)
  const { revision } = ((await read.json()) as { value: { revision: number } }).value
  const answer = await page.request.patch(`${origin}/api/scenes/${sceneId}`, {
    headers: { origin },
    data: { baseRevision: revision, patches: [{ path: ['nodes', 'node_bottle', 'visible'], value: false }] },
  })
  expect(answer.status(), await answer.text()).toBe(200)
}

test('two people talk about an image with pins and names, one approves it, and when the scene changes the picture is made anew or the scene brought back', async ({
  page: ada,
  browser,
  signUp,
  axe,
}) => {
  test.setTimeout(240_000)
  const { email } = await signUp(ada, { name: 'Ada Lovelace' })
  await ada.goto('/scenes')
  const { page: bo, account } = await secondPerson(browser, signUp)
  const { generationId, sceneId } = await arrange(ada, email, account.email)
  for (const page of [ada, bo]) await page.goto(`/history/${generationId}`)

  // Bo pins a comment with the keyboard alone and names Ada.
  await bo.getByRole('tab', { name: /^Comments/ }).click()
  await bo.getByRole('button', { name: 'Pin to the image' }).press('Enter')
  const aim = bo.getByRole('button', { name: /^Place the pin/ })
  await expect(aim).toBeFocused()
  for (const key of ['ArrowRight', 'Shift+ArrowUp', 'Enter']) await aim.press(key)
  const words = bo.getByRole('textbox', { name: 'Comment at the pin' })
  await expect(words).toBeFocused()
  await words.pressSequentially('@ad')
  await expect(bo.getByRole('option', { name: 'Ada Lovelace' })).toBeVisible()
  await words.press('Enter')
  await words.pressSequentially('is this too dark?')
  await axe(bo)
  await words.press('ControlOrMeta+Enter')

  // Ada sees it without a reload, and is told.
  const pin = ada.getByRole('button', { name: 'Comment 1 by Bo Diddley: @Ada Lovelace is this too dark?' })
  await expect(pin).toBeVisible()
  await expect(ada.getByRole('link', { name: 'Inbox, 1 unread' }).first()).toBeVisible()
  const [box, image] = [await pin.boundingBox(), await ada.getByRole('img', { name: 'A quiet room' }).boundingBox()]
  expect(((box?.x ?? 0) + (box?.width ?? 0) / 2 - (image?.x ?? 0)) / (image?.width ?? 1)).toBeCloseTo(0.52, 1)
  expect(((box?.y ?? 0) + (box?.height ?? 0) / 2 - (image?.y ?? 0)) / (image?.height ?? 1)).toBeCloseTo(0.4, 1)
  await pin.click()
  await ada.getByRole('button', { name: 'Answer' }).click()
  await ada.getByRole('textbox', { name: 'Answer Bo Diddley' }).fill('Made it lighter')
  await ada.getByRole('textbox', { name: 'Answer Bo Diddley' }).press('ControlOrMeta+Enter')
  await axe(ada)

  // Bo sees the answer, and is done with it; both pages follow.
  await expect(bo.getByText('Made it lighter')).toBeVisible()
  await bo.getByRole('button', { name: 'Resolve' }).click()
  await expect(ada.getByText('Resolved by Bo Diddley')).toBeVisible()
  await bo.getByRole('button', { name: 'Approve' }).click()
  await expect(ada.getByText('This image is approved')).toBeVisible()

  // The scene goes on; the approved image says so and what.
  await hideBottle(ada, sceneId)
  await ada.reload()
  await expect(ada.getByText('Scene changed since')).toBeVisible()
  await expect(ada.getByRole('list', { name: 'What changed in the scene' })).toContainText('hidden')
  await axe(ada)
  await ada.getByRole('link', { name: 'Make it from the scene as it is now' }).click()
  await ada.waitForURL(/\/scenes\//)
  await expect(ada.getByRole('img', { name: 'Result: A quiet room' })).toBeVisible({ timeout: 150_000 })
  await bo.reload()
  await bo.getByRole('tab', { name: 'Details' }).click()
  await expect(bo.getByRole('region', { name: 'Lineage' }).getByRole('link', { name: /A quiet room/ })).toBeVisible()

  // The scene comes back as it was for the image, and the other way round with Undo.
  await bo.getByRole('button', { name: 'More', exact: true }).click()
  await bo.getByRole('menuitem', { name: 'Open this scene as it was' }).click()
  await bo.waitForURL(/\/scenes\//)
  await drawn(bo)
  await expect(bo.getByRole('button', { name: 'Hide Bottle' })).toHaveCount(1)
  await expect(ada.getByText('Bo Diddley saved this scene a moment ago.')).toBeVisible()
  await bo.getByRole('tab', { name: 'History' }).click()
  await bo.getByRole('region', { name: 'Earlier states of the scene' }).getByRole('button', { name: 'Restore' }).click()
  await expect(bo.getByRole('button', { name: 'Show Bottle' })).toHaveCount(1)
  await saved(bo)
  await expect(row(bo, 'Bottle')).toBeVisible()
})
