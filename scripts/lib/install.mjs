import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execute } from './execute.mjs'
import { waitForLock } from './lock.mjs'
import { Problem } from './problem.mjs'
import { say, step } from './say.mjs'
import { assertSpace } from './space.mjs'

/** What an install and a build take together, with room for the package manager's own copies. */
const INSTALL_BYTES_MIN = 3 * 1024 ** 3

/**
 * Installs the packages that the lockfile names, unless exactly these are installed already.
 * @param {string} root
 */
export async function ensureInstalled(root) {
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = path.join(root, 'node_modules/.maquette-install')
  const isInstalled = () => (existsSync(stamp) ? readFileSync(stamp, 'utf8') === wanted : isInstalledByHand(root))
  if (isInstalled()) return
  const lock = await waitForLock(path.join(root, 'dist/install.lock'), () => say('  Waiting for another start that is installing ...'))
  try {
    if (isInstalled()) return
    assertSpace(root, INSTALL_BYTES_MIN)
    await step({ doing: 'Installing packages, about a minute', done: 'Packages installed' }, () => install(root))
    writeFileSync(stamp, wanted)
  } finally {
    lock.release()
  }
}

/**
 * Whether somebody's own `npm install` put in place what the lockfile names. npm writes down what it installed; taking
 * that for granted spares a developer a minute, and programs that run from these folders their files.
 * @param {string} root
 */
function isInstalledByHand(root) {
  const noted = path.join(root, 'node_modules/.package-lock.json')
  if (!existsSync(noted)) return false
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages
  const { '': _project, ...locked } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([folder, { version, optional }]) => installed[folder]?.version === version || (optional && !installed[folder]))
}

/** @param {string} root */
async function install(root) {
  // `npm start` tells where npm's own program is; npm without a shell works on every platform.
  const viaNode = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : undefined
  const [program, ...first] = viaNode ?? [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const { status, output } = await execute(
    String(program),
    [...first, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, env: withoutInstallSettings() },
  )
  if (status === 0) return
  if (output.includes('ENOSPC'))
    throw new Problem('The disk is full: the packages could not be installed.', 'Free some space (an install takes about 1.5 GB) and start again.')
  throw new Problem(
    'The packages could not be installed.',
    `npm said:\n\n${output.replace(/^/gm, '  ')}\n\nCheck the connection to the package registry, then start again.`,
  )
}

/**
 * What a caller set for their own projects (`NODE_ENV=production`, `omit=dev`, `ignore-scripts`) would leave out parts
 * that the build needs.
 * @returns {NodeJS.ProcessEnv}
 */
function withoutInstallSettings() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: 'development' }
  for (const name of Object.keys(env)) {
    if (/^npm_(config_(production|omit|include|only|dry_run|ignore_scripts|global)|lifecycle|package)/i.test(name)) Reflect.deleteProperty(env, name)
  }
  return env
}
