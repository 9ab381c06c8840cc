import { CODE_FOLDERS, isTest } from './sources.mjs'

const LINES_MAX = 500
/** Code that is too generated to be judged by hand-writing rules. */
const GENERATED = /^db\/migrations\//

/**
 * Rules of the house that no linter knows: size, names, where settings are read, and no way around the checks.
 * @param {import('./sources.mjs').Source[]} sources
 * @returns {string[]}
 */
export function houseProblems(sources) {
  return sources.filter(({ file }) => !GENERATED.test(file)).flatMap(({ file, text }) => [...sizeAndName(file, text), ...forbiddenText(file, text)])
}

/**
 * @param {string} file
 * @param {string} text
 */
function sizeAndName(file, text) {
  const problems = []
  const lines = text.split('\n').length - 1
  if (lines > LINES_MAX) problems.push(`${file} has ${lines} lines: no file passes ${LINES_MAX}, split it by what it does`)
  // Next's own names for dynamic routes and private folders are let through.
  const parts = file.split('/').map((part) => part.replace(/^[_(@]|\)$/g, ''))
  const odd = parts.find((part) => !/^(\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|[a-z0-9]+([.-][a-z0-9]+)*)$/.test(part))
  if (odd) problems.push(`${file}: names are kebab-case, "${odd}" is not`)
  return problems
}

/** Rules that a pattern can tell. @type {{ pattern: RegExp, where: (file: string) => boolean, problem: string }[]} */
const PATTERNS = [
  {
    pattern: /\bprocess\.env\b/,
    where: (file) => !isTest(file) && /^(app|components|db|inngest|lib)\//.test(file) && file !== 'lib/platform/env.ts',
    problem: 'reads process.env: only lib/platform/env.ts does',
  },
  {
    pattern: /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable/,
    where: (file) => file !== 'scripts/lib/check/house-rules.mjs',
    problem: 'turns a check off',
  },
  { pattern: /(:|\bas|<)\s*any\b(?!['\w])/, where: (file) => /\.tsx?$/.test(file), problem: 'uses the type any' },
  {
    pattern: /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML|\bdocument\.write/,
    where: (file) => /^(app|components|lib)\//.test(file),
    problem: 'makes HTML from a text: what people wrote is drawn as text alone',
  },
  { pattern: /\.(only|skip)\(/, where: (file) => /\.(test|spec)\.tsx?$/.test(file), problem: 'leaves tests out' },
  {
    pattern: /^export default/m,
    where: (file) => !/^(app\/|[^/]+$|e2e\/fixtures\/global-)/.test(file),
    problem: 'has a default export: exports have names wherever the framework allows',
  },
]

/**
 * @param {string} file
 * @param {string} text
 */
function forbiddenText(file, text) {
  if (!CODE_FOLDERS.includes(file.split('/')[0] ?? '') && file.includes('/')) return []
  return PATTERNS.filter(({ where }) => where(file)).flatMap(({ pattern, problem }) => {
    const at = text.split('\n').findIndex((line) => pattern.test(withoutComment(line)))
    return at >= 0 ? [`${file}:${at + 1} ${problem}`] : []
  })
}

/**
 * Comments may speak of `any` and of `process.env`, but not switch checks off.
 * @param {string} line
 */
function withoutComment(line) {
  return /@ts-|biome-ignore|eslint-disable/.test(line) ? line : line.replace(/^\s*(\*|\/\/|\/\*).*$/, '').replace(/\s\/\/ .*$/, '')
}

/** What web and worker assume of these counts for nobody: the start commands always set them. */
const SET_BY_COMMANDS = ['NODE_ENV', 'DATABASE_URL']

/**
 * Settings that docs/configuration.md does not explain, or explains with another default than they have.
 * @param {Record<string, import('../../../lib/platform/settings.mjs').Setting>} settings
 * @param {string} documentation Text of docs/configuration.md: a table row a setting, its default in the last column.
 * @returns {string[]}
 */
export function settingsProblems(settings, documentation) {
  const rows = documentation.split('\n').filter((line) => line.startsWith('|'))
  return Object.entries(settings).flatMap(([name, setting]) => {
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${name}\``))
    if (!row) return [`docs/configuration.md does not explain ${name}`]
    const said = row.split('|').at(-2)?.replaceAll('`', '') ?? ''
    if (!('default' in setting) || SET_BY_COMMANDS.includes(name) || said.includes(String(setting.default))) return []
    return [`docs/configuration.md gives another default of ${name} than ${setting.default}`]
  })
}
