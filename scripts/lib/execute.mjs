import { spawn } from 'node:child_process'

/** Loaded into Node programs so that they do not outlive us. */
export const END_WITH_PARENT = new URL(`./end-with-parent.mjs?parent=${process.pid}`, import.meta.url).href

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()

/**
 * Runs a program to its end and keeps what it printed.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number }} options `show` also prints
 *   its output as it comes; after `timeoutMs` it is told to end, and counts as failed and as `late`.
 * @returns {Promise<{ status: number, output: string, late: boolean }>} A program that could not be run has status 127.
 */
export function execute(program, args, { cwd, env = process.env, show = false, timeoutMs }) {
  return new Promise((resolve) => {
    // A Node program ends with us, even by `kill -9`: a build or an install that lives on would meet the next start's.
    const isNode = program === process.execPath
    const child = isNode
      ? spawn(program, ['--import', END_WITH_PARENT, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
      : spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    let late = false
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true
            child.kill('SIGTERM')
          }, timeoutMs)
    let output = ''
    for (const [stream, target] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])) {
      if (!stream) continue
      stream.setEncoding('utf8')
      stream.on('data', (/** @type {string} */ text) => {
        output += text
        if (show) target.write(text)
      })
    }
    const finish = (/** @type {number} */ status) => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ status, output: output.trim(), late })
    }
    child.once('error', (error) => {
      output += error.message
      finish(127)
    })
    child.once('close', (code) => finish(code ?? 1))
  })
}

/** Ends what {@link execute} still runs, when the command itself is told to end. */
export function endExecuted() {
  for (const child of running) child.kill('SIGTERM')
}
