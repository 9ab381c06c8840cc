import { randomBytes } from 'node:crypto'
import { chromium } from '@playwright/test'
import { ensureChromium } from './chromium.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const PASSWORD = 'a quiet graphite room'
/** Software rendering on a busy machine takes its time; a bench that hangs still ends. */
const WAIT_MS_MAX = 240_000

/**
 * Opens a page in a browser of its own, which is closed afterwards.
 * @template T
 * @param {string} root
 * @param {(page: Page) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withPage(root, work) {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(root),
    // As in the browser tests: containers lack what the sandbox needs, and nothing may reach the network.
    args: ['--no-sandbox', '--disable-background-networking', '--disable-quic'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    page.setDefaultTimeout(WAIT_MS_MAX)
    return await work(page)
  } finally {
    await browser.close()
  }
}

/**
 * Opens an account through the page itself. It leads to the sample scene.
 * @param {Page} page
 * @param {string} url The printed address.
 */
export async function signUp(page, url) {
  await page.goto(`${url}/sign-up`)
  await page.getByLabel('Email').fill(`${randomBytes(6).toString('hex')}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByLabel('Name').fill('A designer')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(/\/scenes\/scn_/)
}

/**
 * Waits until the 3D view has drawn and rests.
 * @param {Page} page
 */
export async function rested(page) {
  let last = -1
  for (;;) {
    const now = await framesDrawn(page)
    if (now > 0 && now === last) return
    last = now
    await page.waitForTimeout(500)
  }
}

/**
 * Waits until the graphics card has drawn at least one frame, and all that it was asked for.
 * @param {Page} page
 */
export async function seen(page) {
  await page.waitForFunction(() => Number(document.querySelector('[data-stage]')?.getAttribute('data-frames')) > 0)
  await page.evaluate(async () => {
    const gl = document.querySelector('canvas')?.getContext('webgl2')
    const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
    if (!gl || !fence) throw new Error('The editor shows no stage.')
    gl.flush()
    while (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) await new Promise((resolve) => setTimeout(resolve, 1))
    gl.deleteSync(fence)
  })
}

/**
 * @param {Page} page
 * @returns {Promise<number>}
 */
export async function framesDrawn(page) {
  return Number((await page.locator('[data-stage]').getAttribute('data-frames')) ?? 0)
}

/**
 * Collects the spans that the editor reports while it works, from now on.
 * @param {Page} page
 */
export async function observeSpans(page) {
  await page.evaluate(() => {
    /** @type {{ name: string, ms: number }[]} */
    const spans = []
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) spans.push({ name, ms: duration })
    }).observe({ type: 'measure' })
    Reflect.set(window, 'benchSpans', spans)
  })
}

/**
 * The spans since the last call, by name, in milliseconds.
 * @param {Page} page
 * @returns {Promise<Record<string, number[]>>}
 */
export async function takeSpans(page) {
  // The observer is told of what was measured before a frame at the latest in the next one.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))))
  /** @type {{ name: string, ms: number }[]} */
  const spans = await page.evaluate(() => Reflect.get(window, 'benchSpans').splice(0))
  /** @type {Record<string, number[]>} */
  const byName = {}
  for (const { name, ms } of spans) byName[name] = [...(byName[name] ?? []), ms]
  return byName
}
