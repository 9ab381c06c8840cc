import { handle } from '@/app/_server/api/handle'
import { changeScene } from '@/lib/data/scenes/mutations'
import { getScene } from '@/lib/data/scenes/queries'

export const GET = handle('readScene', async ({ actor, params }) => {
  const { updatedAt, ...scene } = await getScene(actor, params.sceneId ?? '')
  return { ...scene, updatedAt: updatedAt.toISOString() }
})

export const PATCH = handle('changeScene', async ({ actor, params, body }) => changeScene(actor, { sceneId: params.sceneId ?? '', ...body }))
