// `npm test`: unit and database tests, then the browser tests against the real server. `npm run test:long` runs the ones
// that take many minutes. A name (`npm test -- browser`) runs one suite. The last line counts all of them together.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureChromium } from './lib/chromium.mjs'
import { endExecuted, execute } from './lib/execute.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { describeFailure, Problem } from './lib/problem.mjs'
import { complain, elapsedMs, say, seconds } from './lib/say.mjs'
import { removeData } from './lib/started.mjs'

const root = path.resolve(import.meta.dirname, '..')
const isLong = process.argv.includes('--long')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
/** A run that hangs must end by itself: the promise is 35 minutes on two cores. */
const RUN_MS_MAX = (isLong ? 180 : 34) * 60_000
const reports = path.join(root, 'dist/test-reports')

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * Runs one suite and counts its results. A suite that ends without a report has failed, whatever it printed.
 * @param {string} name
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @param {(report: string) => Counts} count
 * @returns {Promise<Counts>}
 */
async function suite(name, args, env, count) {
  const report = path.join(reports, `${name}.json`)
  rmSync(report, { force: true })
  say(`\n${name}`)
  const began = performance.now()
  const { status, late } = await execute(process.execPath, args, {
    cwd: root,
    show: true,
    timeoutMs: Math.max(1, RUN_MS_MAX - elapsedMs()),
    env: { ...process.env, ...env, ...(isLong ? { MAQUETTE_TEST_LONG: '1' } : {}) },
  })
  const counts = existsSync(report) ? count(readFileSync(report, 'utf8')) : { passed: 0, failed: 1 }
  if (late) complain(`${name} was ended after ${seconds(RUN_MS_MAX)}: what stands above had passed or failed by then, the rest has not run.`)
  // Failures outside any test (a setup, an unhandled rejection) show in the exit status alone.
  if (status !== 0 && counts.failed === 0) counts.failed = 1
  say(`${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds(performance.now() - began)}`)
  return counts
}

const suites = {
  /** Unit and database tests share one runner. */
  node: () =>
    suite(
      'node',
      ['node_modules/vitest/vitest.mjs', 'run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${reports}/node.json`],
      {},
      (report) => {
        const { numPassedTests, numFailedTests, testResults } = JSON.parse(report)
        const brokenFiles = testResults.filter(
          (/** @type {{ status: string, assertionResults: unknown[] }} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
        )
        return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length }
      },
    ),
  browser: async () => {
    if (isLong && !existsSync(path.join(root, 'e2e/long'))) return { passed: 0, failed: 0 }
    const chromium = await ensureChromium(root)
    await ensureBuilt(root)
    const data = path.join(tmpdir(), `maquette-e2e-${process.pid}`)
    try {
      const env = { MAQUETTE_CHROMIUM: chromium, MAQUETTE_E2E_DATA: data, MAQUETTE_E2E_REPORT: path.join(reports, 'browser.json') }
      return await suite('browser', ['node_modules/@playwright/test/cli.js', 'test'], env, (report) => {
        const { stats, errors } = JSON.parse(report)
        return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }
      })
    } finally {
      removeData(data)
    }
  },
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, endExecuted)

try {
  const unknown = wanted.find((name) => !(name in suites))
  if (unknown) throw new Problem(`There is no suite "${unknown}".`, `Choose from: ${Object.keys(suites).join(', ')}`)
  await ensureInstalled(root)
  mkdirSync(reports, { recursive: true })
  const total = { passed: 0, failed: 0 }
  for (const [name, run] of Object.entries(suites)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const { passed, failed } = await run()
    total.passed += passed
    total.failed += failed
  }
  say(`\nTook ${seconds(elapsedMs())}.`)
  say(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
} catch (error) {
  complain(`\n${describeFailure(error)}`)
  say('0 passed, 1 failed')
  process.exit(1)
}
