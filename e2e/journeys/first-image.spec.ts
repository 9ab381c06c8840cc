import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import { outputPixels } from '@/lib/domain/aspect-ratio'
import type { GenerationDetail } from '@/lib/domain/generation-view'
import { readPngText } from '@/lib/platform/png-text'
import { type SceneDocument, sceneDocumentSchema } from '@/lib/scene/schema'
import { chooseDraft } from '../fixtures/editor-page'
import { objectIds } from '../fixtures/object-ids'
import { meanBrightness, meanDifference, outlineAgreement, readGray } from '../fixtures/pictures'
import { serverDatabase } from '../fixtures/server'
import { expect, test } from '../fixtures/test'

const PROMPT = 'Sunset, marble plinth'

/** A warm picture, made on the spot. */
const reference = (): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 200, channels: 3, background: '#d08040' } })
    .jpeg()
    .toBuffer()

test('a visitor signs up, adds a reference, writes a prompt, watches the image render, downloads it and finds it in History', async ({
  page,
  signUp,
  axe,
}, info) => {
  test.setTimeout(180_000)
  await signUp(page)

  await page.getByTestId('reference-file-2').setInputFiles({ name: 'dusk.jpg', mimeType: 'image/jpeg', buffer: await reference() })
  await expect(page.getByRole('button', { name: 'Reference in slot 2: Style, 60 percent' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Prompt' }).fill(PROMPT)
  await expect(page.getByRole('list', { name: 'How the prompt was understood' })).toContainText('marble')
  await page.getByRole('radio', { name: '3:2' }).click()
  await chooseDraft(page)
  await axe()

  const learned = page.waitForResponse((response) => response.url().includes('/api/generations/timings'), { timeout: 150_000 })
  await page.getByRole('textbox', { name: 'Prompt' }).press('ControlOrMeta+Enter')
  await expect(page.getByRole('progressbar', { name: 'Rendering' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Download' })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('img', { name: `Result: ${PROMPT}` })).toBeVisible()
  // The next estimate knows how long this one took.
  expect(await (await learned).json()).toMatchObject({ ok: true, value: [{ engine: 'studio', quality: 'draft', msPerMegapixel: expect.any(Number) }] })
  await axe()

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()])
  expect(download.suggestedFilename()).toMatch(/sunset-marble-plinth\.png$/)
  const file = path.join(info.outputDir, 'download.png')
  await download.saveAs(file)
  const bytes = new Uint8Array(await readFile(file))
  const pixels = outputPixels('3:2', 512)
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', ...pixels })
  const metadata = readPngText(bytes)
  expect(metadata).toMatchObject({
    prompt: PROMPT,
    engine: expect.stringContaining('studio'),
    seed: expect.stringMatching(/^\d+$/),
    generation: expect.stringMatching(/^gen_/),
  })

  const run = await readGeneration(page.request, metadata.generation ?? '')
  const picture = await readGray(bytes)
  const snapshot = await readGray(new Uint8Array(await (await page.request.get(`/api/files/${run.snapshotAssetId}`)).body()), pixels)
  expect(meanBrightness(snapshot)).toBeGreaterThan(20)
  expect(meanDifference(picture, snapshot)).toBeGreaterThan(4)

  const ids = await objectIds({ ...(await readFrozen(run.id)), ...pixels })
  const agreement = outlineAgreement(picture, ids)
  expect(agreement).toBeGreaterThan(2)
  for (const shift of [
    { x: 14, y: 0 },
    { x: 0, y: 14 },
    { x: -14, y: -14 },
  ])
    expect(agreement).toBeGreaterThan(1.3 * outlineAgreement(picture, ids, shift))

  await expectResultActions(page)
  await page.goto('/history')
  await page.getByRole('link', { name: PROMPT }).click()
  await expect(page.getByRole('heading', { name: PROMPT })).toBeVisible()
  await expect(page.getByText('3:2', { exact: true })).toBeVisible()
  await expect(page.getByText(metadata.seed ?? 'no seed')).toBeVisible()
  await axe()

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Reuse settings' }).click()
  await page.waitForURL(/\/scenes\/scn_/)
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toHaveValue(PROMPT)
  await expect(page.getByLabel('Seed number')).toHaveValue(metadata.seed ?? '')
})

test('Cancel ends a render at once, other settings make it after all, and leaving the page loses nothing', async ({ page, signUp }) => {
  test.setTimeout(180_000)
  await signUp(page)
  await page.getByRole('radio', { name: 'High' }).click()
  await page.getByRole('button', { name: /^Generate/ }).click()
  await expect(page.getByRole('img', { name: 'What is rendered so far' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Canceled' })).toBeVisible({ timeout: 2_000 })

  await page.getByRole('button', { name: 'Change settings' }).click()
  await chooseDraft(page)
  await page.getByRole('button', { name: /^Generate/ }).click()
  await expect(page.getByRole('progressbar', { name: 'Rendering' })).toBeVisible()
  await page.goto('/history')
  await expect(page.getByRole('link', { name: /Golden hour|shadows|sun/i }).first()).toBeVisible({ timeout: 90_000 })
})

test('references come by click, drop and paste; what cannot be one is refused in a sentence, and the slot keeps what it had', async ({
  page,
  signUp,
  expectProblem,
}) => {
  expectProblem(/status of 415 .* \/api\/uploads\/references$/)
  await signUp(page)
  const prompt = page.getByRole('textbox', { name: 'Prompt' })
  await prompt.fill('x'.repeat(1990))
  await prompt.pressSequentially('eleven more')
  await expect(prompt).toHaveValue(/^x{1990}eleven mor$/)
  await expect(page.getByText('2,000 of 2,000')).toBeVisible()

  const input = page.getByTestId('reference-file-2')
  await input.setInputFiles({ name: 'dusk.jpg', mimeType: 'image/jpeg', buffer: await reference() })
  const slot = page.getByRole('button', { name: /Reference in slot 2/ })
  await expect(slot).toBeVisible()
  const before = await slot.locator('img').getAttribute('src')
  await input.setInputFiles({ name: 'dusk.png', mimeType: 'image/png', buffer: Buffer.from('%PDF-1.7 not a picture') })
  await expect(page.getByRole('alert').filter({ hasText: 'PNG, JPEG, WebP or AVIF' })).toBeVisible()
  expect(await slot.locator('img').getAttribute('src')).toBe(before)

  const picture = { name: 'dusk.jpg', type: 'image/jpeg', bytes: await reference() }
  await give(page.getByRole('group', { name: 'Slot 3' }), 'drop', picture)
  const third = page.getByRole('button', { name: /Reference in slot 3/ })
  // A reference that has just come shows its role and strength.
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(third).toBeHidden()
  // Also with the cursor in the prompt: a picture is no text.
  await give(prompt, 'paste', picture)
  await expect(third).toBeVisible()
})

/** What can be done with a result, in one round that ends as it began: nothing of it is lost. */
async function expectResultActions(page: Page): Promise<void> {
  const result = page.getByRole('img', { name: `Result: ${PROMPT}` })
  const third = page.getByRole('button', { name: /Reference in slot 3/ })
  await page.getByRole('button', { name: 'Use as reference' }).click()
  await expect(result).toBeHidden()
  // A reference that has just come shows its role and strength.
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: 'Add a reference to slot 3' }).click()
  await page.getByRole('menuitem', { name: 'Choose from History' }).click()
  await page.getByRole('dialog', { name: 'Choose from History' }).getByRole('button', { name: PROMPT }).click()
  await expect(third).toBeVisible()

  await page.getByRole('tab', { name: 'History' }).click()
  const inHistory = page.getByRole('button', { name: PROMPT })
  await inHistory.click()
  await page.getByRole('button', { name: 'Back to 3D' }).click()
  await expect(result).toBeHidden()
  await inHistory.click()
  await expect(result).toBeVisible()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(result).toBeHidden()
  await expect(inHistory).toBeHidden()
  await page
    .getByRole('region', { name: /^Notification/ })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(inHistory).toBeVisible()
}

/** Gives a picture to the page as the hand does: dropped on a slot, or pasted. */
async function give(target: Locator, event: 'drop' | 'paste', file: { name: string; type: string; bytes: Buffer }): Promise<void> {
  await target.evaluate(
    (element, { event, name, type, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }))
      const given = { bubbles: true, cancelable: true }
      element.dispatchEvent(
        event === 'drop' ? new DragEvent('drop', { ...given, dataTransfer: data }) : new ClipboardEvent('paste', { ...given, clipboardData: data }),
      )
    },
    { event, name: file.name, type: file.type, base64: file.bytes.toString('base64') },
  )
}

async function readGeneration(request: { get: (url: string) => Promise<{ json: () => Promise<unknown> }> }, id: string): Promise<GenerationDetail> {
  const answer = (await (await request.get(`/api/generations/${id}`)).json()) as { ok: boolean; value: GenerationDetail }
  expect(answer.ok).toBe(true)
  return answer.value
}

/** What was frozen with a generation. */
async function readFrozen(generationId: string): Promise<{ document: SceneDocument; camera: unknown }> {
  const sql = serverDatabase()
  try {
    const [row] = await sql`select r.document, g.camera from generations g join scene_revisions r on r.id = g.scene_revision_id where g.id = ${generationId}`
    return { document: sceneDocumentSchema.parse(row?.document), camera: row?.camera }
  } finally {
    await sql.end()
  }
}
