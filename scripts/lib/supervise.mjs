import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { END_WITH_PARENT } from './execute.mjs'
import { errorCode } from './problem.mjs'
import { identify } from './processes.mjs'
import { complain, say } from './say.mjs'

const BACKOFF_MS_MIN = 500
const BACKOFF_MS_MAX = 30_000
/** A process that ran this long was well; what ended it is no reason to wait longer before the next try. */
const WELL_AFTER_MS = 10_000
const OUTPUT_LINES_KEPT = 40

/**
 * @typedef {object} SupervisedOptions
 * @property {string} name As the terminal shows it.
 * @property {string} root
 * @property {string[]} args Arguments for Node.
 * @property {NodeJS.ProcessEnv} env
 * @property {number} [niceness] 0 is normal, 19 the politest.
 * @property {RegExp} [hidden] Lines of its output that tell the person nothing.
 * @property {number} graceMs How long it may take to end by itself.
 * @property {number} attemptsMax Quick ends in a row after which it is given up.
 * @property {(identity: import('./processes.mjs').ProcessIdentity | undefined) => void} onChange Called as it starts and ends.
 * @property {(output: string) => void} onGivenUp
 */

/**
 * A child process that is started again when it dies, a little later each time.
 * @typedef {object} Supervised
 * @property {() => Promise<void>} stop Ends it for good.
 */

/**
 * @param {SupervisedOptions} options
 * @returns {Supervised}
 */
export function supervise(options) {
  let stopping = false
  let quickEnds = 0
  /** @type {string[]} */
  let output = []
  /** @type {import('node:child_process').ChildProcess} */
  let child
  /** @type {Promise<void>} */
  let ended
  /** @type {NodeJS.Timeout | undefined} */
  let next

  const start = () => {
    const began = Date.now()
    // A group of its own: Ctrl-C reaches the supervisor alone, which then ends everything in order. The channel tells
    // the child when the supervisor is gone.
    child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...options.args], {
      cwd: options.root,
      env: options.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    if (child.pid && options.niceness) lowerPriority(child.pid, options.niceness)
    options.onChange(child.pid ? identify(child.pid) : undefined)
    for (const [stream, print] of /** @type {const} */ ([
      [child.stdout, say],
      [child.stderr, complain],
    ])) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        output = [...output, line].slice(-OUTPUT_LINES_KEPT)
        // Next shows the cursor again as it ends, though it never hid it here.
        if (stripVTControlCharacters(line).trim() && !options.hidden?.test(line)) print(`${options.name.padEnd(7)}| ${line}`)
      })
    }
    ended = new Promise((resolve) => {
      child.once('error', (error) => complain(`${options.name.padEnd(7)}| ${error.message}`))
      child.once('close', (code, signal) => {
        options.onChange(undefined)
        resolve()
        if (!stopping) restartLater(Date.now() - began, signal ?? `code ${code}`)
      })
    })
  }

  /**
   * @param {number} livedMs
   * @param {string} reason
   */
  const restartLater = (livedMs, reason) => {
    quickEnds = livedMs > WELL_AFTER_MS ? 1 : quickEnds + 1
    if (quickEnds > options.attemptsMax) return options.onGivenUp(output.join('\n'))
    const waitMs = Math.min(BACKOFF_MS_MIN * 2 ** (quickEnds - 1), BACKOFF_MS_MAX)
    complain(`The ${options.name} ended (${reason}). Starting it again in ${waitMs / 1000} s.`)
    next = setTimeout(start, waitMs)
  }

  start()
  return {
    async stop() {
      stopping = true
      clearTimeout(next)
      if (child.exitCode !== null || child.signalCode !== null || !child.pid) return
      signalGroup(child.pid, 'SIGTERM')
      const hurry = setTimeout(() => child.pid && signalGroup(child.pid, 'SIGKILL'), options.graceMs)
      await ended
      clearTimeout(hurry)
    },
  }
}

/**
 * Signals a process and everything it started.
 * @param {number} pid Leader of its group.
 * @param {NodeJS.Signals} signal
 */
function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

/**
 * @param {number} pid
 * @param {number} niceness
 */
function lowerPriority(pid, niceness) {
  try {
    setPriority(pid, niceness)
  } catch (error) {
    // It has ended already, or the system keeps priorities to itself; neither is worth stopping for.
    if (errorCode(error) === '') throw error
  }
}
