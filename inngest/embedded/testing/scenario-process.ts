/** A worker process over the scenario functions, for tests that kill it. DATABASE_URL names the database. */
import { env } from '@/lib/platform/env'
import { startScenarioExecutor } from './drivers'
import { openMarks } from './marks'

const marks = await openMarks(env().DATABASE_URL)
const executor = await startScenarioExecutor(env().DATABASE_URL, marks)
process.once('SIGTERM', () => {
  void executor.stop(200).then(() => process.exit(0))
})
process.stdout.write('ready\n')
