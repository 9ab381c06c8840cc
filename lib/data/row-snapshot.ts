import 'server-only'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { db } from './db'
import { type ExportedRow, type RowSource, selectRows } from './export-rows'

const BATCH = 500
const READ_BYTES = 65_536

/** Rows of several tables as they were at one moment. */
export type RowSnapshot = {
  /** The rows of a source, one JSON object a line, as bytes. */
  lines(name: string): AsyncGenerator<Uint8Array>
  rows(name: string): AsyncGenerator<ExportedRow>
  /** Lets go of what was kept, also while it is being read. */
  close(): Promise<void>
}

/**
 * Reads tables in one transaction, so that what they say of each other fits, and keeps what was read packed on disk. The
 * transaction lasts as long as the database takes, however slowly the rows are taken away afterwards.
 */
export async function takeSnapshot(sources: readonly RowSource[]): Promise<RowSnapshot> {
  const files = new Map<string, FileHandle>()
  const reading = new Set<Transform>()
  async function close(): Promise<void> {
    for (const stream of reading) stream.destroy()
    for (const file of files.values()) await file.close()
    files.clear()
  }
  try {
    await db().transaction(
      async (tx) => {
        for (const source of sources) {
          const file = await openNameless()
          files.set(source.name, file)
          await pipeline(rowsOf(tx, source), createGzip({ level: 1 }), (packed: AsyncIterable<Uint8Array>) => writeAll(file, packed))
        }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
  } catch (error) {
    await close()
    throw error
  }
  async function* lines(name: string): AsyncGenerator<Uint8Array> {
    const file = files.get(name)
    if (!file) throw new Error(`No rows of ${name} were kept, or they are gone.`)
    const unpacked = createGunzip()
    // A failure comes out of the stream that is read; here it would be told twice.
    pipeline(readAll(file), unpacked).catch(() => {})
    reading.add(unpacked)
    try {
      for await (const chunk of unpacked) yield chunk as Uint8Array
    } finally {
      unpacked.destroy()
      reading.delete(unpacked)
    }
  }
  async function* rows(name: string): AsyncGenerator<ExportedRow> {
    for await (const line of splitLines(lines(name))) yield JSON.parse(line) as ExportedRow
  }
  return { lines, rows, close }
}

/** A file for this process alone: nobody else can open it, and a process that dies leaves nothing behind. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(path.join(tmpdir(), 'maquette-export-'))
  try {
    return await open(path.join(folder, 'rows'), 'wx+', 0o600)
  } finally {
    await rm(folder, { recursive: true })
  }
}

// Without the streams of node:fs: a file that one of them has used waits for ever to be closed.
async function writeAll(file: FileHandle, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) await file.appendFile(chunk)
}

/** From the beginning, wherever others who read the same file are. */
async function* readAll(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Through a cursor: in order once, and little of it in memory. */
async function* rowsOf(tx: Transaction, source: RowSource): AsyncGenerator<string> {
  await tx.execute(sql`declare exported no scroll cursor for ${selectRows(source)}`)
  for (let batch: readonly { row: ExportedRow }[] = []; ; ) {
    batch = await tx.execute<{ row: ExportedRow }>(sql.raw(`fetch ${BATCH} from exported`))
    if (batch.length === 0) break
    yield batch.map(({ row }) => `${JSON.stringify(row)}\n`).join('')
  }
  await tx.execute(sql`close exported`)
}

/** At the line feeds of the file alone: a text may hold other characters that readers of lines take for an end. */
async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
}
