import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { booked, chooseEngine, chooseSquare, download, type EngineWorld, expect, giveKey, panel, test } from '../fixtures/engines'
import { findObject, type ObjectInPicture } from '../fixtures/picture-objects'

/** Priced by the megapixel, asked for by polling, and without an input for a mask. */
const ENGINE = 'FLUX (flux-2-pro)'
/** Micro-dollars for a small picture with one sent along, in Maquette's table of prices and on the test server. */
const EACH = 45_000
/** The form says 12 pixels of a picture whose longer side has 1024; this one has half of them. */
const GROWN = 6

/** Every picture that the server took money for, and what stands in the books of the account: both have to say the same. */
async function expectBilled({ servers, database }: EngineWorld, email: string, since: number, images: number): Promise<void> {
  const books = await booked(database, email)
  expect(books.map(({ status, cost, ledger, attempts }) => ({ status, cost, settled: ledger.settle, attempts }))).toEqual(
    books.map(() => ({ status: 'succeeded', cost: EACH, settled: EACH, attempts: [{ status: 'succeeded', cost: EACH }] })),
  )
  const { jobs } = servers.blackForestLabs
  expect([books.length, jobs.length - since]).toEqual([images, images])
  const cost = books.reduce((sum, row) => sum + (row.cost ?? 0), 0)
  expect(cost).toBe(jobs.slice(since).filter(({ billed }) => billed).length * EACH)
}

async function pixelsOf(file: Uint8Array): Promise<Buffer> {
  return sharp(file).removeAlpha().raw().toBuffer()
}

/** Pixels no farther than this from one of the object's. */
function around({ width, height, own }: ObjectInPicture, radius: number): Uint8Array {
  const reached = new Uint8Array(width * height)
  const steps = Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius)
  const disc = steps.flatMap((dy) => steps.filter((dx) => dx * dx + dy * dy <= radius * radius).map((dx) => ({ dx, dy })))
  for (const i of reached.keys()) {
    if (!own(i)) continue
    for (const { dx, dy } of disc) {
      const [x, y] = [(i % width) + dx, Math.floor(i / width) + dy]
      if (x >= 0 && x < width && y >= 0 && y < height) reached[y * width + x] = 1
    }
  }
  return reached
}

/** Opens the question of a replay on the page of an image. */
async function askForReplay(page: Page) {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Replay' }).click()
  return page.getByRole('dialog', { name: `Replay with ${ENGINE}?` })
}

test('what only a scene can do works with a hosted engine, each time for a price that is told before and billed to the micro-dollar', async ({
  page,
  signUp,
  axe,
  world,
}) => {
  test.setTimeout(240_000)
  const { blackForestLabs: server } = world.servers
  const since = server.jobs.length
  const { email } = await signUp(page)
  const scene = page.url()
  const { prompt, generate } = panel(page)
  const note = page.locator('#generate-note')
  const newest = async () => (await booked(world.database, email)).at(-1)?.id ?? ''

  await page.goto('/team/budgets')
  await page.getByRole('button', { name: 'Set the budget of the team' }).click()
  await page.getByLabel('Dollars a month').fill('1')
  await page.getByRole('button', { name: 'Save budget' }).click()
  await expect(page.getByText('$0.00 of $1.00')).toBeVisible()
  await page.goto('/team/engines')
  await giveKey(page, 'Black Forest Labs', server.key)
  await page.goto(scene)
  await chooseSquare(page)
  await chooseEngine(page, ENGINE)

  const before = await test.step('an image of the scene', async () => {
    server.behave({ kind: 'image' })
    await prompt.fill('A quiet morning')
    await expect(note.getByText('About $0.045')).toBeVisible()
    await expect(page.getByText('$1.00 of $1.00 left this month')).toBeVisible()
    await generate.click()
    await expect(page.getByRole('img', { name: 'Result: A quiet morning' })).toBeVisible({ timeout: 30_000 })
    await expectBilled(world, email, since, 1)
    return { file: await download(page), bottle: await findObject(page, await newest(), 'Bottle') }
  })

  const changedId = await test.step('one object only', async () => {
    // A model that paints all of the picture anew, whatever it was asked.
    server.behave({ kind: 'image', color: '#e07020' })
    await page.getByRole('button', { name: 'Change one object' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change one object' })
    await dialog.getByRole('radio', { name: 'Bottle' }).check()
    await dialog.getByRole('textbox', { name: 'What should change about Bottle' }).fill('amber glass')
    await expect(dialog.getByRole('combobox', { name: 'Engine' })).toHaveText(ENGINE)
    await expect(dialog.getByText('About $0.045')).toBeVisible()
    await dialog.getByRole('switch', { name: 'With its shadow and reflection' }).click()
    await axe()
    await dialog.getByRole('button', { name: 'Generate' }).click()
    await expect(page.getByRole('img', { name: 'Result: amber glass' })).toBeVisible({ timeout: 30_000 })
    await expectBilled(world, email, since, 2)

    const { body } = server.jobs.at(-1) ?? { body: {} }
    expect(body.prompt).toContain('Change one thing in the picture, the Bottle, and nothing else: amber glass')
    expect(Object.keys(body).filter((name) => /image|mask/.test(name))).toEqual(['input_image'])

    const { bottle, file } = before
    const [old, changed] = [await pixelsOf(file), await pixelsOf(await download(page))]
    const mask = around(bottle, GROWN)
    const pixels = [...mask.keys()]
    const own = pixels.filter(bottle.own)
    expect(own.length).toBeGreaterThan(500)
    expect(own.filter((i) => changed.readUIntBE(i * 3, 3) !== 0xe07020)).toEqual([])
    const outside = pixels.filter((i) => !mask[i])
    expect(outside.length).toBeGreaterThan(pixels.length * 0.5)
    expect(outside.filter((i) => changed.readUIntBE(i * 3, 3) !== old.readUIntBE(i * 3, 3))).toEqual([])
    return newest()
  })

  await test.step('exploration', async () => {
    server.behave({ kind: 'image' })
    await prompt.fill('{Oak|Walnut} table')
    await page.getByRole('button', { name: /^Explore/ }).click()
    await page.getByRole('slider', { name: 'Seeds to try' }).press('ArrowRight')
    await expect(note).toContainText('4 images: 2 wordings × 2 seeds')
    await expect(note.getByText('About $0.18')).toBeVisible()
    await expect(page.getByText('$0.91 of $1.00 left this month')).toBeVisible()
    await page.getByRole('button', { name: /^Generate 4/ }).click()
    const grid = page.getByRole('region', { name: 'Grid' })
    await expect(grid.getByText('All ready')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('$0.73 of $1.00 left this month')).toBeVisible()
    await expectBilled(world, email, since, 6)
    const tried = server.jobs.slice(-4).map(({ body }) => `${String(body.prompt).split('\n', 1)} ${body.seed}`)
    expect(new Set(tried).size).toBe(4)
    expect(tried.filter((words) => words.startsWith('Oak table')).length).toBe(2)
  })

  await test.step('fidelity', async () => {
    await page.goto(`/history/${changedId}`)
    await expect(page.getByRole('heading', { name: 'Changed Bottle of' })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Fidelity \d+$/ })).toBeVisible()
    const objects = page.getByRole('region', { name: 'Fidelity' })
    await objects.getByText(/more objects?$/).click()
    await expect(objects.getByText('Bottle')).toBeVisible()
  })

  await test.step('replay', async () => {
    const replays = page.getByRole('region', { name: 'Replays' })
    const asked = await askForReplay(page)
    await expect(asked).toContainText(`${ENGINE} makes one image again and charges about $0.045.`)
    await axe()
    await asked.getByRole('button', { name: 'Cancel' }).click()
    await expect(asked).toBeHidden()
    await expectBilled(world, email, since, 6)

    server.behave({ kind: 'image', color: '#e0d020' })
    await (await askForReplay(page)).getByRole('button', { name: 'Replay' }).click()
    await expect(replays.getByText(/^Replayed: drifted, mean ΔE .* The provider got the same request and made another image\.$/)).toBeVisible({
      timeout: 30_000,
    })
    await expectBilled(world, email, since, 7)

    await replays.getByRole('link', { name: 'The first image' }).click()
    await page.waitForURL(`**/history/${changedId}`)
    server.behave({ kind: 'image', color: '#e07020' })
    await (await askForReplay(page)).getByRole('button', { name: 'Replay' }).click()
    await expect(replays.getByText('Replayed: identical, pixel for pixel.')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('region', { name: 'How it was made' })).toContainText('Cost$0.045')
    await expectBilled(world, email, since, 8)
  })
})
