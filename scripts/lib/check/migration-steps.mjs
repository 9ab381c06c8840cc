import { readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * While a new version starts, the one before still serves from the same database. So a migration only adds (expand); what is no
 * longer read is taken away by a later one (contract), which says so in its first line: `-- contract: <why nothing needs it>`.
 */

/** Migrations up to this one landed before there was the rule. */
const BEFORE_THE_RULE = 13
const CONTRACT = /^-- contract: \S.+/

/** @type {{ pattern: RegExp, problem: string }[]} */
const BREAKING = [
  { pattern: /\bdrop\s+table\b/i, problem: 'drops a table' },
  { pattern: /\bdrop\s+column\b/i, problem: 'drops a column' },
  { pattern: /\brename\b/i, problem: 'renames something' },
  { pattern: /\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b/i, problem: 'changes the type of a column' },
  { pattern: /\balter\s+column\s+\S+\s+set\s+not\s+null\b/i, problem: 'asks for a value that the version before may not give' },
  { pattern: /\balter\s+column\s+\S+\s+drop\s+default\b/i, problem: 'drops a default that the version before relies on' },
  { pattern: /\badd\s+column\b(?=[^;]*\bnot\s+null\b)(?![^;]*\b(default|generated)\b)/i, problem: 'adds a column that must have a value and has no default' },
]

/**
 * Migrations that the version before could not go on with, and a journal whose order would leave one out.
 * @param {string} root
 * @returns {string[]}
 */
export function migrationStepProblems(root) {
  const folder = path.join(root, 'db/migrations')
  /** @type {{ entries: { idx: number, when: number, tag: string }[] }} */
  const { entries } = JSON.parse(readFileSync(path.join(folder, 'meta/_journal.json'), 'utf8'))
  const order = entries.flatMap(({ tag, when }, at) => {
    const before = entries[at - 1]
    // The migrator takes what is newer than the last that it applied.
    return before && before.when >= when ? [`db/migrations/${tag} is not newer than ${before.tag}: a database that has that one would never get it`] : []
  })
  return [
    ...order,
    ...entries.filter(({ idx }) => idx > BEFORE_THE_RULE).flatMap(({ tag }) => stepProblems(tag, readFileSync(path.join(folder, `${tag}.sql`), 'utf8'))),
  ]
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {string[]}
 */
export function stepProblems(name, text) {
  if (CONTRACT.test(text)) return []
  return text.split(';').flatMap((statement) => {
    const bare = statement.replace(/--.*$/gm, '')
    const found = BREAKING.find(({ pattern }) => pattern.test(bare))
    return found ? [`db/migrations/${name} ${found.problem}, while the version before still runs: docs/operations.md, "Upgrading"`] : []
  })
}
