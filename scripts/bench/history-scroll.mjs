import path from 'node:path'
import postgres from 'postgres'
import sharp from 'sharp'
import { withDatabase } from '../lib/bench-database.mjs'
import { metric } from '../lib/metric.mjs'
import { startMaquette, withDataFolder } from '../lib/started.mjs'
import { signUp, withPage } from '../lib/visit.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const IMAGES = 10_000
const RUNS = 3
/** Pixels a frame: a fast wheel. */
const STEP_PX = 240
const COLORS = ['#7a4f3a', '#3a5f7a', '#d8d2c4', '#4f7a3a', '#7a3a6b', '#c9a24a', '#20242a', '#8fa3b0']

/**
 * Milliseconds of the longest task on the main thread while somebody scrolls through 10,000 images of one month from the
 * first to the last, pages loading on the way, by the clock and in processor time of that thread (Chromium draws in software
 * on the same cores, so by the clock a task also waits for them); how many tasks were longer than 50; the most pictures that stood in the
 * document at once; and how far the first view moved while it loaded (cumulative layout shift).
 */
export async function run() {
  return withDatabase(root, ({ url: databaseUrl }) =>
    withDataFolder(async (dataFolder) => {
      const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
      const started = await startMaquette(root, { dataFolder, databaseUrl })
      try {
        return await withPage(root, async (page) => {
          await signUp(page, started.url)
          await seedImages(sql, page)
          /** @type {Scroll[]} */
          const scrolls = []
          for (let i = 0; i < RUNS; i++) scrolls.push(await scrollThrough(page, `${started.url}/history`))
          const of = (/** @type {string} */ unit, /** @type {keyof Scroll} */ part) =>
            metric(
              unit,
              scrolls.map((scroll) => scroll[part]),
            )
          return {
            longest_task: of('ms', 'longest'),
            tasks_over_50_ms: of('tasks', 'over50'),
            longest_task_processor_time: of('ms', 'longestWork'),
            tasks_over_50_ms_processor_time: of('tasks', 'workOver50'),
            images_in_document: of('images', 'drawn'),
            images_scrolled: of('images', 'reached'),
            layout_shift: of('CLS', 'shift'),
          }
        })
      } finally {
        await started.stop()
        await sql.end()
      }
    }),
  )
}

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ longest: number, over50: number, longestWork: number, workOver50: number, drawn: number, reached: number, shift: number }} Scroll */

/**
 * Gives the only team 10,000 finished images within a month, which show eight pictures by turns.
 * @param {import('postgres').Sql} sql
 * @param {Page} page Signed in.
 */
async function seedImages(sql, page) {
  const [scene] = await sql`select s.id, s.team_id, m.user_id from scenes s join memberships m on m.team_id = s.team_id limit 1`
  const { origin } = new URL(page.url())
  const assets = []
  for (const background of COLORS) {
    const data = await sharp({ create: { width: 400, height: 300, channels: 3, background } })
      .png()
      .toBuffer()
    const answer = await page.request.post(`${origin}/api/uploads/snapshots?teamId=${scene?.team_id}`, {
      headers: { origin, 'content-type': 'image/png' },
      data,
    })
    assets.push((await answer.json()).value.assetId)
  }
  const now = new Date()
  const settings = { engine: 'studio', canvas: true, ratio: '4:3', size: 1024, quality: 'standard', seed: 7, images: 1 }
  await sql`
    insert into generations (id, team_id, scene_id, author_id, request_key, status, engine, engine_version, prompt, settings, width, height, cost_micro_usd, created_at,
      started_at, finished_at)
    select 'gen_' || lpad(n::text, 26, '0'), ${scene?.team_id}, ${scene?.id}, ${scene?.user_id}, n::text, 'succeeded', 'studio', '1',
      'Golden hour on a concrete table, picture ' || n, ${sql.json(settings)}, 1184, 888, 0, at, at, at
    from generate_series(1, ${IMAGES}::int) n cross join lateral (select ${now}::timestamptz - n * interval '4 minutes' as at) moment`
  // All the ratios there are, so that rows are as uneven as in life.
  await sql`
    insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, seed, requested_at)
    select 'out_' || lpad(n::text, 26, '0'), 'gen_' || lpad(n::text, 26, '0'), ${scene?.team_id}, 0, asset, asset, '3OcRJYB4d3h/iIeHeEh3eIhw+j2w',
      (array[100, 80, 125, 75, 133, 67, 150, 56, 178, 233])[1 + n % 10], 100, 7, ${now}::timestamptz - n * interval '4 minutes'
    from generate_series(1, ${IMAGES}::int) n cross join lateral (select (${assets}::text[])[1 + n % ${COLORS.length}::int] as asset) chosen`
  await sql`analyze`
}

/**
 * @param {Page} page
 * @param {string} address
 * @returns {Promise<Scroll>}
 */
async function scrollThrough(page, address) {
  await page.goto(address)
  await page.getByRole('grid', { name: 'Images' }).getByRole('link').first().waitFor()
  await page.waitForLoadState('networkidle')
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          // The observer is handed what happened before it, all at once.
          resolve(list.getEntries().reduce((sum, entry) => sum + (Reflect.get(entry, 'hadRecentInput') ? 0 : Number(Reflect.get(entry, 'value'))), 0))
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(0), 500)
      }),
  )
  const browser = page.context().browser()
  if (!browser) throw new Error('The page has no browser.')
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-lighthouse'] })
  const scrolled = await page.evaluate(
    ({ step, images }) =>
      new Promise((resolve) => {
        let drawn = 0
        let reached = 0
        let stuck = 0
        const frame = () => {
          const cells = [...document.querySelectorAll('[role=gridcell] a')]
          drawn = Math.max(drawn, cells.length)
          const last = /picture (\d+)/.exec(cells.at(-1)?.getAttribute('aria-label') ?? '')
          reached = Math.max(reached, Number(last?.[1] ?? 0))
          const before = window.scrollY
          window.scrollBy({ top: step, behavior: 'instant' })
          // The end of what is loaded: the next page is on its way, or there is none.
          stuck = window.scrollY === before ? stuck + 1 : 0
          if (reached >= images || stuck > 600) resolve({ drawn, reached })
          else requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    { step: STEP_PX, images: IMAGES },
  )
  const tasks = mainThreadTasks(JSON.parse((await browser.stopTracing()).toString()).traceEvents)
  return {
    ...scrolled,
    longest: tasks.reduce((longest, { clock }) => Math.max(longest, clock), 0),
    over50: tasks.filter(({ clock }) => clock > 50).length,
    longestWork: tasks.reduce((longest, { work }) => Math.max(longest, work), 0),
    workOver50: tasks.filter(({ work }) => work > 50).length,
    shift: Number(shift),
  }
}

/**
 * @param {{ name: string, ph: string, pid: number, tid: number, dur?: number, tdur?: number, args?: { name?: string } }[]} events
 * @returns {{ clock: number, work: number }[]} Milliseconds of each task on the main threads of pages.
 */
function mainThreadTasks(events) {
  const main = new Set(events.flatMap(({ name, pid, tid, args }) => (name === 'thread_name' && args?.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [])))
  return events.flatMap(({ name, ph, pid, tid, dur = 0, tdur = 0 }) =>
    ph === 'X' && /RunTask$/.test(name) && main.has(`${pid} ${tid}`) ? [{ clock: dur / 1000, work: tdur / 1000 }] : [],
  )
}
