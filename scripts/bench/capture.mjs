import path from 'node:path'
import { metric } from '../lib/metric.mjs'
import { withMaquette } from '../lib/started.mjs'
import { observeSpans, rested, signUp, takeSpans, withPage } from '../lib/visit.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const root = path.resolve(import.meta.dirname, '../..')
const RUNS = 5
const UPLOAD = '/api/uploads/snapshots'

/**
 * Taking the snapshot of 1024 x 1024 pixels when Generate is pressed: drawing and reading it back (the graphics card's
 * part), encoding it, and the whole wait from the click until its upload begins. The upload is refused, so that no image is made and the next press finds
 * the editor as it was.
 */
export async function run() {
  return withMaquette(root, ({ url }) =>
    withPage(root, async (page) => {
      await page.route(`**${UPLOAD}*`, (route) =>
        route.fulfill({ status: 503, json: { ok: false, error: { code: 'unavailable', message: 'Refused by the bench.' } } }),
      )
      await signUp(page, url)
      await rested(page)
      await page.getByRole('radio', { name: '1:1' }).click()
      await rested(page)
      await observeSpans(page)
      await observeWaits(page)
      // The first press also saves the scene for the first time and compiles shaders for the size.
      await press(page)
      const runs = []
      for (let i = 0; i < RUNS; i++) runs.push(await press(page))
      return {
        snapshot_1024: metric(
          'ms',
          runs.map(({ snapshot }) => snapshot),
        ),
        drawing_and_reading_back_1024: metric(
          'ms',
          runs.map(({ snapshot, encoding }) => snapshot - encoding),
        ),
        encoding_1024: metric(
          'ms',
          runs.map(({ encoding }) => encoding),
        ),
        click_to_upload_1024: metric(
          'ms',
          runs.map(({ wait }) => wait),
        ),
      }
    }),
  )
}

/**
 * Presses Generate once.
 * @param {Page} page
 * @returns {Promise<{ snapshot: number, encoding: number, wait: number }>} Milliseconds; the encoding is part of the snapshot.
 */
async function press(page) {
  const generate = page.getByRole('button', { name: /^Generate/ })
  await generate.click()
  await page.waitForFunction(() => Reflect.get(window, 'benchWaits').length > 0)
  await generate.waitFor()
  /** @type {number[]} */
  const waits = await page.evaluate(() => Reflect.get(window, 'benchWaits').splice(0))
  const { 'maquette/snapshot': snapshots = [], 'maquette/encoding': encodings = [] } = await takeSpans(page)
  const [snapshot] = snapshots
  const [encoding] = encodings
  const [wait] = waits
  if (snapshot === undefined || encoding === undefined || wait === undefined) throw new Error('Generate took no snapshot.')
  return { snapshot, encoding, wait }
}

/**
 * Notes the time from each click to the upload that follows it.
 * @param {Page} page
 */
async function observeWaits(page) {
  await page.evaluate((upload) => {
    /** @type {number[]} */
    const waits = []
    let clicked = 0
    document.addEventListener('click', ({ timeStamp }) => (clicked = timeStamp), { capture: true })
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) if (name.includes(upload)) waits.push(startTime - clicked)
    }).observe({ type: 'resource' })
    Reflect.set(window, 'benchWaits', waits)
  }, UPLOAD)
}
