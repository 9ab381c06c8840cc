import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from './problem.mjs'

/**
 * A process that can be told apart from a later one with the same number: the number alone is reused, number and start
 * time together are not.
 * @typedef {{ pid: number, startedAt: string }} ProcessIdentity
 */

/**
 * When a process started, in whatever form the operating system gives, or `undefined` when no such process runs. A
 * zombie counts as not running.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startTimeOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform === 'linux') {
    try {
      // The second field is the command in parentheses and may itself hold spaces, so fields are counted after it.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
    } catch (error) {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined
      throw error
    }
  }
  const listed = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim()
  return listed ? listed : undefined
}

/**
 * The command line of a running process with spaces between its words, or an empty string.
 * @param {number} pid
 * @returns {string}
 */
export function commandLineOf(pid) {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    } catch {
      return ''
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

/**
 * @param {number} pid
 * @returns {ProcessIdentity | undefined} `undefined` when no such process runs.
 */
export function identify(pid) {
  const startedAt = startTimeOf(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/**
 * Whether this very process, not a later one with its number, still runs.
 * @param {ProcessIdentity} identity
 */
export function isRunning(identity) {
  return startTimeOf(identity.pid) === identity.startedAt
}

/**
 * Ends a process by sending the signals one after the other, each followed by its grace period.
 * @param {ProcessIdentity} identity
 * @param {{ signal: NodeJS.Signals, graceMs: number }[]} ladder
 * @returns {Promise<boolean>} Whether it is gone.
 */
export async function endProcess(identity, ladder) {
  for (const { signal, graceMs } of ladder) {
    if (!isRunning(identity)) return true
    try {
      process.kill(identity.pid, signal)
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error
    }
    const deadline = Date.now() + graceMs
    while (Date.now() < deadline) {
      if (!isRunning(identity)) return true
      await sleep(25)
    }
  }
  return !isRunning(identity)
}
