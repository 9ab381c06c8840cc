import { handle } from '@/app/_server/api/handle'
import { toApiGeneration } from '@/app/_server/api/present'
import { getGeneration } from '@/lib/data/generations/queries'

export const GET = handle('readGeneration', async ({ actor, params }) => toApiGeneration(await getGeneration(actor, params.generationId ?? '')))
