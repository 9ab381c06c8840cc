import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { givenDatabase, migrateDatabase } from './database.mjs'
import { END_WITH_PARENT } from './execute.mjs'
import { describeFailure, Problem } from './problem.mjs'
import { complain, step } from './say.mjs'
import { makeDataFolder, readSettings } from './settings.mjs'
import { webArguments } from './web-program.mjs'

/** What `npm start` makes up for one machine and parts on several must be told, because all of them need the same. */
const NEEDED = ['DATABASE_URL', 'AUTH_SECRET', 'ENCRYPTION_KEY']

/**
 * The arguments of Node for each part.
 * @type {Record<'web' | 'worker', (settings: import('./settings.mjs').Settings) => string[]>}
 */
const ARGUMENTS = {
  web: (settings) => webArguments(settings),
  worker: () => ['--conditions=react-server', '--enable-source-maps', 'dist/worker.mjs'],
}

/**
 * Runs one part of a built Maquette until it ends or is told to, with a database, secrets and storage that are given. It is
 * not started again: whatever runs containers does that.
 * @param {string} root
 * @param {'web' | 'worker'} name
 */
export async function runPart(root, name) {
  try {
    const settings = readSettings(root)
    assertGiven()
    assertBuilt(root)
    makeDataFolder(settings.dataFolder)
    const access = givenDatabase(settings)
    if (!access) throw new Problem('DATABASE_URL is missing.')
    // Whichever part comes first does it; the others wait for the same lock and find nothing to do.
    const url = await step({ done: 'Database up to date' }, () => migrateDatabase(root, access))
    /** @type {NodeJS.ProcessEnv} */
    const env = {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: url,
      DATABASE_OWNER_URL: '',
      MAQUETTE_DATA: settings.dataFolder,
    }
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...ARGUMENTS[name](settings)], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill('SIGTERM'))
    child.once('error', (error) => {
      complain(describeFailure(error))
      process.exit(1)
    })
    child.once('close', (code) => process.exit(code ?? 1))
  } catch (error) {
    complain(`\n${describeFailure(error)}`)
    process.exit(1)
  }
}

function assertGiven() {
  const missing = NEEDED.filter((setting) => !process.env[setting])
  if (missing.length === 0) return
  throw new Problem(
    `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    'Web and worker that run apart need the same ones. docs/configuration.md says what they look like; "npm start" makes them by itself.',
  )
}

/** @param {string} root */
function assertBuilt(root) {
  if (existsSync(path.join(root, '.next/BUILD_ID')) && existsSync(path.join(root, 'dist/worker.mjs'))) return
  throw new Problem('Maquette is not built here.', 'Run "npm run build" first.')
}
