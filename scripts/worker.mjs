// The worker alone, for hosts that run web, worker and database apart: `node scripts/worker.mjs`.
import path from 'node:path'
import { runPart } from './lib/run-part.mjs'

await runPart(path.resolve(import.meta.dirname, '..'), 'worker')
