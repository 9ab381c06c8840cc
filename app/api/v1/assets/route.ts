import { handle } from '@/app/_server/api/handle'
import { assertMayStore, storeAsset } from '@/lib/data/assets/mutations'
import { readImageUpload } from '@/lib/platform/image-intake'

export const POST = handle('uploadAsset', async ({ actor, body }) => {
  const { teamId } = actor
  // Before a picture of somebody who may not store it is decoded.
  await assertMayStore(actor, teamId)
  return storeAsset(actor, { teamId, kind: 'reference', ...(await readImageUpload(body)) })
})
