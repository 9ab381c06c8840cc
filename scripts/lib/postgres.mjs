import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresPrograms, postgresUser } from './postgres-user.mjs'
import { Problem } from './problem.mjs'
import { commandLineOf, endProcess, identify } from './processes.mjs'

const LOG_LINES_KEPT = 60
const START_TIMEOUT_MS = 60_000

/**
 * A running cluster.
 * @typedef {object} Cluster
 * @property {number} pid
 * @property {string} url Address of its database `postgres`, password included.
 * @property {Promise<string>} ended Resolves with the last log lines when it ends for any reason.
 * @property {() => Promise<void>} stop Closes connections, writes everything down and ends it.
 */

/**
 * Makes a cluster where there is none yet.
 * @param {{ root: string, folder: string, password: string }} options `folder` is absolute.
 * @returns {boolean} Whether it was made now.
 */
export function createCluster({ root, folder, password }) {
  if (existsSync(path.join(folder, 'PG_VERSION'))) return false
  const user = postgresUser(folder)
  const programs = postgresPrograms(root, user)
  // Made aside and renamed when complete: initdb writes PG_VERSION early, so half a cluster would look like a whole one.
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true, mode: 0o700 })
  const handover = mkdtempSync(path.join(tmpdir(), 'maquette-initdb-'))
  try {
    const passwordFile = path.join(handover, 'password')
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (user) {
      for (const owned of [partial, handover, passwordFile]) chownSync(owned, user.uid, user.gid)
    }
    const made = spawnSync(
      path.join(programs, 'initdb'),
      [
        `--pgdata=${partial}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--lc-messages=C',
      ],
      { ...user, cwd: handover, encoding: 'utf8', env: cleanEnvironment() },
    )
    if (made.status !== 0) {
      rmSync(partial, { recursive: true, force: true })
      throw postgresProblem('Postgres could not make its database files.', `${made.error?.message ?? ''}${made.stdout ?? ''}${made.stderr ?? ''}`)
    }
    renameSync(partial, folder)
  } finally {
    rmSync(handover, { recursive: true, force: true })
  }
  return true
}

/**
 * Starts a cluster on a free port of 127.0.0.1, after ending one that an earlier, killed run left on the same files.
 * @param {{ root: string, folder: string, password: string, port?: number, settings?: string[], onRecover?: (message: string) => void }} options
 *   `settings` are Postgres settings as `name=value`.
 * @returns {Promise<Cluster>}
 */
export async function startCluster(options) {
  const user = postgresUser(options.folder)
  const programs = postgresPrograms(options.root, user)
  await endOrphan(options.folder, options.onRecover)
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const port = options.port ?? (await freePort())
    const attempt = await launch({ ...options, port, user, programs })
    if ('cluster' in attempt) return attempt.cluster
    // The children of a killed server need a moment to notice; until then they hold its shared memory.
    const heldByDyingServer = attempt.log.includes('is still in use') || attempt.log.includes('lock file "postmaster.pid" already exists')
    const portRaced = options.port === undefined && attempt.log.includes('could not create any TCP/IP sockets')
    if ((!heldByDyingServer && !portRaced) || Date.now() > deadline) throw postgresProblem('Postgres did not start.', attempt.log)
    await sleep(200)
  }
}

/**
 * @param {{ folder: string, password: string, port: number, settings?: string[], user: import('./postgres-user.mjs').UserIds | undefined, programs: string }} options
 * @returns {Promise<{ cluster: Cluster } | { log: string }>}
 */
async function launch({ folder, password, port, settings = [], user, programs }) {
  // `detached` gives it a session of its own: Ctrl-C in the terminal must reach the supervisor alone, which stops the
  // web and the worker first and the database last.
  const child = spawn(
    path.join(programs, 'postgres'),
    ['-D', folder, '-p', String(port), ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings].flatMap((setting) => ['-c', setting])],
    { ...user, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: cleanEnvironment() },
  )
  /** @type {string[]} */
  let log = []
  const ready = new Promise((resolve) => {
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (/** @type {string} */ text) => {
      log = [...log, ...text.split('\n').filter(Boolean)].slice(-LOG_LINES_KEPT)
      if (text.includes('database system is ready to accept connections')) resolve(true)
    })
  })
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', () => resolve(log.join('\n')))
  })
  const won = await Promise.race([ready, ended])
  if (won !== true) return { log: String(won) }
  const pid = Number(child.pid)
  return {
    cluster: {
      pid,
      url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
      ended,
      async stop() {
        // "Fast" shutdown ends connections; should one hang, "immediate" leaves recovery to the next start.
        child.kill('SIGINT')
        const hurry = setTimeout(() => child.kill('SIGQUIT'), 10_000)
        await ended
        clearTimeout(hurry)
      },
    },
  }
}

/**
 * Ends a server that still runs on these files after its supervisor was killed. The number in `postmaster.pid` may by
 * now belong to some other program, so it is ended only when it is a Postgres on this very folder.
 * @param {string} folder
 * @param {(message: string) => void} [onRecover]
 */
export async function endOrphan(folder, onRecover = () => {}) {
  const pidFile = path.join(folder, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const [pidLine = '', folderLine = ''] = readFileSync(pidFile, 'utf8').split('\n')
  const server = identify(Math.abs(Number(pidLine)))
  const command = server ? commandLineOf(server.pid) : ''
  const isOurs = server && command.includes('postgres') && command.includes(folder) && sameFolder(folderLine, folder)
  if (!isOurs) {
    // A stale file with a reused number would make Postgres refuse to start.
    rmSync(pidFile, { force: true })
    return
  }
  onRecover(`ending the database that an interrupted run left behind (process ${server.pid})`)
  const gone = await endProcess(server, [
    { signal: 'SIGINT', graceMs: 10_000 },
    { signal: 'SIGQUIT', graceMs: 5_000 },
    { signal: 'SIGKILL', graceMs: 2_000 },
  ])
  if (!gone) throw new Problem(`The database process ${server.pid} of an earlier run does not end.`, `End it by hand (kill -9 ${server.pid}) and start again.`)
}

/**
 * @param {string} a
 * @param {string} b
 */
function sameFolder(a, b) {
  return existsSync(a) && existsSync(b) && realpathSync(a) === realpathSync(b)
}

/**
 * A port of 127.0.0.1 that nobody listens on at this moment.
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.'))))
    })
  })
}

/**
 * The password of a cluster, made on first use and kept readable for its owner alone.
 * @param {string} file
 */
export function keptSecret(file) {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

/**
 * Settings of a Postgres that the caller uses elsewhere (PGDATA, PGPORT, ...) must not reach ours.
 * @returns {NodeJS.ProcessEnv}
 */
function cleanEnvironment() {
  const kept = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  for (const name of Object.keys(kept)) if (name.startsWith('PG')) Reflect.deleteProperty(kept, name)
  return kept
}

/**
 * @param {string} message
 * @param {string} log What Postgres wrote last.
 */
export function postgresProblem(message, log) {
  const full = log.includes('No space left on device') ? 'The disk is full: free some space, or set MAQUETTE_DATA to a folder on a disk with room.\n' : ''
  return new Problem(message, `${full}It said:\n\n${log.trim().replace(/^/gm, '  ')}\n\nOr set DATABASE_URL to a Postgres that runs elsewhere.`)
}
