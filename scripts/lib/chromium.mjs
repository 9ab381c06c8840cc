import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { execute } from './execute.mjs'
import { Problem } from './problem.mjs'
import { step } from './say.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Path of a Chromium for the browser tests: the one that `MAQUETTE_CHROMIUM` names, the system's, or Playwright's own.
 * On Debian, root has it installed.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function ensureChromium(root) {
  const found = process.env.MAQUETTE_CHROMIUM || inPath() || (await playwrightsOwn())
  if (found) return found
  if (isDebian() && process.getuid?.() === 0) {
    await step({ doing: 'Installing Chromium for the browser tests', done: 'Chromium installed' }, async () => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      await execute('apt-get', ['update', '-q'], { cwd: root, env })
      const { status, output } = await execute('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { cwd: root, env })
      if (status !== 0) throw new Problem('Chromium could not be installed.', output.slice(-2000))
    })
    const installed = inPath()
    if (installed) return installed
  }
  throw new Problem(
    'The browser tests need Chromium.',
    isDebian() ? 'Run: sudo apt-get install chromium' : 'Run: npx playwright install chromium, or set MAQUETTE_CHROMIUM to the path of a Chromium or Chrome.',
  )
}

function inPath() {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file) && works(file))
}

/**
 * A name in the path may be a stand-in that only tells how to install the real thing.
 * @param {string} file
 */
const works = (file) => spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const file = chromium.executablePath()
  return existsSync(file) ? file : undefined
}

const isDebian = () => existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
