import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { setDefaultHighWaterMark } from 'node:stream'

/** Pages of a table that are copied at once, 4 MB less what lies outside them: a piece is held in memory. */
const PIECE_PAGES = 512
/**
 * The driver pauses its connection when a copied piece is not read at once, and goes on only when more of that piece is
 * wanted: one that has ended by then is never taken up again. With room for a whole piece it never pauses.
 */
setDefaultHighWaterMark(false, 1024 ** 3)

/**
 * @typedef {object} Description What a backup says of itself in its first entry.
 * @property {1} format
 * @property {string} madeAt
 * @property {{ hash: string, createdAt: number }[]} migrations Applied, in order: what shape the rows have.
 * @property {{ name: string, columns: string[] }[]} tables Of the schema `public`.
 * @property {{ name: string, value: string, isCalled: boolean }[]} sequences
 * @property {'included' | 'elsewhere'} files
 * @property {number} fileCount
 */

/** @typedef {{ sha256: string, teamId: string }} StoredFile */

/**
 * Writes all rows as they were at one moment, while others go on writing, and says which files they speak of.
 * The queue of background work is left out: the worker makes it anew, and the sweep sends again what waits.
 * @param {import('postgres').Sql} sql
 * @param {import('./archive.mjs').ArchiveWriter} archive
 * @param {{ filesAre: Description['files'] }} options
 * @returns {Promise<{ files: StoredFile[], tables: number, rows: number }>}
 */
export async function dumpDatabase(sql, archive, { filesAre }) {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const tables = await listTables(tx)
    const files = /** @type {StoredFile[]} */ ([...(await tx`select distinct team_id as "teamId", sha256 from assets order by team_id, sha256`)])
    /** @type {Description} */
    const description = {
      format: 1,
      madeAt: new Date().toISOString(),
      migrations: [...(await tx`select hash, created_at::float8 as "createdAt" from drizzle.__drizzle_migrations order by id`)].map(({ hash, createdAt }) => ({
        hash,
        createdAt,
      })),
      tables,
      sequences: await listSequences(tx),
      files: filesAre,
      fileCount: files.length,
    }
    await archive.add('maquette-backup.json', Buffer.from(JSON.stringify(description, null, 2)))
    let rows = 0
    for (const { name, columns } of tables) rows += await dumpTable(tx, archive, name, columns)
    return { files, tables: tables.length, rows }
  })
}

/** @param {import('postgres').TransactionSql} tx */
async function listTables(tx) {
  const found = await tx`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname`
  return found.map(({ name, columns }) => ({ name: String(name), columns: /** @type {string[]} */ (columns) }))
}

/**
 * Those that have given a number.
 * @param {import('postgres').TransactionSql} tx
 */
async function listSequences(tx) {
  const found =
    await tx`select sequencename as name, last_value::text as value from pg_sequences where schemaname = 'public' and last_value is not null order by 1`
  return found.map(({ name, value }) => ({ name: String(name), value: String(value), isCalled: true }))
}

/**
 * @param {import('postgres').TransactionSql} tx
 * @param {import('./archive.mjs').ArchiveWriter} archive
 * @param {string} name
 * @param {string[]} columns
 * @returns {Promise<number>} Rows.
 */
async function dumpTable(tx, archive, name, columns) {
  const [size] = await tx`select ceil(pg_relation_size(${`public.${name}`}::regclass)::float8 / current_setting('block_size')::int)::int as pages`
  let rows = 0
  for (let page = 0; page < Number(size?.pages); page += PIECE_PAGES) {
    const [from, to] = [`(${page},0)`, `(${page + PIECE_PAGES},0)`]
    const stream =
      await tx`copy (select ${tx(columns)} from ${tx(name)} where ctid >= ${tx.unsafe(`'${from}'::tid`)} and ctid < ${tx.unsafe(`'${to}'::tid`)}) to stdout`.readable()
    /** @type {Buffer[]} */
    const chunks = []
    for await (const chunk of stream) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    if (bytes.length === 0) continue
    for (const byte of bytes) if (byte === 10) rows += 1
    await archive.add(`database/${name}/${String(page).padStart(9, '0')}.copy`, bytes)
  }
  return rows
}

/**
 * Copies the stored files, each compared with the hash that it is named by.
 * @param {import('./archive.mjs').ArchiveWriter} archive
 * @param {string} folder
 * @param {StoredFile[]} files
 * @returns {Promise<{ bytes: number, lost: string[] }>} `lost` are missing from storage, or are no longer what was stored.
 */
export async function copyFiles(archive, folder, files) {
  let bytes = 0
  /** @type {string[]} */
  const lost = []
  for (const { teamId, sha256 } of files) {
    const key = `teams/${teamId}/${sha256}`
    const file = path.join(folder, key)
    if (!existsSync(file) || (await hashOf(file)) !== sha256) {
      lost.push(key)
      continue
    }
    const { size } = statSync(file)
    await archive.addFile(`blobs/${key}`, file, size)
    bytes += size
  }
  return { bytes, lost }
}

/** @param {string} file */
async function hashOf(file) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

/** What else the data folder holds that no other installation could make again. */
export const KEPT_SECRETS = [
  { name: 'auth-secret', setting: 'AUTH_SECRET' },
  { name: 'encryption-key', setting: 'ENCRYPTION_KEY' },
]
export const KEPT_FILES = ['content-credentials/certificates.pem', 'content-credentials/key.pem']

/**
 * @param {import('./archive.mjs').ArchiveWriter} archive
 * @param {string} dataFolder
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string[]>} Their names.
 */
export async function copySecrets(archive, dataFolder, environment) {
  const copied = []
  for (const { name, setting } of KEPT_SECRETS) {
    const file = path.join(dataFolder, name)
    const value = environment[setting] || (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)
    if (!value) continue
    await archive.add(`secrets/${name}`, Buffer.from(`${value}\n`))
    copied.push(name)
  }
  for (const name of KEPT_FILES) {
    const file = path.join(dataFolder, name)
    if (!existsSync(file)) continue
    await archive.add(`secrets/${name}`, readFileSync(file))
    copied.push(name)
  }
  return copied
}
