import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { dollarWords } from '@/components/generate/cost-words'
import { readPngText } from '@/lib/platform/png-text'
import { booked, chooseEngine, chooseSquare, download, type EngineWorld, expect, giveKey, KEYED, panel, test } from '../fixtures/engines'

type Family = {
  engine: string
  /** What the panel says about the price before the press. */
  estimate: string
  /** Micro-dollars that its server took so far; null where it tells no prices. */
  billed: (servers: EngineWorld['servers']) => number | null
  /** How many pictures went along with the last request. */
  pictures: (servers: EngineWorld['servers']) => number
}

const countOf = (body: object | undefined, name: RegExp): number =>
  Object.entries(body ?? {}).reduce((sum, [key, value]) => sum + (name.test(key) ? [value].flat().length : 0), 0)

/** Each with the canvas and one reference. */
const FAMILIES: readonly Family[] = [
  {
    engine: 'Gemini (gemini-nano-banana-2.1)',
    estimate: 'Not priced',
    // No page of Google's own could be read for its prices.
    billed: () => null,
    pictures: ({ google }) => google.asked.at(-1)?.images.length ?? 0,
  },
  {
    engine: 'GPT Image (gpt-image-2.6-sunburst)',
    estimate: 'Not priced',
    billed: ({ openai }) => openai.billedMicroUsd(),
    pictures: ({ openai }) => openai.asked.at(-1)?.images.length ?? 0,
  },
  {
    engine: 'AI Gateway (bfl/flux-2-pro)',
    estimate: 'Not priced',
    billed: ({ gateway }) => gateway.billedMicroUsd(),
    pictures: ({ gateway }) => gateway.asked.at(-1)?.images.length ?? 0,
  },
  {
    engine: 'FLUX (flux-2-pro)',
    estimate: 'About $0.060',
    billed: ({ blackForestLabs }) => blackForestLabs.billedMicroUsd(),
    pictures: ({ blackForestLabs }) => countOf(blackForestLabs.jobs.at(-1)?.body, /^input_image/),
  },
  {
    engine: 'fal (flux-2-pro/edit)',
    estimate: 'About $0.060',
    billed: ({ fal }) => fal.billedMicroUsd(),
    pictures: ({ fal }) => countOf(fal.jobs.at(-1)?.body, /^image_urls$/),
  },
  {
    engine: 'Replicate (black-forest-labs/flux-2-pro)',
    estimate: 'Not priced',
    // It bills 0.05 $ and tells nobody; the price of this model stands in no table.
    billed: () => null,
    pictures: ({ replicate }) => countOf(Object(replicate.jobs.at(-1)?.body.input), /^input_images$/),
  },
  {
    engine: 'Qwen-Image-Edit',
    estimate: 'Free, runs here',
    billed: () => 0,
    pictures: ({ comfyUi }) => Object.values(comfyUi.prompts.at(-1)?.graph ?? {}).filter(({ class_type: name }) => name === 'LoadImage').length,
  },
  { engine: 'a-model-of-ones-own', estimate: 'Not priced', billed: () => null, pictures: ({ images }) => images.requests.at(-1)?.images.length ?? 0 },
]

test('every engine family is set up, chosen, and makes an image of canvas and reference that costs what its provider billed, to the micro-dollar', async ({
  page,
  signUp,
  axe,
  world: { servers, database },
}) => {
  test.setTimeout(240_000)
  const { email } = await signUp(page)
  const scene = page.url()
  await page.goto('/team/engines')
  const keys = page.getByRole('region', { name: "The team's own keys" }).getByRole('listitem')
  for (const [label, name] of KEYED) {
    await giveKey(page, label, servers[name].key)
    await page.getByRole('button', { name: `Test: ${label}` }).click()
    await expect(keys.filter({ hasText: label })).toContainText(': The key works.')
  }
  const engines = page.getByRole('region', { name: 'Engines', exact: true }).getByRole('listitem')
  await expect(engines.filter({ hasText: "The team's key" })).toHaveCount(KEYED.length)
  await expect(engines.filter({ hasText: "The installation's server" })).toHaveCount(4)
  await expect(engines.filter({ hasText: 'Not ready' })).toHaveCount(0)
  await axe()

  await page.goto(scene)
  const reference = await sharp({ create: { width: 96, height: 64, channels: 3, background: '#d08040' } })
    .png()
    .toBuffer()
  await page.getByTestId('reference-file-2').setInputFiles({ name: 'dusk.png', mimeType: 'image/png', buffer: reference })
  await expect(page.getByRole('button', { name: 'Reference in slot 2: Style, 60 percent' })).toBeVisible()
  await chooseSquare(page)
  const { prompt, generate } = panel(page)
  for (const [made, { engine, estimate, billed, pictures }] of FAMILIES.entries()) {
    await test.step(engine, async () => {
      const before = billed(servers) ?? 0
      const words = `A quiet morning, as ${engine} sees it`
      await chooseEngine(page, engine)
      await prompt.fill(words)
      await expect(page.locator('#generate-note').getByText(estimate, { exact: true })).toBeVisible()
      await generate.click()
      await expect(page.getByRole('img', { name: `Result: ${words}` })).toBeVisible({ timeout: 30_000 })

      const sum = billed(servers)
      const cost = sum === null ? null : sum - before
      const row = (await booked(database, email))[made]
      expect(row).toMatchObject({ status: 'succeeded', cost, ledger: { settle: cost } })
      // What runs here is never begun as something that could have to be paid.
      expect(row?.attempts).toEqual(estimate === 'Free, runs here' ? [] : [{ status: 'succeeded', cost }])
      expect(pictures(servers)).toBe(2)
      const picture = page.getByRole('region', { name: 'Picture' })
      if (cost !== 0) await expect(picture.getByText(cost === null ? 'Not priced' : dollarWords(cost), { exact: true })).toBeVisible()
      expect(await downloaded(page)).toMatchObject({ width: 512, height: 512, prompt: words, generation: row?.id })
    })
  }

  await page.goto(`/history/${(await booked(database, email))[6]?.id}`)
  const facts = page.getByRole('region', { name: 'How it was made' })
  await expect(facts).toContainText('EngineQwen-Image-Edit')
  await expect(facts).toContainText('CostFree')
})

/** Size of the file behind Download, and what is written in it. */
async function downloaded(page: Page): Promise<Record<string, unknown>> {
  const bytes = await download(page)
  const { width, height } = await sharp(bytes).metadata()
  return { width, height, ...readPngText(bytes) }
}

test('Improve shows what the language model would change, changes nothing without a yes, and says why it cannot', async ({
  page,
  signUp,
  expectProblem,
  axe,
  world: { servers },
}) => {
  // A browser notes every answer that is an error, also those that the page has words for.
  expectProblem(/^(console: Failed .*|server error: 503) \/api\/prompts\/improve$/)
  await signUp(page)
  const { prompt } = panel(page)
  const improve = page.getByRole('button', { name: 'Improve the prompt' })
  const dialog = page.getByRole('dialog', { name: 'Take this prompt?' })
  await prompt.fill('warm light')
  servers.words.answer({ text: 'Golden hour, warm light, long soft shadows' })
  await improve.click()
  await expect(dialog).toContainText('Golden hour, warm light, long soft shadows')
  await axe()
  await dialog.getByRole('button', { name: 'Keep mine' }).click()
  await expect(prompt).toHaveValue('warm light')
  await improve.click()
  await dialog.getByRole('button', { name: 'Take it' }).click()
  await expect(prompt).toHaveValue('Golden hour, warm light, long soft shadows')
  expect(servers.words.asked.at(-1)?.prompt).toBe('warm light')
  const told = page.getByRole('region', { name: /^Notification/ })
  await told.getByRole('button', { name: 'Undo' }).click()
  await expect(prompt).toHaveValue('warm light')

  for (const [answer, sentence] of [
    [{ status: 429, message: 'slow down' }, 'The language model has too much to do. Try again in a minute.'],
    [{ status: 402, message: 'pay' }, 'The account for the language model is empty. Whoever the key belongs to can fill it.'],
    [{ body: '{"hello":"world"}' }, 'The answer of the language model could not be read. Try again.'],
  ] as const) {
    servers.words.answer(answer)
    await improve.click()
    await expect(told.getByText(sentence)).toBeVisible()
    await expect(prompt).toHaveValue('warm light')
  }
})
