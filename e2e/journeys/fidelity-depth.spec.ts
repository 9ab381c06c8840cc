import { makeDraft } from '../fixtures/editor-page'
import { Installation } from '../fixtures/installation'
import { type ComfyUiServer, startComfyUi } from '../fixtures/providers/comfyui'
import { test as base, expect } from '../fixtures/test'

/** A Maquette of its own whose ComfyUI estimates depth: the server of the other tests has none. */
const test = base.extend<object, { world: { comfyUi: ComfyUiServer; url: string } }>({
  world: [
    async ({ browserName: _ }, use) => {
      const [comfyUi, installation] = await Promise.all([startComfyUi(), Installation.create('depth')])
      const started = installation.start({ COMFYUI_BASE_URL: comfyUi.baseUrl, FIDELITY_DEPTH_ESTIMATOR: 'comfyui', LOG_LEVEL: 'warn' })
      try {
        await started.ready()
        await use({ comfyUi, url: installation.url })
      } finally {
        await installation.stop()
        installation.remove()
        await comfyUi.close()
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ world }, use) => {
    await use(world.url)
  },
})

test('where an estimator is configured, the page of an image says that depth was compared, and how it agrees for each object', async ({
  page,
  signUp,
  axe,
  world: { comfyUi },
}) => {
  test.setTimeout(240_000)
  await signUp(page)
  await makeDraft(page, 'Golden hour')
  await expect(page.getByText(/^Fidelity \d+$/)).toHaveCount(1, { timeout: 60_000 })
  expect(comfyUi.prompts).toHaveLength(1)

  await page.goto('/history')
  await page.locator('a[href^="/history/gen_"]').first().click()
  await page.getByRole('button', { name: /^Fidelity \d+$/ }).press('Enter')
  const list = page.getByRole('region', { name: 'Fidelity' })
  await expect(list.getByText('Shapes, places and depth, compared with your scene. Colour and light may differ.')).toBeVisible()
  await expect(
    list
      .getByRole('listitem')
      .first()
      .getByText(/^Depth \d+$/),
  ).toBeVisible()
  await axe()
})
