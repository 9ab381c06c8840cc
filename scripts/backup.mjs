// `npm run backup -- <file.tar or folder>`: everything that another machine needs to go on from here, as it is at one
// moment. Maquette may run meanwhile.
import path from 'node:path'
import { backUp } from './lib/backup/commands.mjs'
import { runCommand } from './lib/backup/run-command.mjs'

await runCommand(() => backUp(path.resolve(import.meta.dirname, '..'), process.argv.slice(2)))
