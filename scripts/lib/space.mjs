import { statfsSync } from 'node:fs'
import { Problem } from './problem.mjs'

/** Below it, the next pictures or the log of the database may not fit any more. */
const LOW_BYTES = 150 * 1024 ** 2
/** Said again only after so much more was free: a disk on the line would repeat itself for ever. */
const WELL_BYTES = 2 * LOW_BYTES
const LOOK_EVERY_MS = 10_000

/**
 * What a program like ours may still write on the disk under a folder.
 * @param {string} folder
 * @returns {number} Bytes.
 */
function freeBytes(folder) {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

const inMb = (/** @type {number} */ bytes) => `${Math.round(bytes / 1024 ** 2)} MB`

/**
 * @param {string} folder
 * @param {number} bytesMin
 * @throws {Problem} when the disk under the folder has less room.
 */
export function assertSpace(folder, bytesMin) {
  const free = freeBytes(folder)
  if (free >= bytesMin) return
  throw new Problem(
    `The disk under ${folder} is full: ${inMb(free)} are free and ${inMb(bytesMin)} are needed.`,
    'Free some space and start again. MAQUETTE_DATA can point to a folder on another disk.',
  )
}

/**
 * Says once that a disk runs full, and once that it has room again. People in the browser read it where something could
 * not be saved; whoever runs the installation reads it here, and before that.
 * @param {string} folder
 * @param {{ tell: (text: string) => void, free?: (folder: string) => number }} options
 * @returns {{ look: () => void, stop: () => void }} It looks by itself every ten seconds; `look` does so at once.
 */
export function watchSpace(folder, { tell, free = freeBytes }) {
  let isLow = false
  const look = () => {
    const bytes = free(folder)
    if (!isLow && bytes < LOW_BYTES) {
      isLow = true
      tell(
        `The disk under ${folder} is nearly full: ${inMb(bytes)} are free. Free some space: what no longer fits is not saved, and says so. What was saved stays.`,
      )
    } else if (isLow && bytes >= WELL_BYTES) {
      isLow = false
      tell(`The disk under ${folder} has room again: ${inMb(bytes)} are free.`)
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return { look, stop: () => clearInterval(timer) }
}
