import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = import.meta.dirname
const generated = ['**/node_modules/**', '**/.next/**', '**/dist/**', '**/.maquette/**']
const long = '**/*.long.test.{ts,tsx}'
const database = '**/*.db.test.ts'
/** `npm run test:long` runs the files that take minutes and nothing else. */
const isLongRun = process.env.MAQUETTE_TEST_LONG === '1'

/** Refusals are what most tests are about: written down, they would only clutter the report. What a test says itself counts more. */
const env = { LOG_LEVEL: 'warn' }

const resolve = {
  alias: [
    { find: /^@\//, replacement: `${root}/` },
    { find: /^server-only$/, replacement: path.join(root, 'e2e/fixtures/empty-module.ts') },
  ],
}

export default defineConfig({
  resolve,
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          env,
          // It imports next/server without the ending that Node wants, and that only a bundler does without.
          server: { deps: { inline: ['next-auth'] } },
          include: isLongRun ? [long] : ['**/*.test.{ts,tsx}'],
          exclude: [...generated, database, ...(isLongRun ? ['**/*.db.long.test.ts'] : [long])],
          globalSetup: ['./e2e/fixtures/global-engine.ts'],
          testTimeout: isLongRun ? 600_000 : 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'database',
          env,
          include: isLongRun ? ['**/*.db.long.test.ts'] : [database],
          exclude: generated,
          globalSetup: ['./e2e/fixtures/global-engine.ts', './e2e/fixtures/global-database.ts'],
          testTimeout: isLongRun ? 600_000 : 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // Drills watch a whole installation at work; two at once on two cores would measure each other.
    maxWorkers: isLongRun ? 1 : 2,
  },
})
