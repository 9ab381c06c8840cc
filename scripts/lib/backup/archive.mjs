import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Problem } from '../problem.mjs'

/**
 * A backup is one tar file (POSIX ustar), so that it can be looked into with any `tar`. Its last entry holds a SHA-256 over
 * everything before it: a file that was cut off or changed on the way is recognised before anything is restored from it.
 */

const BLOCK = 512
const NAME_MAX = 100
const PREFIX_MAX = 155
/** Eleven octal digits. */
const SIZE_MAX = 8 ** 11 - 1
export const END_NAME = 'end.json'

/**
 * @typedef {object} ArchiveWriter
 * @property {(name: string, bytes: Uint8Array) => Promise<void>} add
 * @property {(name: string, file: string, size: number) => Promise<string>} addFile Streams a file in and answers its SHA-256.
 * @property {(more: object) => Promise<void>} end Writes the last entry and flushes.
 * @property {() => Promise<void>} close
 */

/**
 * @param {string} file Made anew, readable for its owner alone: it holds secrets.
 * @returns {Promise<ArchiveWriter>}
 */
export async function createArchive(file) {
  const handle = await open(file, 'wx', 0o600)
  const whole = createHash('sha256')
  let entries = 0
  const write = async (/** @type {Uint8Array} */ bytes) => {
    whole.update(bytes)
    await handle.writeFile(bytes)
  }
  const fill = (/** @type {number} */ size) => write(new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK))
  /** @type {ArchiveWriter['add']} */
  const add = async (name, bytes) => {
    entries += 1
    await write(header(name, bytes.byteLength))
    await write(bytes)
    await fill(bytes.byteLength)
  }
  return {
    add,
    async addFile(name, source, size) {
      entries += 1
      await write(header(name, size))
      const hash = createHash('sha256')
      let written = 0
      for await (const chunk of createReadStream(source)) {
        hash.update(chunk)
        written += chunk.length
        if (written <= size) await write(chunk)
      }
      if (written !== size) throw new Error(`${source} changed while it was read.`)
      await fill(size)
      return hash.digest('hex')
    },
    async end(more) {
      const counted = entries
      await add(END_NAME, Buffer.from(JSON.stringify({ ...more, entries: counted, sha256: whole.copy().digest('hex') })))
      await write(new Uint8Array(2 * BLOCK))
      await handle.sync()
    },
    close: () => handle.close(),
  }
}

/**
 * @param {string} name
 * @param {number} size Bytes.
 */
function header(name, size) {
  if (size > SIZE_MAX) throw new Error(`${name} is too large for an archive.`)
  const block = Buffer.alloc(BLOCK)
  const { prefix, rest } = split(name)
  block.write(rest, 0, 'utf8')
  block.write('0000600\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  )
  block.write('        ', 148)
  block.write('0', 156)
  block.write('ustar\0' + '00', 257)
  block.write(prefix, 345, 'utf8')
  block.write(`${sumOf(block).toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** The sum over a header whose own place for it counts as spaces. @param {Buffer} block */
function sumOf(block) {
  let sum = 0
  for (const [at, byte] of block.entries()) sum += at >= 148 && at < 156 ? 32 : byte
  return sum
}

/** A long name is cut at a slash, its folders going into a field of their own. @param {string} name */
function split(name) {
  if (Buffer.byteLength(name) <= NAME_MAX) return { prefix: '', rest: name }
  const cut = name.lastIndexOf('/')
  const [prefix, rest] = [name.slice(0, cut), name.slice(cut + 1)]
  if (cut < 0 || Buffer.byteLength(prefix) > PREFIX_MAX || Buffer.byteLength(rest) > NAME_MAX) throw new Error(`${name} is too long a name.`)
  return { prefix, rest }
}

/** @typedef {{ name: string, offset: number, size: number }} ArchiveEntry `offset` is where its bytes begin in the file. */

/**
 * The entries of an archive in their order, after its last one has vouched for all of them.
 * @param {string} file
 * @returns {Promise<{ entries: ArchiveEntry[], end: Record<string, unknown> }>}
 * @throws Problem when the file is no backup, was cut off or was changed.
 */
export async function readArchive(file) {
  const entries = await listEntries(file)
  const last = entries.pop()
  if (last?.name !== END_NAME) throw broken(file, 'it has no end')
  const end = JSON.parse((await readEntry(file, last)).toString('utf8'))
  const whole = createHash('sha256')
  const before = last.offset - BLOCK
  if (before > 0) for await (const chunk of createReadStream(file, { start: 0, end: before - 1 })) whole.update(chunk)
  if (end.sha256 !== whole.digest('hex') || end.entries !== entries.length) throw broken(file, 'its contents do not fit the checksum in it')
  return { entries, end }
}

/** @param {string} file */
async function listEntries(file) {
  const handle = await open(file, 'r').catch(() => {
    throw new Problem(`The backup ${file} cannot be read.`, 'Give the path of a file that "npm run backup" wrote.')
  })
  try {
    /** @type {ArchiveEntry[]} */
    const entries = []
    const block = Buffer.alloc(BLOCK)
    for (let at = 0; ; ) {
      const { bytesRead } = await handle.read(block, 0, BLOCK, at)
      if (bytesRead < BLOCK) throw broken(file, 'it ends too early')
      if (block.every((byte) => byte === 0)) return entries
      if (block.toString('latin1', 257, 262) !== 'ustar' || Number.parseInt(block.toString('latin1', 148, 154), 8) !== sumOf(block))
        throw broken(file, 'it is no backup')
      const [prefix, rest] = [textOf(block, 345, PREFIX_MAX), textOf(block, 0, NAME_MAX)]
      const size = Number.parseInt(block.toString('latin1', 124, 135), 8)
      entries.push({ name: prefix ? `${prefix}/${rest}` : rest, offset: at + BLOCK, size })
      at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    }
  } finally {
    await handle.close()
  }
}

/**
 * @param {Buffer} block
 * @param {number} at
 * @param {number} max
 */
function textOf(block, at, max) {
  const end = block.indexOf(0, at)
  return block.toString('utf8', at, end < 0 || end > at + max ? at + max : end)
}

/**
 * @param {string} file
 * @param {string} why
 */
const broken = (file, why) => new Problem(`${file} is not a whole backup: ${why}.`, 'Nothing was changed. Use another copy of it.')

/**
 * @param {string} file
 * @param {ArchiveEntry} entry
 */
export const streamEntry = (file, { offset, size }) => createReadStream(file, { start: offset, end: offset + size - 1 })

/**
 * All bytes of an entry that is known to be small.
 * @param {string} file
 * @param {ArchiveEntry} entry
 */
export async function readEntry(file, entry) {
  if (entry.size === 0) return Buffer.alloc(0)
  /** @type {Buffer[]} */
  const chunks = []
  for await (const chunk of streamEntry(file, entry)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
