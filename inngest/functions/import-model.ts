import { NonRetriableError } from 'inngest'
import { system } from '@/lib/data/actor'
import { readAssetBytes } from '@/lib/data/assets/queries'
import { beginModelImport, failModelImport, succeedModelImport } from '@/lib/data/model-imports/mutations'
import { AppError } from '@/lib/domain/errors'
import { withContext } from '@/lib/platform/context'
import { reportError } from '@/lib/platform/log'
import { traced } from '@/lib/platform/tracing'
import { inngest } from '../client'
import { modelImportRequested } from '../events'

/**
 * Turns an uploaded model into the canonical GLB. The step may run twice: the result is named by its bytes, and an import
 * that has ended is left alone.
 */
export const importModel = inngest.createFunction(
  {
    id: 'import-model',
    triggers: [modelImportRequested],
    retries: 3,
    idempotency: 'event.data.importId',
    // Large models take much memory for a moment. The key gives each team a queue of its own, and queues take turns.
    concurrency: [{ limit: 1 }, { limit: 1, key: 'event.data.teamId' }],
    onFailure: async ({ event, error }) => {
      const importId = String(event.data.event.data.importId)
      const errorId = reportError(error, { importId })
      await failModelImport(system, importId, `Something broke on our side while this model was read. Give this code to support: ${errorId}.`)
    },
  },
  ({ event, step }) => {
    const { importId, requestId, traceparent } = event.data
    return step.run('normalise', () => withContext({ requestId }, () => traced('import model', { importId }, () => importOnce(importId), traceparent)))
  },
)

/** @throws what is worth another try. A model that cannot be used ends the import with its sentence instead. */
export async function importOnce(importId: string): Promise<{ status: 'succeeded' | 'failed' | 'stopped' }> {
  const job = await beginModelImport(system, importId)
  if (!job) return { status: 'stopped' }
  try {
    const { normalizeModel } = await import('@/lib/platform/model-intake')
    const { bytes } = await readAssetBytes(system, job.sourceAssetId)
    const { glb, report } = await normalizeModel(bytes)
    await succeedModelImport(system, importId, { ...report, teamId: job.teamId, glb })
    return { status: 'succeeded' }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'unavailable') throw error
    if (error.code === 'internal') throw new NonRetriableError(error.message, { cause: error })
    await failModelImport(system, importId, error.userMessage)
    return { status: 'failed' }
  }
}
