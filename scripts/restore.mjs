// `npm run restore -- <file.tar>`: fills a new, empty installation from a backup.
import path from 'node:path'
import { restore } from './lib/backup/commands.mjs'
import { runCommand } from './lib/backup/run-command.mjs'

await runCommand(() => restore(path.resolve(import.meta.dirname, '..'), process.argv.slice(2)))
