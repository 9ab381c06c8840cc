import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { startEmbeddedDatabase } from '../database.mjs'
import { ensureInstalled } from '../install.mjs'
import { takeLock } from '../lock.mjs'
import { keptSecret } from '../postgres.mjs'
import { clusterFolder } from '../postgres-user.mjs'
import { Problem } from '../problem.mjs'
import { complain, say, step } from '../say.mjs'
import { makeDataFolder, readSettings } from '../settings.mjs'
import { createArchive, readArchive, readEntry } from './archive.mjs'
import { copyFiles, copySecrets, dumpDatabase, KEPT_SECRETS } from './dump.mjs'
import { assertDatabaseEmpty, loadDatabase, loadFiles, loadSecrets, migrationsOf } from './load.mjs'

/** What a used data folder holds. The lock is ours while we look. */
const TRACES = [
  'postgres',
  'postgres-folder',
  'postgres-password',
  'postgres-app-password',
  'blobs',
  'content-credentials',
  'processes.json',
  ...KEPT_SECRETS.map(({ name }) => name),
]
const LOST_SHOWN_MAX = 10

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<number>} 1 when storage has lost files, though everything else was saved.
 */
export async function backUp(root, [target, ...rest]) {
  if (!target || rest.length > 0)
    throw new Problem(
      'Say where the backup goes.',
      'npm run backup -- backups/            a new file with the date in that folder\nnpm run backup -- maquette.tar        that file',
    )
  const settings = readSettings(root)
  const { dataFolder } = settings
  if (!existsSync(dataFolder)) throw new Problem(`There is no data in ${dataFolder}.`, 'Set MAQUETTE_DATA to the folder of the installation.')
  await ensureInstalled(root)
  const file = targetFile(target)
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  const storesElsewhere = Boolean(process.env.BLOB_READ_WRITE_TOKEN)
  const result = await withDatabase(root, settings, async (sql) => {
    const archive = await createArchive(partial)
    try {
      const dumped = await step({ done: 'Database read' }, () => dumpDatabase(sql, archive, { filesAre: storesElsewhere ? 'elsewhere' : 'included' }))
      const copied = storesElsewhere
        ? { bytes: 0, lost: [] }
        : await step({ done: 'Files copied and compared' }, () => copyFiles(archive, path.join(dataFolder, 'blobs'), dumped.files))
      const secrets = await copySecrets(archive, dataFolder, process.env)
      await archive.end({ lost: copied.lost })
      return { ...dumped, ...copied, secrets }
    } finally {
      await archive.close()
    }
  }).catch((error) => {
    rmSync(partial, { force: true })
    throw error
  })
  renameSync(partial, file)
  say(`\n${file}\n${result.rows} rows of ${result.tables} tables, ${result.files.length - result.lost.length} files, ${megabytes(statSync(file).size)}`)
  if (storesElsewhere) say('\nThe files lie in Vercel Blob and are not in it: keep that store, or copy it with the tools of Vercel.')
  const secrets = result.secrets.length > 0 ? `, and ${result.secrets.join(' and ')}` : ''
  say(
    `\nWhoever has this file can read everything in it and act as anybody: it holds all sessions${secrets}.\nIt can be read by your user alone; keep it so, or encrypt it where it goes.`,
  )
  if (result.lost.length === 0) return 0
  complain(`\n${result.lost.length} files are missing or damaged in storage, and so in this backup:\n${listed(result.lost)}`)
  return 1
}

/** @param {string} target */
function targetFile(target) {
  const full = path.resolve(target)
  const isFile = target.endsWith('.tar')
  mkdirSync(isFile ? path.dirname(full) : full, { recursive: true })
  const file = isFile ? full : path.join(full, `maquette-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.tar`)
  if (existsSync(file)) throw new Problem(`${file} is there already.`, 'Choose another name, or remove it first.')
  return file
}

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export async function restore(root, [given, ...rest]) {
  if (!given || rest.length > 0) throw new Problem('Say which backup to restore.', 'MAQUETTE_DATA=new-folder npm run restore -- maquette.tar')
  const settings = readSettings(root)
  const file = path.resolve(given)
  assertFolderEmpty(settings.dataFolder)
  await ensureInstalled(root)
  const { entries } = await step({ done: 'Backup read and compared' }, () => readArchive(file))
  const [first] = entries
  if (first?.name !== 'maquette-backup.json') throw new Problem(`${file} is not a backup of Maquette.`, 'Nothing was changed.')
  /** @type {import('./dump.mjs').Description} */
  const description = JSON.parse((await readEntry(file, first)).toString('utf8'))
  if (description.format !== 1) throw new Problem('This backup was made by a newer Maquette.', 'Restore it with that version, or a later one.')
  if (description.files === 'elsewhere' && !process.env.BLOB_READ_WRITE_TOKEN) {
    throw new Problem('The files of this backup lie in Vercel Blob.', 'Set BLOB_READ_WRITE_TOKEN to that store, or to a copy of it. Nothing was changed.')
  }
  const backup = { file, entries, description, migrations: migrationsOf(root, description) }
  const existed = existsSync(settings.dataFolder)
  makeDataFolder(settings.dataFolder)
  let files = 0
  try {
    await withDatabase(root, settings, async (sql) => {
      await assertDatabaseEmpty(sql)
      files = await step({ done: 'Files written and compared' }, () => loadFiles(backup, path.join(settings.dataFolder, 'blobs')))
      await step({ done: 'Database filled' }, () => loadDatabase(sql, backup))
      await loadSecrets(backup, settings.dataFolder)
    })
  } catch (error) {
    removeTraces(settings.dataFolder, existed)
    throw error
  }
  say(
    `\nRestored what was there at ${description.madeAt}: ${description.tables.length} tables and ${files} files, in ${settings.dataFolder}.\nnpm start begins with it.`,
  )
  for (const { name, setting } of KEPT_SECRETS) {
    if (process.env[setting] && process.env[setting] !== readFileSync(path.join(settings.dataFolder, name), 'utf8').trim())
      complain(`\n${setting} is set here and is another than in the backup, which lies in ${name}. Take that one, or what it signed or sealed is of no use.`)
  }
  return 0
}

/** @param {string} dataFolder */
function assertFolderEmpty(dataFolder) {
  const found = TRACES.filter((name) => existsSync(path.join(dataFolder, name)))
  if (found.length === 0) return
  throw new Problem(
    `There is an installation in ${dataFolder} already (${found.join(', ')}).`,
    'A backup is restored into a new folder, so that nothing is lost: MAQUETTE_DATA=another-folder npm run restore -- maquette.tar',
  )
}

/**
 * Takes away what a restore that failed has made.
 * @param {string} dataFolder
 * @param {boolean} existed
 */
function removeTraces(dataFolder, existed) {
  const note = path.join(dataFolder, 'postgres-folder')
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true })
  for (const name of TRACES) rmSync(path.join(dataFolder, name), { recursive: true, force: true })
  if (!existed && readdirSync(dataFolder).length === 0) rmSync(dataFolder, { recursive: true })
}

/**
 * Connects to the database of an installation, whether it runs or not.
 * @template T
 * @param {string} root
 * @param {import('../settings.mjs').Settings} settings
 * @param {(sql: import('postgres').Sql, url: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDatabase(root, settings, work) {
  const lock = takeLock(path.join(settings.dataFolder, 'supervisor.lock'), 'a backup or restore that is under way')
  /** @type {{ url: string, stop: () => Promise<void> } | undefined} */
  let own
  try {
    let url = settings.databaseOwnerUrl ?? settings.databaseUrl
    // Whoever holds the lock runs the database too.
    if (!url && 'heldBy' in lock) url = runningDatabase(settings.dataFolder)
    if (!url) {
      own = await startEmbeddedDatabase({
        root,
        dataFolder: settings.dataFolder,
        onGivenUp: (problem) => {
          throw problem
        },
      })
      url = own.url
    }
    return await connected(url, work)
  } finally {
    await own?.stop()
    if ('release' in lock) lock.release()
  }
}

/**
 * @template T
 * @param {string} url
 * @param {(sql: import('postgres').Sql, url: string) => Promise<T>} work
 */
async function connected(url, work) {
  const { default: postgres } = await import('postgres')
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10, connection: { application_name: 'maquette backup' } })
  try {
    return await work(sql, url)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** @param {string} dataFolder */
function runningDatabase(dataFolder) {
  const file = path.join(clusterFolder(dataFolder), 'postmaster.pid')
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) : 0
  if (!port) throw new Problem('Maquette is just starting or ending.', 'Try again in a moment.')
  return `postgres://postgres:${encodeURIComponent(keptSecret(path.join(dataFolder, 'postgres-password')))}@127.0.0.1:${port}/maquette`
}

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1024 ** 2).toFixed(1)} MB`

/** @param {string[]} names */
const listed = (names) =>
  [...names.slice(0, LOST_SHOWN_MAX), ...(names.length > LOST_SHOWN_MAX ? [`and ${names.length - LOST_SHOWN_MAX} more`] : [])]
    .map((name) => `  ${name}`)
    .join('\n')
