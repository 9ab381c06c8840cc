import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildEngine, ensureBuilt } from './build.mjs'
import { givenDatabase, migrateDatabase, startEmbeddedDatabase } from './database.mjs'
import { endExecuted } from './execute.mjs'
import { ensureInstalled } from './install.mjs'
import { takeLock } from './lock.mjs'
import { assertPortFree } from './port.mjs'
import { freePort, keptSecret } from './postgres.mjs'
import { describeFailure, Problem } from './problem.mjs'
import { endProcess } from './processes.mjs'
import { registerWithInngest } from './register.mjs'
import { complain, elapsedMs, say, seconds, step } from './say.mjs'
import { makeDataFolder, readSettings } from './settings.mjs'
import { assertSpace, watchSpace } from './space.mjs'
import { supervise } from './supervise.mjs'
import { webArguments } from './web-program.mjs'

const root = path.resolve(import.meta.dirname, '../..')
/** Enough for Postgres to write its log and for a few pictures; below it, failures would come at worse moments. */
const RUN_BYTES_MIN = 300 * 1024 ** 2
const WEB_READY_TIMEOUT_MS = 60_000
/** What Next prints about itself; the supervisor prints its own, shorter version. */
const NEXT_BANNER = /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Running next\.config)|\$ next)/

/**
 * Serves Maquette until told to end: database, web and worker, started in order, watched, and ended together.
 * @param {{ mode: 'production' | 'development' }} options
 */
export async function serve({ mode }) {
  const run = new Run(mode)
  // Ended by the terminal (Ctrl-C), by a service manager, or by the window closing.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, () => run.end(0))
  process.on('uncaughtException', (error) => run.fail(error))
  process.on('unhandledRejection', (error) => run.fail(error))
  watchParent(() => run.end(0))
  try {
    await run.begin()
  } catch (error) {
    run.fail(error)
  }
}

/**
 * npm does not pass every signal on: a SIGTERM to npm ends npm and leaves what it started. So when started by npm, the
 * end of the parent is the signal to end. Started directly, a parent may well leave (as `nohup` and `&` do).
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) onGone()
  }, 500).unref()
}

/** One run of the supervisor. */
class Run {
  /** @param {'production' | 'development'} mode */
  constructor(mode) {
    this.mode = mode
    /** What to undo at the end, last first. @type {(() => void | Promise<void>)[]} */
    this.undo = []
    /** @type {Map<string, import('./processes.mjs').ProcessIdentity>} */
    this.children = new Map()
    this.ending = false
  }

  async begin() {
    const settings = readSettings(root)
    makeDataFolder(settings.dataFolder)
    this.lockData(settings)
    await this.endLeftovers(settings.dataFolder)
    await assertPortFree(settings)
    say(`Maquette, data in ${settings.dataFolder}`)
    assertSpace(settings.dataFolder, RUN_BYTES_MIN)
    await ensureInstalled(root)
    // Building needs no database, so both are made at once; on a first start that hides the database's seconds.
    const [env] = await Promise.all([this.prepareDatabase(settings), this.mode === 'production' ? ensureBuilt(root) : this.buildEngineForDevelopment()])
    if (this.ending) return
    this.startChildren(settings, env)
    this.undo.push(watchSpace(settings.dataFolder, { tell: complain }).stop)
    await this.waitForWeb(settings)
    await registerWithInngest({ address: settings.address, env, isEnding: () => this.ending })
  }

  /** @param {import('./settings.mjs').Settings} settings */
  lockData(settings) {
    const lock = takeLock(path.join(settings.dataFolder, 'supervisor.lock'), settings.address)
    if ('heldBy' in lock) {
      throw new Problem(
        `Maquette already runs on this data, at ${lock.heldBy.note} (process ${lock.heldBy.pid}).`,
        'Open that address, or end it first. A second, separate Maquette needs its own data: MAQUETTE_DATA=other PORT=3100 npm start.',
      )
    }
    this.undo.push(lock.release)
  }

  /**
   * Ends the web and worker of a run that was killed before it could do so.
   * @param {string} dataFolder
   */
  async endLeftovers(dataFolder) {
    this.processFile = path.join(dataFolder, 'processes.json')
    if (!existsSync(this.processFile)) return
    /** @type {[string, import('./processes.mjs').ProcessIdentity][]} */
    let left = []
    try {
      left = JSON.parse(readFileSync(this.processFile, 'utf8'))
    } catch {
      // Cut off while it was written: whatever it named ends by itself when its supervisor does.
    }
    for (const [name, identity] of left) {
      const gone = await endProcess(identity, [
        { signal: 'SIGTERM', graceMs: 5_000 },
        { signal: 'SIGKILL', graceMs: 2_000 },
      ])
      if (!gone)
        throw new Problem(`The ${name} of an earlier run (process ${identity.pid}) does not end.`, `End it by hand (kill -9 ${identity.pid}) and start again.`)
    }
    rmSync(this.processFile, { force: true })
  }

  /**
   * @param {import('./settings.mjs').Settings} settings
   * @returns {Promise<NodeJS.ProcessEnv>} What web and worker run with.
   */
  async prepareDatabase(settings) {
    const access = givenDatabase(settings) ?? (await step({ done: 'Database started' }, () => this.startDatabase(settings)))
    const url = await step({ done: 'Database up to date' }, () => migrateDatabase(root, access))
    return {
      ...process.env,
      NODE_ENV: this.mode,
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: url,
      // Whoever serves requests cannot change what the audit log holds. Empty, lest Next read it from the file .env.
      DATABASE_OWNER_URL: '',
      MAQUETTE_DATA: settings.dataFolder,
      MAQUETTE_WORKER_URL: `http://127.0.0.1:${await freePort()}`,
      AUTH_SECRET: process.env.AUTH_SECRET || keptSecret(path.join(settings.dataFolder, 'auth-secret')),
      ENCRYPTION_KEY: process.env.ENCRYPTION_KEY || keptSecret(path.join(settings.dataFolder, 'encryption-key')),
    }
  }

  /** @param {import('./settings.mjs').Settings} settings */
  async startDatabase(settings) {
    const starting = startEmbeddedDatabase({ root, dataFolder: settings.dataFolder, onGivenUp: (problem) => this.fail(problem) })
    // Registered before it is up: told to end meanwhile, we must not leave it behind.
    this.undo.push(() =>
      starting.then(
        (database) => database.stop(),
        () => undefined,
      ),
    )
    return starting
  }

  async buildEngineForDevelopment() {
    await step({ done: 'Engine built' }, () => buildEngine(root))
  }

  /**
   * @param {import('./settings.mjs').Settings} settings
   * @param {NodeJS.ProcessEnv} env
   */
  startChildren(settings, env) {
    const web =
      this.mode === 'production' ? webArguments(settings) : ['node_modules/next/dist/bin/next', 'dev', '-H', settings.host, '-p', String(settings.port)]
    const worker =
      this.mode === 'production'
        ? ['--conditions=react-server', '--enable-source-maps', 'dist/worker.mjs']
        : ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', '--conditions=react-server', 'inngest/worker.ts']
    const common = { root, env, onChange: () => {} }
    const children = [
      supervise({
        ...common,
        name: 'web',
        args: web,
        hidden: NEXT_BANNER,
        graceMs: 3_000,
        attemptsMax: 5,
        onChange: (identity) => this.remember('web', identity),
        onGivenUp: (output) => this.fail(new Problem('The web does not stay up.', `It said:\n\n${output.replace(/^/gm, '  ')}`)),
      }),
      supervise({
        ...common,
        name: 'worker',
        args: worker,
        // Pictures take every core for minutes; pages must answer meanwhile.
        niceness: 10,
        graceMs: 8_000,
        attemptsMax: Number.POSITIVE_INFINITY,
        onChange: (identity) => this.remember('worker', identity),
        onGivenUp: () => {},
      }),
    ]
    this.undo.push(async () => {
      await Promise.all(children.map((child) => child.stop()))
    })
  }

  /**
   * Writes down which processes run, for the start after a `kill -9`.
   * @param {string} name
   * @param {import('./processes.mjs').ProcessIdentity | undefined} identity
   */
  remember(name, identity) {
    if (identity) this.children.set(name, identity)
    else this.children.delete(name)
    if (this.processFile) writeFileSync(this.processFile, JSON.stringify([...this.children]))
  }

  /** @param {import('./settings.mjs').Settings} settings */
  async waitForWeb(settings) {
    const deadline = Date.now() + WEB_READY_TIMEOUT_MS
    while (!this.ending) {
      if (await answers(`${settings.address}/api/health`)) {
        say(`\nMaquette is ready after ${seconds(elapsedMs())}: ${settings.address}\nPress Ctrl-C to end it.\n`)
        return
      }
      if (Date.now() > deadline) throw new Problem('The web did not answer within a minute.', 'See what it printed above.')
      await sleep(25)
    }
  }

  /** @param {unknown} error */
  fail(error) {
    if (!this.ending) complain(`\n${describeFailure(error)}`)
    this.end(1)
  }

  /**
   * Ends everything in the reverse order of its start. Asked a second time, it does not wait.
   * @param {number} code
   */
  async end(code) {
    if (this.ending) return
    this.ending = true
    process.once('SIGINT', () => process.exit(130))
    endExecuted()
    if (this.children.size > 0) say('\nEnding web, worker and database ...')
    for (const undo of this.undo.reverse()) {
      try {
        await undo()
      } catch (error) {
        complain(describeFailure(error))
      }
    }
    if (this.processFile) rmSync(this.processFile, { force: true })
    process.exit(code)
  }
}

/**
 * Whether the web serves pages. The connection is closed at once: one kept open would hold up the web's own end.
 * @param {string} url
 * @returns {Promise<boolean>}
 */
function answers(url) {
  return new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(false))
  })
}
