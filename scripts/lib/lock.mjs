import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from './problem.mjs'
import { identify, isRunning } from './processes.mjs'

/**
 * What a lock file says about the process that holds it.
 * @typedef {import('./processes.mjs').ProcessIdentity & { note: string }} LockHolder
 */

/**
 * Takes a lock that ends with this process, however it ends: a lock whose holder no longer runs is taken over.
 * @param {string} file
 * @param {string} note Told to whoever finds the lock taken.
 * @returns {{ release: () => void } | { heldBy: LockHolder }}
 */
export function takeLock(file, note) {
  mkdirSync(path.dirname(file), { recursive: true })
  const aside = `${file}.${process.pid}`
  for (;;) {
    try {
      // A file that is written first and linked into place is never seen half written, and linking fails when one exists.
      writeFileSync(aside, JSON.stringify({ ...identify(process.pid), note }))
      linkSync(aside, file)
      return { release: () => rmSync(file, { force: true }) }
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    } finally {
      rmSync(aside, { force: true })
    }
    const holder = read(file)
    if (holder && isRunning(holder)) return { heldBy: holder }
    if (holder) takeAway(file, `${file}.stale-${process.pid}`)
  }
}

/**
 * Takes a lock, waiting for the process that holds it.
 * @param {string} file
 * @param {() => void} onWait Called once when the lock is taken.
 * @returns {Promise<{ release: () => void }>}
 */
export async function waitForLock(file, onWait) {
  let told = false
  for (;;) {
    const lock = takeLock(file, '')
    if ('release' in lock) return lock
    if (!told) onWait()
    told = true
    await sleep(250)
  }
}

/**
 * @param {string} file
 * @returns {LockHolder | undefined}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    // Not ours to understand, hence not a running holder; `pid` 0 never runs.
    return { pid: 0, startedAt: 'unreadable', note: '' }
  }
}

/**
 * Two starts may find the same stale lock, and the slower one must not remove the lock that the faster one has just
 * taken: what was moved away is looked at again, and put back when it is alive.
 * @param {string} file
 * @param {string} aside
 */
function takeAway(file, aside) {
  try {
    renameSync(file, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  const moved = read(aside)
  if (moved && isRunning(moved)) {
    try {
      linkSync(aside, file)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
  rmSync(aside, { force: true })
}
