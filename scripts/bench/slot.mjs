import path from 'node:path'
import { medianOf, metric } from '../lib/metric.mjs'
import { withMaquette } from '../lib/started.mjs'
import { framesDrawn, observeSpans, rested, signUp, takeSpans, withPage } from '../lib/visit.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const root = path.resolve(import.meta.dirname, '../..')
const RUNS = 5
const UPDATES = 12

/**
 * Processor time that the page spends to hand one update of the live slot to the graphics card, and of the stage beside
 * it, while the camera turns. Then the same turns with the slot out of sight (another tab of the panel).
 */
export async function run() {
  return withMaquette(root, ({ url }) =>
    withPage(root, async (page) => {
      await signUp(page, url)
      await sharpenClock(page)
      await page.reload()
      await rested(page)
      await observeSpans(page)
      await turn(page)
      await takeSpans(page)

      const [slot, stage, withSlot, withoutSlot] = [[], [], [], []].map(() => /** @type {number[]} */ ([]))
      for (let i = 0; i < RUNS; i++) {
        await page.getByRole('tab', { name: 'Image' }).click()
        const on = await turn(page)
        slot.push(medianOf(on.slot))
        stage.push(medianOf(on.stage))
        withSlot.push(medianOf(on.stage.map((ms, frame) => ms + (on.slot[frame] ?? 0))))
        await page.getByRole('tab', { name: 'Design' }).click()
        const off = await turn(page)
        withoutSlot.push(medianOf(off.stage))
      }
      return {
        slot_submission: metric('ms', slot),
        stage_submission: metric('ms', stage),
        slot_over_stage: metric(
          'x',
          slot.map((ms, i) => ms / stage[i]),
        ),
        frame_slot_on: metric('ms', withSlot),
        frame_slot_off: metric('ms', withoutSlot),
        frame_on_over_off: metric(
          'x',
          withSlot.map((ms, i) => ms / withoutSlot[i]),
        ),
      }
    }),
  )
}

/**
 * Turns the camera, one frame a step.
 * @param {Page} page
 * @returns {Promise<{ slot: number[], stage: number[] }>} Milliseconds of each frame.
 */
async function turn(page) {
  await rested(page)
  await takeSpans(page)
  const box = await page.locator('[data-stage]').boundingBox()
  if (!box) throw new Error('The editor shows no stage.')
  const [x, y] = [box.x + box.width * 0.3, box.y + box.height * 0.85]
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let i = 1; i <= UPDATES; i++) {
    const before = await framesDrawn(page)
    await page.mouse.move(x + i * 4, y)
    await page.waitForFunction((frames) => Number(document.querySelector('[data-stage]')?.getAttribute('data-frames')) > frames, before)
  }
  await page.mouse.up()
  const spans = await takeSpans(page)
  return { slot: spans['maquette/slot'] ?? [], stage: spans['maquette/stage'] ?? [] }
}

/**
 * Browsers round the clock of a page to 100 microseconds, and to 5 where it is isolated from other origins.
 * @param {Page} page
 */
async function sharpenClock(page) {
  await page.route(/\/scenes\/scn_\w+$/, async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue()
    const response = await route.fetch()
    const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    await route.fulfill({ response, headers: { ...response.headers(), ...isolation } })
  })
}
