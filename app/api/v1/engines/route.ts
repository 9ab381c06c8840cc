import { handle } from '@/app/_server/api/handle'
import { listEnginesOf } from '@/lib/data/engines/queries'

export const GET = handle('listEngines', async ({ actor }) => ({
  items: (await listEnginesOf(actor, actor.teamId)).map(({ capabilities, model, ready, reason }) => ({
    ...capabilities,
    ratios: [...capabilities.ratios],
    sizes: [...capabilities.sizes],
    qualities: [...capabilities.qualities],
    images: [...capabilities.images],
    referenceRoles: [...capabilities.referenceRoles],
    model,
    ready,
    reason,
  })),
}))
