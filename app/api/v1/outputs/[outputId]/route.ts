import { handle } from '@/app/_server/api/handle'
import { toApiOutput } from '@/app/_server/api/present'
import { readOutput } from '@/lib/data/outputs/read-output'

export const GET = handle('readOutput', async ({ actor, params }) => toApiOutput(await readOutput(actor, params.outputId ?? '')))
