/** A worker process over the scenario functions, for tests that kill it. Its argument is the address of the database. */
import { startScenarioExecutor } from './drivers'
import { openMarks } from './marks'

const [, , databaseUrl] = process.argv
if (!databaseUrl) throw new Error('Give the address of the database.')
const marks = await openMarks(databaseUrl)
const executor = await startScenarioExecutor(databaseUrl, marks)
process.once('SIGTERM', () => {
  void executor.stop(200).then(() => process.exit(0))
})
process.stdout.write('ready\n')
