import { handle } from '@/app/_server/api/handle'
import { sendRequested } from '@/app/_server/send-generation'
import { requestByProgram } from '@/lib/data/generations/request-by-program'

export const POST = handle('generate', async ({ actor, body, requestKey }) => {
  const { generationId } = await sendRequested(actor, await requestByProgram(actor, { ...body, requestKey }))
  return { id: generationId, status: 'queued' as const }
})
