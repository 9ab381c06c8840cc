// `npm run bench` runs every bench, `npm run bench -- NAME` one; `--json` prints the results alone, for machines.
// A bench is scripts/bench/<name>.mjs and exports `run()`.
import { existsSync, readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './lib/install.mjs'
import { describeFailure, Problem } from './lib/problem.mjs'
import { complain, say, sayAside } from './lib/say.mjs'

/**
 * What a bench measures: the median of its runs, with all of them beside it.
 * @typedef {{ median: number, unit: string, runs: number[] }} Metric
 */

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'scripts/bench')
const asJson = process.argv.includes('--json')
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))

/** What the figures were measured on; they mean little without it. */
const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? process.arch}, ${Math.round(totalmem() / 1024 ** 3)} GB, ${process.platform}, Node ${process.versions.node}`

/** @param {number} value */
const rounded = (value) => Number(value.toPrecision(4))

if (asJson) sayAside()

try {
  const all = readdirSync(folder)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => file.slice(0, -4))
    .sort()
  const unknown = names.find((name) => !existsSync(path.join(folder, `${name}.mjs`)))
  if (unknown) throw new Problem(`There is no bench "${unknown}".`, `Choose from: ${all.join(', ')}`)
  await ensureInstalled(root)
  for (const name of names.length > 0 ? names : all) {
    if (!asJson) say(`\n${name}`)
    const bench = await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href)
    /** @type {Record<string, Metric>} */
    const metrics = await bench.run()
    if (asJson) process.stdout.write(`${JSON.stringify({ name, machine, metrics })}\n`)
    else
      for (const [metric, { median, unit, runs }] of Object.entries(metrics))
        say(`  ${metric.padEnd(40)} ${String(rounded(median)).padStart(10)} ${unit}   (${runs.length} runs)`)
  }
  if (!asJson) say(`\n${machine}`)
  process.exit(0)
} catch (error) {
  complain(describeFailure(error))
  process.exit(1)
}
