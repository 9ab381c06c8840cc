import { handle } from '@/app/_server/api/handle'
import { createSceneFrom } from '@/lib/data/scenes/mutations'
import { listScenes } from '@/lib/data/scenes/queries'

export const GET = handle('listScenes', async ({ actor, query }) => {
  const { scenes, nextCursor } = await listScenes(actor, { teamId: actor.teamId, cursor: query.cursor, limit: query.limit })
  const items = scenes.map(({ createdAt, updatedAt, ...scene }) => ({ ...scene, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }))
  return { items, nextCursor }
})

export const POST = handle('createScene', async ({ actor, body, requestKey }) =>
  createSceneFrom(actor, { teamId: actor.teamId, name: body.name, document: body.document, from: 'api', requestKey }),
)
