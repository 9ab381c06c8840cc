import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { errorCode, Problem } from './problem.mjs'

/**
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port
 * @property {string} address What a person types into the browser.
 * @property {string} dataFolder Absolute.
 * @property {string | undefined} databaseUrl Given by the caller; otherwise Maquette runs its own Postgres.
 */

/**
 * Reads what the caller set, from the environment and from a file `.env` beside it.
 * @param {string} root
 * @returns {Settings}
 */
export function readSettings(root) {
  const file = path.join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const host = process.env.HOST || '127.0.0.1'
  const port = Number(process.env.PORT || 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem(`PORT is "${process.env.PORT}", which is not a port.`, 'Give a number from 1 to 65535, for example PORT=3100 npm start.')
  }
  const everyInterface = host === '0.0.0.0' || host === '::'
  const shown = everyInterface ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return {
    host,
    port,
    address: `http://${shown}:${port}`,
    dataFolder: path.resolve(root, process.env.MAQUETTE_DATA || '.maquette'),
    databaseUrl: databaseUrl(process.env.DATABASE_URL),
  }
}

/**
 * @param {string | undefined} given Never repeated in a message: it may hold a password.
 * @returns {string | undefined}
 */
function databaseUrl(given) {
  if (!given) return undefined
  if (URL.canParse(given) && /^postgres(ql)?:\/\/./.test(given)) return given
  throw new Problem(
    'DATABASE_URL is not the address of a Postgres.',
    'It looks like postgres://user:password@host:5432/database, with special characters of the password written as %XX. Without it, Maquette starts a Postgres of its own.',
  )
}

/**
 * Makes the data folder, closed to other users as far as Postgres allows: started by root it runs as another user, which
 * must be able to pass through (but not to list).
 * @param {string} folder
 */
export function makeDataFolder(folder) {
  try {
    if (existsSync(folder)) {
      if (statSync(folder).isDirectory()) return
      throw new Problem(`The data folder ${folder} is a file.`, 'Set MAQUETTE_DATA to a folder, or to a path where one can be made.')
    }
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700)
  } catch (error) {
    if (errorCode(error) === 'ENOSPC' || error instanceof Problem) throw error
    throw new Problem(`The data folder ${folder} cannot be made (${errorCode(error) || error}).`, 'Set MAQUETTE_DATA to a folder that you may write to.')
  }
}
