/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [license]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {Record<string, string>} [optionalDependencies]
 */
/** @typedef {Record<string, LockedPackage>} LockedPackages By folder, as in package-lock.json. */

/** Licences that let anybody use, change and pass on, with no duty on our own code. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'PostgreSQL',
  'Python-2.0',
  'SIL OPEN FONT LICENSE',
  'Unlicense',
  'Zlib',
])

/** Packages under other terms that we keep, each with the reason. */
const EXCEPTIONS = new Map([
  [/^@img\/sharp-(libvips|win32|wasm)/, 'libvips is LGPL: loaded as a separate, replaceable library, which its terms allow'],
  [/^lightningcss/, 'MPL covers its own files alone: used unchanged and only while building'],
  [/^webgl-constants$/, 'MIT by its repository; the package itself forgot to say so'],
  [/^(@axe-core\/playwright|axe-core)$/, 'MPL covers its own files alone: used unchanged and only in tests'],
])

/**
 * Platform packages that some dependency names and the lockfile lacks: on that platform `npm ci` would fail. A lockfile
 * made while a registry was incomplete has such holes.
 * @param {LockedPackages} packages
 * @returns {string[]}
 */
export function missingPlatformPackages(packages) {
  return Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(packages, folder, name))
      .map(([name, range]) => `package-lock.json lacks ${name}@${range}, which ${nameOf(folder) || 'package.json'} needs on some platform`),
  )
}

/**
 * Looks a name up as Node does: in the package's own folder, then in each folder above.
 * @param {LockedPackages} packages
 * @param {string} folder
 * @param {string} name
 */
function isLocked(packages, folder, name) {
  for (let base = folder; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (!base) return false
  }
}

/**
 * A lockfile must not tie installs to the registry that it was made with.
 * @param {LockedPackages} packages
 * @returns {string[]}
 */
export function boundToRegistry(packages) {
  return Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !link)
    .map(([folder, { resolved }]) => `package-lock.json pins ${nameOf(folder)} to ${resolved}: remove the "resolved" entries`)
}

/**
 * @param {LockedPackages} packages
 * @returns {string[]}
 */
export function licenceProblems(packages) {
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .filter(([folder, { license }]) => !isPermissive(license) && ![...EXCEPTIONS.keys()].some((pattern) => pattern.test(nameOf(folder))))
    .map(([folder, { license }]) => `${nameOf(folder)} is licensed "${license ?? 'unknown'}", which is not known to be permissive`)
}

/**
 * `(MIT OR GPL-3.0)` leaves the choice to us; `MIT AND ISC` binds us to both.
 * @param {string | undefined} expression
 */
function isPermissive(expression) {
  if (!expression) return false
  return expression
    .replace(/[()]/g, '')
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((name) => PERMISSIVE.has(name.trim())))
}

/** @param {string} folder */
const nameOf = (folder) => folder.replace(/^.*node_modules\//, '')
