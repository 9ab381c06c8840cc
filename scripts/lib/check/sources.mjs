import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Folders of the product's own code. */
export const CODE_FOLDERS = ['app', 'components', 'db', 'e2e', 'inngest', 'lib', 'scripts']

/**
 * @typedef {object} Source
 * @property {string} file Path from the root, with forward slashes.
 * @property {string} text
 */

/**
 * Every source file of the product, in a stable order.
 * @param {string} root
 * @returns {Source[]}
 */
export function readSources(root) {
  return [...CODE_FOLDERS.flatMap((folder) => walk(path.join(root, folder))), ...rootFiles(root)]
    .map((full) => ({ file: path.relative(root, full).replaceAll('\\', '/'), text: readFileSync(full, 'utf8') }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** @param {string} folder @returns {string[]} */
function walk(folder) {
  /** @type {import('node:fs').Dirent[]} */
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // A room that has not been built yet.
    return []
  }
  return entries.flatMap((entry) => {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(full)
    return isSource(entry.name) ? [full] : []
  })
}

/** @param {string} root */
function rootFiles(root) {
  return readdirSync(root)
    .filter((name) => isSource(name) && name !== 'next-env.d.ts')
    .map((name) => path.join(root, name))
}

/** @param {string} name */
const isSource = (name) => /\.(ts|tsx|mjs|js|css)$/.test(name)

/**
 * Tests and their helpers.
 * @param {string} file
 */
export const isTest = (file) => /\.(test|spec)\.tsx?$/.test(file) || file.startsWith('e2e/') || file.includes('/testing/')

/**
 * @typedef {object} Import
 * @property {string} specifier As written.
 * @property {number} line
 * @property {boolean} isType Erased when compiled.
 * @property {boolean} isLazy Loaded when reached, not with the file.
 */

/**
 * The imports of a file. The formatter puts every import statement at the start of a line, so patterns are enough and
 * no parser is needed (TypeScript 7 offers none).
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(text) {
  /** @type {Import[]} */
  const found = []
  const lineAt = (/** @type {number} */ index) => text.slice(0, index).split('\n').length
  for (const match of text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/gm)) {
    found.push({ specifier: match[2] ?? '', line: lineAt(match.index), isType: match[1] !== undefined, isLazy: false })
  }
  for (const match of text.matchAll(/(?<![\w.{*] ?)\bimport\(\s*'([^']+)'\s*\)/g)) {
    found.push({ specifier: match[1] ?? '', line: lineAt(match.index), isType: false, isLazy: true })
  }
  return found
}
