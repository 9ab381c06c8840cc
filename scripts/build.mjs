// `npm run build`: everything that production needs, for images and hosts that build once and start many times.
import path from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { describeFailure } from './lib/problem.mjs'
import { complain } from './lib/say.mjs'

const root = path.resolve(import.meta.dirname, '..')
try {
  await ensureInstalled(root)
  await ensureBuilt(root, { always: true })
} catch (error) {
  complain(`\n${describeFailure(error)}`)
  process.exit(1)
}
