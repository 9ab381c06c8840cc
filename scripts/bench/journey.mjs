import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { metric } from '../lib/metric.mjs'
import { withMaquette } from '../lib/started.mjs'
import { framesDrawn, seen, signUp, withPage } from '../lib/visit.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ total: number, signUp: number, seen: number, queued: number, finished: number, downloaded: number, frames: number }} Journey */

const root = path.resolve(import.meta.dirname, '../..')
const RUNS = 2

/**
 * Seconds from the printed address to the downloaded file on a warm start, done by a program: open the page, sign up, take
 * the sample scene as it opens (4:3, 1024 pixels, Standard), press Generate once the scene is seen, wait, download. What a person adds is reading
 * and typing.
 */
export async function run() {
  return withMaquette(root, async ({ url }) => {
    /** @type {Journey[]} */
    const journeys = []
    for (let i = 0; i < RUNS; i++) journeys.push(await withPage(root, (page) => travel(page, url)))
    const of = (/** @type {Exclude<keyof Journey, 'frames'>} */ part) =>
      metric(
        's',
        journeys.map((journey) => journey[part] / 1000),
      )
    return {
      total: of('total'),
      sign_up_to_editor: of('signUp'),
      editor_to_first_view: of('seen'),
      generate_to_queued: of('queued'),
      queued_to_finished: of('finished'),
      download: of('downloaded'),
      // Where the graphics card is software, what the editor draws is taken from the cores that render.
      frames_drawn_meanwhile: metric(
        'frames',
        journeys.map(({ frames }) => frames),
      ),
    }
  })
}

/**
 * @param {Page} page
 * @param {string} url
 * @returns {Promise<Journey>} Milliseconds of the whole and of its parts.
 */
async function travel(page, url) {
  const times = [performance.now()]
  const mark = () => times.push(performance.now())
  await page.goto(url)
  await signUp(page, url)
  const generate = page.getByRole('button', { name: /^Generate/, disabled: false })
  await generate.waitFor()
  mark()
  await seen(page)
  mark()
  await page.getByRole('radio', { name: '4:3', checked: true }).waitFor()
  await page.getByRole('radio', { name: 'Standard', checked: true }).waitFor()
  await generate.click()
  await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor()
  mark()
  const framesBefore = await framesDrawn(page)
  const download = page.getByRole('link', { name: 'Download' })
  await download.waitFor()
  mark()
  const frames = (await framesDrawn(page)) - framesBefore
  const folder = mkdtempSync(path.join(tmpdir(), 'maquette-download-'))
  try {
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()])
    const target = path.join(folder, file.suggestedFilename())
    await file.saveAs(target)
    mark()
    if (statSync(target).size === 0) throw new Error('The downloaded file is empty.')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const [start = 0, editor = 0, view = 0, queued = 0, finished = 0, end = 0] = times
  return {
    total: end - start,
    signUp: editor - start,
    seen: view - editor,
    queued: queued - view,
    finished: finished - queued,
    downloaded: end - finished,
    frames,
  }
}
