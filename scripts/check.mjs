// `npm run check`: everything about the sources that a machine can judge without running them. One line a step.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { SETTINGS } from '../lib/platform/settings.mjs'
import { buildEngine } from './lib/build.mjs'
import { advisoryProblems, askForAdvisories } from './lib/check/advisories.mjs'
import { houseProblems, settingsProblems } from './lib/check/house-rules.mjs'
import { heavyRouteProblems, layerProblems } from './lib/check/layers.mjs'
import { migrationStepProblems } from './lib/check/migration-steps.mjs'
import { migrationProblems } from './lib/check/migrations.mjs'
import { boundToRegistry, licenceProblems, missingPlatformPackages } from './lib/check/packages.mjs'
import { readSources } from './lib/check/sources.mjs'
import { execute } from './lib/execute.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { describeFailure } from './lib/problem.mjs'
import { complain, elapsedMs, say, seconds } from './lib/say.mjs'

const root = path.resolve(import.meta.dirname, '..')
const read = (/** @type {string} */ file) => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '')

/**
 * Runs a tool of node_modules; its output is the problem when it fails.
 * @param {string[]} args
 * @returns {Promise<string[]>}
 */
async function tool(...args) {
  const { status, output } = await execute(process.execPath, args, { cwd: root, env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' } })
  return status === 0 ? [] : [output]
}

/** @type {[string, () => string[] | Promise<string[]>][]} */
const steps = [
  ['Format, lint, import cycles', () => tool('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=40', '.')],
  [
    'Types',
    async () => {
      const generated = await tool('node_modules/next/dist/bin/next', 'typegen')
      return generated.length > 0 ? generated : tool('node_modules/typescript/bin/tsc', '--noEmit')
    },
  ],
  ['Layers', () => layerProblems(readSources(root))],
  ['Routes without three.js', () => heavyRouteProblems(readSources(root))],
  ['House rules', () => houseProblems(readSources(root))],
  ['Settings are documented', () => settingsProblems(SETTINGS, read('docs/configuration.md'))],
  ['Unused code', () => tool('node_modules/knip/bin/knip.js', '--no-progress')],
  ['Migrations match the schema', () => migrationProblems(root)],
  ['Migrations only add', () => migrationStepProblems(root)],
  [
    'Lockfile',
    () => {
      const { packages } = JSON.parse(read('package-lock.json'))
      return [...missingPlatformPackages(packages), ...boundToRegistry(packages)]
    },
  ],
  ['Licences', () => licenceProblems(JSON.parse(read('package-lock.json')).packages)],
]

try {
  await ensureInstalled(root)
  await buildEngine(root)
  let failed = 0
  for (const [name, find] of steps) {
    const began = performance.now()
    const problems = await find()
    say(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(30)} ${seconds(performance.now() - began).padStart(7)}`)
    if (problems.length > 0) {
      failed += 1
      say(`\n${problems.join('\n').replace(/^/gm, '      ')}\n`)
    }
  }
  const report = await askForAdvisories(root)
  const advisories = report ? advisoryProblems(report) : []
  const found = advisories.length === 0 ? 'none of high severity' : `${advisories.length} of high severity\n\n      ${advisories.join('\n      ')}\n`
  say(`${advisories.length === 0 ? 'ok  ' : 'WARN'}  Advisories: ${report ? found : 'npm cannot be asked from here, so nobody knows'}`)
  // What npm knows changes by itself; the same sources must pass today and tomorrow. Before a release it counts.
  if (process.argv.includes('--strict') && (!report || advisories.length > 0)) failed += 1
  say(failed === 0 ? `\nAll ${steps.length} checks passed in ${seconds(elapsedMs())}.` : `\n${failed} of ${steps.length} checks failed.`)
  process.exit(failed === 0 ? 0 : 1)
} catch (error) {
  complain(`\n${describeFailure(error)}`)
  process.exit(1)
}
