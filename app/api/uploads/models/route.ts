import { receiveUpload } from '@/app/_server/receive-upload'
import { respondError, respondOk } from '@/app/_server/respond'
import { sendEvent } from '@/inngest/send'
import { createModelImport } from '@/lib/data/model-imports/mutations'
import { log } from '@/lib/platform/log'
import { assertModelFile, MODEL_BYTES_MAX, modelTooLarge } from '@/lib/platform/model-intake/limits'

/** Takes in a model and queues its import. Answers the import, whose progress comes as live events and from `/api/uploads/models/<id>`. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { actor, ...upload } = await receiveUpload(request, { bytesMax: MODEL_BYTES_MAX, tooLarge: modelTooLarge })
    assertModelFile(upload.bytes)
    const queued = await createModelImport(actor, upload)
    await sendEvent({ name: 'model/import-requested', data: { importId: queued.id, teamId: upload.teamId } }).catch((error: unknown) => {
      // The row is there, so the sweep sends it again within a minute.
      log.warn('An import could not be announced', { importId: queued.id, error })
    })
    return respondOk(queued, 202)
  } catch (error) {
    return respondError(error)
  }
}
