import { createHash } from 'node:crypto'
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from '../problem.mjs'
import { readEntry, streamEntry } from './archive.mjs'
import { KEPT_FILES, KEPT_SECRETS } from './dump.mjs'

/** @typedef {import('./archive.mjs').ArchiveEntry} ArchiveEntry */
/** @typedef {import('./dump.mjs').Description} Description */

/**
 * The migrations of this Maquette that make the tables of a backup. Whatever is newer is made by the next start.
 * @param {string} root
 * @param {Description} description
 * @returns {{ hash: string, createdAt: number, statements: string[] }[]}
 * @throws Problem when the backup comes from a newer Maquette.
 */
export function migrationsOf(root, description) {
  const folder = path.join(root, 'db/migrations')
  /** @type {{ entries: { tag: string, when: number }[] }} */
  const { entries } = JSON.parse(readFileSync(path.join(folder, 'meta/_journal.json'), 'utf8'))
  const known = entries.map(({ tag, when }) => {
    const text = readFileSync(path.join(folder, `${tag}.sql`), 'utf8')
    return { hash: createHash('sha256').update(text).digest('hex'), createdAt: when, statements: text.split('--> statement-breakpoint') }
  })
  return description.migrations.map(({ hash }) => {
    const migration = known.find((each) => each.hash === hash)
    if (!migration) throw new Problem('This backup was made by a newer Maquette.', 'Restore it with that version, or a later one.')
    return migration
  })
}

/** @param {import('postgres').Sql} sql */
export async function assertDatabaseEmpty(sql) {
  const [row] = await sql`select count(*)::int as tables from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
  if (row?.tables === 0) return
  throw new Problem(
    'The database that DATABASE_URL names already has tables.',
    'A backup is restored into an empty one: make a new database and name it. Nothing was changed.',
  )
}

/**
 * Makes the tables and fills them, all in one transaction: what fails leaves nothing behind.
 * @param {import('postgres').Sql} sql
 * @param {{ file: string, entries: ArchiveEntry[], description: Description, migrations: ReturnType<typeof migrationsOf> }} backup
 */
export async function loadDatabase(sql, { file, entries, description, migrations }) {
  await sql.begin(async (tx) => {
    for (const { statements } of migrations) for (const statement of statements) await tx.unsafe(statement)
    await tx`create schema if not exists drizzle`
    await tx`create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`
    for (const { hash, createdAt } of description.migrations)
      await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${createdAt})`
    // Tables point at each other in circles, so no order of filling them would do. Added again, each pointer is checked.
    const pointers = await tx`
      select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`
    for (const { table, name } of pointers) await tx.unsafe(`alter table ${table} drop constraint ${name}`)
    for (const { name, columns } of description.tables) {
      // Migrations may bring rows of their own; those of the backup hold them too, as they were last.
      await tx`alter table ${tx(name)} disable trigger user`
      await tx`truncate ${tx(name)}`
      await loadTable(tx, file, name, columns, entries)
      await tx`alter table ${tx(name)} enable trigger user`
    }
    for (const { table, name, definition } of pointers) await tx.unsafe(`alter table ${table} add constraint ${name} ${definition}`)
    for (const { name, value } of description.sequences) await tx`select setval(${`public.${name}`}::regclass, ${value}::bigint)`
    // The queue that would have done this work is not in the backup: the sweep of the next start sends all of it again.
    await tx`update generations set sent_at = null where status = 'queued'`
  })
  await sql`analyze`
}

/**
 * @param {import('postgres').TransactionSql} tx
 * @param {string} file
 * @param {string} name
 * @param {string[]} columns
 * @param {ArchiveEntry[]} entries
 */
async function loadTable(tx, file, name, columns, entries) {
  const pieces = entries.filter((entry) => entry.name.startsWith(`database/${name}/`))
  if (pieces.length === 0) return
  const bytes = async function* () {
    for (const piece of pieces) yield* streamEntry(file, piece)
  }
  await pipeline(Readable.from(bytes()), await tx`copy ${tx(name)} (${tx(columns)}) from stdin`.writable())
}

const BLOB_NAME = /^blobs\/(teams\/[a-z0-9_]+\/([0-9a-f]{64}))$/

/**
 * Writes the stored files, each compared with the hash that it is named by.
 * @param {{ file: string, entries: ArchiveEntry[] }} backup
 * @param {string} folder
 * @returns {Promise<number>} Files.
 */
export async function loadFiles({ file, entries }, folder) {
  let files = 0
  for (const entry of entries) {
    if (!entry.name.startsWith('blobs/')) continue
    const [, key, sha256] = BLOB_NAME.exec(entry.name) ?? []
    if (!key) throw new Problem(`The backup holds a file with a strange name: ${entry.name}.`, 'It was not made by "npm run backup".')
    const target = path.join(folder, key)
    mkdirSync(path.dirname(target), { recursive: true })
    const hash = createHash('sha256')
    await pipeline(
      entry.size === 0 ? Readable.from([]) : streamEntry(file, entry),
      async function* (source) {
        for await (const chunk of source) {
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(target, { mode: 0o600, flush: true }),
    )
    if (hash.digest('hex') !== sha256) throw new Problem(`${entry.name} in the backup is damaged.`, 'Use another copy of the backup.')
    files += 1
  }
  return files
}

const SECRETS = new Map([...KEPT_SECRETS.map(({ name }) => name), ...KEPT_FILES].map((name) => [`secrets/${name}`, name]))

/**
 * @param {{ file: string, entries: ArchiveEntry[] }} backup
 * @param {string} dataFolder
 */
export async function loadSecrets({ file, entries }, dataFolder) {
  for (const entry of entries) {
    const name = SECRETS.get(entry.name)
    if (!name) continue
    const target = path.join(dataFolder, name)
    mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 })
    writeFileSync(target, await readEntry(file, entry), { mode: 0o600 })
  }
}
