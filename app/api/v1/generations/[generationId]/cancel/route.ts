import { handle } from '@/app/_server/api/handle'
import { sendCanceled } from '@/app/_server/send-generation'
import { requestCancel } from '@/lib/data/generations/mutations'

export const POST = handle('cancelGeneration', async ({ actor, params }) => {
  const id = params.generationId ?? ''
  const { status, canceled } = await requestCancel(actor, id)
  if (canceled) await sendCanceled(id)
  return { id, status, canceled }
})
