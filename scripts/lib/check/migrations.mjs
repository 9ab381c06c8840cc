import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { execute } from '../execute.mjs'

/**
 * Tables that the schema describes and no migration makes. The generator works on a copy: when it has something to add,
 * somebody forgot to.
 * @param {string} root
 * @returns {Promise<string[]>}
 */
export async function migrationProblems(root) {
  // Inside the repository, because the generator takes relative folders alone.
  const copy = mkdtempSync(path.join(root, 'node_modules/.maquette-migrations-'))
  try {
    cpSync(path.join(root, 'db/migrations'), copy, { recursive: true })
    const before = readdirSync(copy).length
    const { status, output } = await execute(
      process.execPath,
      ['node_modules/drizzle-kit/bin.cjs', 'generate', '--dialect=postgresql', '--schema=./db/schema/*.ts', `--out=./${path.relative(root, copy)}`],
      { cwd: root },
    )
    if (status === 0 && output.includes('No schema changes') && readdirSync(copy).length === before) return []
    return [`db/migrations do not make what db/schema describes: npx drizzle-kit generate --name what_it_does\n${output}`]
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
