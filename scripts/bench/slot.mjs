import path from 'node:path'
import { medianOf, metric } from '../lib/metric.mjs'
import { withMaquette } from '../lib/started.mjs'
import { observeSpans, rested, signUp, takeSpans, withPage } from '../lib/visit.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const root = path.resolve(import.meta.dirname, '../..')
const RUNS = 5
const UPDATES = 8
const STEP_PIXELS = 4

/**
 * Processor time that the page spends to hand one update of the live slot to the graphics card, and of the stage beside
 * it, while the camera turns. Then the same turns with the slot out of sight (another tab of the panel).
 */
export async function run() {
  return withMaquette(root, ({ url }) =>
    withPage(root, async (page) => {
      await sharpenClock(page)
      await signUp(page, url)
      await rested(page)
      await observeSpans(page)
      // The first turn compiles what only a moving camera needs.
      await turn(page)

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
  await page.evaluate(moveStepByStep, { x, y, updates: UPDATES, step: STEP_PIXELS })
  await page.mouse.up()
  const spans = await takeSpans(page)
  return { slot: spans['maquette/slot'] ?? [], stage: spans['maquette/stage'] ?? [] }
}

/**
 * Moves the pressed pointer from within the page, and waits for the graphics card after each frame: where that is software,
 * it falls behind, and both the browser's own input events and the next submission would wait for it.
 * @param {{ x: number, y: number, updates: number, step: number }} path In client pixels.
 */
async function moveStepByStep({ x, y, updates, step }) {
  const stage = document.querySelector('[data-stage]')
  const gl = document.querySelector('canvas')?.getContext('webgl2')
  if (!stage || !gl) throw new Error('The editor shows no stage.')
  const drawn = () => Number(stage.getAttribute('data-frames'))
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1))
  for (let i = 1; i <= updates; i++) {
    const before = drawn()
    stage.dispatchEvent(
      new PointerEvent('pointermove', { pointerId: 1, pointerType: 'mouse', isPrimary: true, bubbles: true, buttons: 1, clientX: x + i * step, clientY: y }),
    )
    while (drawn() === before) await pause()
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    if (!fence) return
    gl.flush()
    while (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) await pause()
    gl.deleteSync(fence)
  }
}

/**
 * Browsers round the clock of a page to 100 microseconds, and to 5 where it is isolated from other origins. The editor is
 * reached from here without loading another document, so this one is isolated.
 * @param {Page} page
 */
async function sharpenClock(page) {
  await page.route(/\/sign-up$/, async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue()
    const response = await route.fetch()
    const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    await route.fulfill({ response, headers: { ...response.headers(), ...isolation } })
  })
}
