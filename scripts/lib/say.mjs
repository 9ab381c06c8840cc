const startedAt = performance.now()

/**
 * @param {number} ms
 * @returns {string} Seconds with one decimal, as in `1.1 s`.
 */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/** Milliseconds since the command began. */
export const elapsedMs = () => performance.now() - startedAt + bootMs

/** Node itself took a moment before this module ran; the person waited for that too. */
const bootMs = Math.max(0, startedAt)

/** @type {NodeJS.WriteStream} */
let told = process.stdout

/** From now on what is said goes to the error stream, for commands whose output is read by machines. */
export function sayAside() {
  told = process.stderr
}

/** @param {string} text */
export function say(text) {
  told.write(`${text}\n`)
}

/** @param {string} text */
export function complain(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Runs one step and prints how long it took. A step that takes long says so before it begins.
 * @template T
 * @param {{ doing?: string, done: string }} words `doing` is printed first, `done` afterwards.
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step({ doing, done }, work) {
  if (doing) say(`  ${doing} ...`)
  const began = performance.now()
  const result = await work()
  say(`  ${done.padEnd(32)} ${seconds(performance.now() - began).padStart(7)}`)
  return result
}
