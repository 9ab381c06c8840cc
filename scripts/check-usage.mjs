// `npm run check:usage`: counts everything that was generated anew, from the rows, and compares it with the figures that the
// dashboards show. Maquette may run meanwhile. `-- --repair` then puts the figures right. Ends with 1 where something is wrong.
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { withDatabase } from './lib/backup/commands.mjs'
import { runCommand } from './lib/backup/run-command.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { Problem } from './lib/problem.mjs'
import { complain, say, step } from './lib/say.mjs'
import { readSettings } from './lib/settings.mjs'

const root = path.resolve(import.meta.dirname, '..')
const LISTED_MAX = 20

await runCommand(async () => {
  const [option, ...rest] = process.argv.slice(2)
  if ((option && option !== '--repair') || rest.length > 0) throw new Problem('This command knows one option.', 'npm run check:usage -- --repair')
  await ensureInstalled(root)
  const settings = readSettings(root)
  return withDatabase(root, settings, async (_, url) => {
    process.env.DATABASE_URL = url
    process.env.MAQUETTE_DATA = settings.dataFolder
    const { system } = await tsImport('../lib/data/actor.ts', import.meta.url)
    const { checkUsage } = await tsImport('../lib/data/usage/check.ts', import.meta.url)
    const { recountUsage } = await tsImport('../lib/data/usage/recount.ts', import.meta.url)
    const { closeDb } = await tsImport('../lib/data/db.ts', import.meta.url)
    try {
      /** @type {import('../lib/data/usage/check.ts').UsageDifference[]} */
      const found = await step({ done: 'Counted anew and compared' }, () => checkUsage(system))
      if (found.length === 0) {
        say('\nEvery figure is what the rows say.')
        return 0
      }
      const lines = found
        .slice(0, LISTED_MAX)
        .map(({ table, key, expected, found: kept }) => `  ${table} ${key}\n    kept ${JSON.stringify(kept)}\n    rows ${JSON.stringify(expected)}`)
      complain(`\n${found.length === 1 ? 'One figure differs' : `${found.length} figures differ`} from the rows:\n${lines.join('\n')}`)
      if (!option) {
        complain('\nnpm run check:usage -- --repair counts everything anew.')
        return 1
      }
      await step({ done: 'Counted anew' }, () => recountUsage(system))
      return 0
    } finally {
      await closeDb()
    }
  })
})
