import type { Page } from '@playwright/test'
import { type Books, FAILING, type FailingFamily } from '../fixtures/engine-failures'
import { type Booked, booked, chooseEngine, chooseSquare, type EngineWorld, expect, giveKey, KEYED, panel, test } from '../fixtures/engines'

const picture = (page: Page) => page.getByRole('region', { name: 'Picture' })
const tryAgain = (page: Page) => picture(page).getByRole('button', { name: 'Try again' })

/** The newest generation once it has ended; it has to be the one of this number. */
async function ended({ database }: EngineWorld, email: string, number: number): Promise<Booked> {
  let newest: Booked | undefined
  await expect
    .poll(
      async () => {
        const all = await booked(database, email)
        newest = all.at(-1)
        return [all.length, newest?.status]
      },
      { timeout: 30_000, intervals: [50] },
    )
    .toEqual([number, expect.stringMatching(/succeeded|failed|canceled/)])
  if (!newest) throw new Error('Nothing was made.')
  return newest
}

function expectBooks({ ledger, attempts, cost }: Booked, books: Books, billed: number): void {
  switch (books) {
    case 'nothing':
      expect({ cost, billed, settled: 'settle' in ledger }).toEqual({ cost: 0, billed: 0, settled: false })
      expect(ledger.release).toBe(ledger.reserve)
      // Asked once at most: none of these is for a machine to try again.
      expect(attempts.slice(1)).toEqual([])
      for (const attempt of attempts) expect(attempt).toEqual({ status: 'failed', cost: 0 })
      return
    case 'billed':
      expect(billed).toBeGreaterThan(0)
      expect({ cost, settled: ledger.settle, attempts }).toEqual({ cost: billed, settled: billed, attempts: [{ status: 'unknown', cost: billed }] })
      return
    case 'unknown':
      expect({ cost, settled: ledger.settle, attempts }).toEqual({ cost: null, settled: null, attempts: [{ status: 'unknown', cost: null }] })
  }
}

/** One failure after the other, each met by Try again, until the last one is lifted. @returns how many were made. */
async function walk(page: Page, world: EngineWorld, email: string, made: number, family: FailingFamily): Promise<number> {
  const { engine, failures, billed, lift } = family
  await chooseEngine(page, engine)
  const canvas = page.getByRole('switch', { name: 'Use the canvas' })
  if ((await canvas.isChecked()) === family.canvasOff) await canvas.click()
  await panel(page).prompt.fill(`What becomes of ${engine}`)
  for (const [index, { what, arrange, says, books }] of failures.entries()) {
    await test.step(`${engine}: ${what}`, async () => {
      arrange(world.servers)
      const before = billed(world.servers)
      await (index === 0 ? panel(page).generate : tryAgain(page)).click()
      const failed = await ended(world, email, ++made)
      expect(failed.status).toBe('failed')
      await expect(picture(page).getByRole('alert')).toHaveText(`No image this time${says}`)
      expectBooks(failed, books, billed(world.servers) - before)
    })
  }
  await test.step(`${engine}: once it works again`, async () => {
    lift(world.servers)
    await tryAgain(page).click()
    expect(await ended(world, email, ++made)).toMatchObject({ status: 'succeeded' })
    await expect(page.getByRole('img', { name: `Result: What becomes of ${engine}` })).toBeVisible()
  })
  return made
}

test('every failure of an engine is told apart in words and in the books, and Try again works once it is lifted', async ({ page, signUp, world }) => {
  test.setTimeout(240_000)
  const { email } = await signUp(page)
  const scene = page.url()
  await page.goto('/team/engines')
  for (const [label, name] of KEYED) await giveKey(page, label, world.servers[name].key)
  await page.goto(scene)
  await chooseSquare(page)
  let made = 0
  for (const family of FAILING) made = await walk(page, world, email, made, family)
})

test('an engine without a key cannot be chosen, one that loses it says so, and a busy or absent provider says when it is asked again', async ({
  page,
  signUp,
  world,
}) => {
  const { email } = await signUp(page)
  const scene = page.url()
  const { google, images } = world.servers
  const { generate, prompt } = panel(page)
  await page.getByRole('combobox', { name: 'Engine' }).click()
  await expect(page.getByRole('option', { name: 'Gemini' })).toBeDisabled()
  await page.keyboard.press('Escape')

  const settings = await page.context().newPage()
  await settings.goto('/team/engines')
  await giveKey(settings, 'Google', google.key)
  await page.goto(scene)
  await chooseSquare(page)
  await page.getByRole('switch', { name: 'Use the canvas' }).click()
  await chooseEngine(page, 'Gemini (gemini-nano-banana-2.1)')
  await prompt.fill('A quiet morning')
  await settings.getByRole('button', { name: 'Remove: Google' }).click()
  await settings.getByRole('dialog').getByRole('button', { name: 'Remove key' }).click()
  await expect(settings.getByRole('button', { name: 'Add key: Google' })).toBeVisible()
  await generate.click()
  await expect(page.locator('#generate-note')).toHaveText(
    "Needs a key. An owner or admin adds the team's on its Engines page, or whoever runs this installation sets GOOGLE_GENERATIVE_AI_API_KEY.",
  )
  expect(await booked(world.database, email)).toEqual([])

  // Google says in its own form how long to wait: longer than this test.
  await giveKey(settings, 'Google', google.key)
  google.behave({ kind: 'rate-limited' })
  await generate.click()
  const status = picture(page).getByRole('status')
  await expect(status).toHaveText('The provider is busy. We try again in 27 seconds.')
  await picture(page).getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(status).toHaveText('CanceledIt was stopped before there was an image. Nothing was charged.')
  expectBooks(await ended(world, email, 1), 'nothing', 0)
  google.behave({ kind: 'image' })
  await tryAgain(page).click()
  expect(await ended(world, email, 2)).toMatchObject({ status: 'succeeded' })

  await images.leave()
  await chooseEngine(page, 'a-model-of-ones-own')
  await generate.click()
  await expect(status).toHaveText('The provider cannot be reached. We try again in a moment.')
  await picture(page).getByRole('button', { name: 'Cancel', exact: true }).click()
  expectBooks(await ended(world, email, 3), 'nothing', 0)
  await images.comeBack()
  images.behave({ kind: 'image' })
  await tryAgain(page).click()
  expect(await ended(world, email, 4)).toMatchObject({ status: 'succeeded' })
})
