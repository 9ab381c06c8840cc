import { describeFailure } from '../problem.mjs'
import { complain } from '../say.mjs'

/**
 * Runs a command to its end and leaves with its status.
 * @param {() => Promise<number>} command
 */
export async function runCommand(command) {
  try {
    process.exit(await command())
  } catch (error) {
    complain(`\n${describeFailure(error)}`)
    process.exit(1)
  }
}
