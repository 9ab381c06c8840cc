// `npm run bench` runs every bench, `npm run bench -- NAME ...` some; `--json` prints the results alone, for machines, and
// `--markdown` as rows of the table in docs/benchmarks.md. A bench is scripts/bench/<name>.mjs and exports `run()`.
import { readdirSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './lib/install.mjs'
import { describeFailure, Problem } from './lib/problem.mjs'
import { complain, say, sayAside, seconds } from './lib/say.mjs'

/**
 * What a bench measures: the median of its runs, with all of them beside it.
 * @typedef {{ median: number, unit: string, runs: number[] }} Metric
 */

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'scripts/bench')
const asJson = process.argv.includes('--json')
const asMarkdown = process.argv.includes('--markdown')
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))

/** What the figures were measured on; they mean little without it. */
const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? process.arch}, ${Math.round(totalmem() / 1024 ** 3)} GB, ${process.platform}, Node ${process.versions.node}`
/** Above this share of its cores in use before anything was measured, a machine counts as busy. */
const BUSY_SHARE = 0.25

/** @param {number} value */
const rounded = (value) => Number(value.toPrecision(4))

if (asJson || asMarkdown) sayAside()

try {
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => file.slice(0, -4))
    .sort()
  const unknown = names.find((name) => !all.includes(name))
  if (unknown) throw new Problem(`There is no bench "${unknown}".`, `Choose from: ${all.join(', ')}`)
  await ensureInstalled(root)
  const [load = 0] = loadavg()
  if (load > BUSY_SHARE * cpus().length)
    say(`Other programs are using this machine (load ${load.toFixed(1)} on ${cpus().length} cores): take the figures as provisional.`)
  let failed = false
  for (const name of names.length > 0 ? names : all) failed = !(await runBench(name)) || failed
  say(`\n${machine}`)
  process.exit(failed ? 1 : 0)
} catch (error) {
  complain(describeFailure(error))
  process.exit(1)
}

/**
 * Runs one bench and prints what it measured. One that fails says so and does not keep the others from running.
 * @param {string} name
 * @returns {Promise<boolean>} Whether it came to its end.
 */
async function runBench(name) {
  say(`\n${name}`)
  const began = performance.now()
  try {
    const bench = await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href)
    /** @type {Record<string, Metric>} */
    const metrics = await bench.run()
    print(name, metrics)
    say(`  took ${seconds(performance.now() - began)}`)
    return true
  } catch (error) {
    complain(describeFailure(error))
    return false
  }
}

/**
 * @param {string} name
 * @param {Record<string, Metric>} metrics
 */
function print(name, metrics) {
  if (asJson) process.stdout.write(`${JSON.stringify({ name, machine, metrics })}\n`)
  for (const [metric, { median, unit, runs }] of Object.entries(metrics)) {
    if (asMarkdown) process.stdout.write(`| \`${name}\` ${metric} | ${rounded(median)} ${unit} | ${runs.length} |\n`)
    else if (!asJson) say(`  ${metric.padEnd(40)} ${String(rounded(median)).padStart(10)} ${unit}   (${runs.length} runs)`)
  }
}
