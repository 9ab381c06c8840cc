import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { createCluster, keptSecret, postgresProblem, startCluster } from './postgres.mjs'
import { clusterFolder } from './postgres-user.mjs'
import { errorCode, Problem } from './problem.mjs'
import { APP_ROLE, ensureRole, grantApplication, handOverWorkerSchemas } from './roles.mjs'
import { complain } from './say.mjs'

/** Name of the database in our own cluster. */
const DATABASE = 'maquette'
/** So many ends in so short a time are no accident that another start would mend. */
const ENDS_MAX = 5
const ENDS_WITHIN_MS = 60_000

/**
 * @typedef {object} EmbeddedDatabase
 * @property {string} url Of the owner of its tables, who migrates them. Web and worker never have it.
 * @property {{ name: string, password: string }} app The role of web and worker. {@link migrateDatabase} makes it.
 * @property {boolean} isNew
 * @property {() => number} pid Of the server as it runs now.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the Postgres of a data folder and keeps it running: when it dies it comes back on the same port, and the pools
 * of web and worker connect again.
 * @param {{ root: string, dataFolder: string, onGivenUp: (problem: unknown) => void }} options
 * @returns {Promise<EmbeddedDatabase>}
 */
export async function startEmbeddedDatabase({ root, dataFolder, onGivenUp }) {
  const folder = clusterFolder(dataFolder)
  mkdirSync(path.dirname(folder), { recursive: true })
  const password = keptSecret(path.join(dataFolder, 'postgres-password'))
  const isNew = createCluster({ root, folder, password })
  const start = (/** @type {number | undefined} */ port) =>
    startCluster({ root, folder, password, port, onRecover: (message) => complain(`  Recovering: ${message}`) })

  let cluster = await start(undefined)
  const port = Number(new URL(cluster.url).port)
  let stopping = false
  /** @type {number[]} */
  let ends = []
  /** What a stop has to wait for: a server that is being started again would be left behind. */
  let restarting = Promise.resolve()
  const watch = () => {
    cluster.ended.then((log) => {
      if (!stopping) restarting = restart(log).catch(onGivenUp)
    })
  }
  const restart = async (/** @type {string} */ log) => {
    ends = [...ends.filter((at) => Date.now() - at < ENDS_WITHIN_MS), Date.now()]
    if (ends.length > ENDS_MAX) throw postgresProblem('Postgres ended again and again.', log)
    complain('Postgres ended. Starting it again.')
    cluster = await start(port)
    complain('Postgres is back.')
    watch()
  }
  watch()

  const url = new URL(cluster.url)
  url.pathname = `/${DATABASE}`
  if (isNew) await createDatabase(cluster.url)
  return {
    url: url.toString(),
    app: { name: APP_ROLE, password: keptSecret(path.join(dataFolder, 'postgres-app-password')) },
    isNew,
    pid: () => cluster.pid,
    async stop() {
      stopping = true
      await restarting
      await cluster.stop()
    },
  }
}

/** @param {string} adminUrl */
async function createDatabase(adminUrl) {
  const { default: postgres } = await import('postgres')
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} })
  await sql`create database ${sql(DATABASE)}`
  await sql.end()
}

/**
 * How a database is reached. With one address alone, its role both migrates and serves.
 * @typedef {object} DatabaseAccess
 * @property {string} url Of whoever owns the tables, or will.
 * @property {{ name: string, password: string }} [app] A role to make and to serve with.
 * @property {string} [appUrl] The address of a role to serve with that exists already.
 */

/**
 * @param {import('./settings.mjs').Settings} settings
 * @returns {DatabaseAccess | undefined} How to reach the database that the caller gave, if any.
 */
export function givenDatabase({ databaseUrl, databaseOwnerUrl }) {
  if (databaseUrl === undefined) return undefined
  return databaseOwnerUrl === undefined ? { url: databaseUrl } : { url: databaseOwnerUrl, appUrl: databaseUrl }
}

/**
 * Brings a database's tables to the present version and gives the role of web and worker what it needs. Several starts on
 * one database take turns.
 * @param {string} root
 * @param {DatabaseAccess} access
 * @returns {Promise<string>} The address for web and worker.
 */
export async function migrateDatabase(root, { url, app, appUrl }) {
  const [{ default: postgres }, { drizzle }, { migrate }] = await Promise.all([
    import('postgres'),
    import('drizzle-orm/postgres-js'),
    import('drizzle-orm/postgres-js/migrator'),
  ])
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await sql`select pg_advisory_lock(hashtext('maquette-migrations'))`
    await migrate(drizzle(sql), { migrationsFolder: path.join(root, 'db/migrations') })
    if (app) await ensureRole(sql, app)
    const role = app?.name ?? roleOf(appUrl)
    if (role && role !== roleOf(url)) await serveAs(sql, url, role)
  } catch (error) {
    throw explain(error, url)
  } finally {
    await sql.end({ timeout: 5 })
  }
  const served = app ? withRole(url, app) : (appUrl ?? url)
  if (served !== url) await assertAnswers(served)
  return served
}

/**
 * @param {import('postgres').Sql} sql
 * @param {string} url
 * @param {string} role
 */
async function serveAs(sql, url, role) {
  // The queue makes its schema by itself only for somebody who may make schemas.
  const { Logger, runMigrations } = await import('graphile-worker')
  await runMigrations({ connectionString: url, logger: new Logger(() => () => {}) })
  await handOverWorkerSchemas(sql, role)
  await grantApplication(sql, role)
}

/** @param {string | undefined} url */
const roleOf = (url) => (url === undefined ? undefined : decodeURIComponent(new URL(url).username))

/**
 * @param {string} url
 * @param {{ name: string, password: string }} role
 */
function withRole(url, { name, password }) {
  const changed = new URL(url)
  changed.username = name
  changed.password = encodeURIComponent(password)
  return changed.toString()
}

/**
 * Web and worker would say it less plainly.
 * @param {string} url
 */
async function assertAnswers(url) {
  const { default: postgres } = await import('postgres')
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await sql`select from audit_log limit 0`
  } catch (error) {
    throw explain(error, url)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/**
 * @param {unknown} error
 * @param {string} url
 */
function explain(error, url) {
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port || 5432}`
  switch (errorCode(causeOf(error))) {
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return new Problem(
        `No Postgres answers at ${where}.`,
        'Check DATABASE_URL (and DATABASE_OWNER_URL) and that the server runs. Without DATABASE_URL, Maquette starts a Postgres of its own.',
      )
    case '28P01':
    case '28000':
      return new Problem(`Postgres at ${where} refuses the user or the password.`, 'Check DATABASE_URL, and DATABASE_OWNER_URL where it is set.')
    case '3D000':
      return new Problem(`Postgres at ${where} has no database "${pathname.slice(1)}".`, `Make it (createdb ${pathname.slice(1)}) and start again.`)
    case '42501':
      return new Problem(
        `Postgres at ${where} does not let this user make what Maquette needs: tables, a schema and the extension pg_trgm.`,
        `Make the user of DATABASE_OWNER_URL, or of DATABASE_URL where that is the only one, the owner of the database "${pathname.slice(1)}" and a member of the other role, and start again.`,
      )
    case '0A000':
    case '58P01':
      if (!String(causeOf(error)).includes('pg_trgm')) return error
      return new Problem(
        `Postgres at ${where} comes without the extension pg_trgm, which the search of History needs.`,
        'It is part of Postgres: install the package of its additional modules (often postgresql-contrib), and start again.',
      )
    default:
      return error
  }
}

/**
 * What the driver said: drizzle wraps it into an error that names the query.
 * @param {unknown} error
 * @returns {unknown}
 */
const causeOf = (error) => (error instanceof Error && error.cause !== undefined ? causeOf(error.cause) : error)
