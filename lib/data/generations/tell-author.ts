import 'server-only'
import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { explorations, generations, scenes } from '@/db/schema'
import { tell } from '../inbox/tell'

/** Whoever waits less than this sees the end of it anyway; a line in the inbox would only be noise. */
const LONG_MS = 30_000

type Row = typeof generations.$inferSelect
type End = 'succeeded' | 'failed'

/** Tells the author, and nobody else, that what took a while has ended; of a grid only once, when the last of it has. */
export async function tellAuthor(tx: Transaction, row: Row, status: End): Promise<void> {
  const tookMs = (row.finishedAt ?? new Date()).getTime() - row.createdAt.getTime()
  if (row.authorId === null || tookMs < LONG_MS) return
  const grid = row.explorationId === null ? null : await readGrid(tx, row.explorationId)
  if (grid?.isOpen) return
  const [scene] = row.sceneId ? await tx.select({ name: scenes.name }).from(scenes).where(eq(scenes.id, row.sceneId)) : []
  await tell(tx, {
    userIds: [row.authorId],
    teamId: row.teamId,
    kind: 'generation',
    actorUserId: null,
    subject: row.explorationId ?? row.id,
    href: grid && row.sceneId ? `/scenes/${row.sceneId}?grid=${row.explorationId}` : `/history/${row.id}`,
    data: { status: grid?.anyReady ? 'succeeded' : status, ...(scene ? { about: scene.name } : {}) },
  })
}

/** Held until the transaction ends, so that of two that end at the same moment one sees the other. */
async function readGrid(tx: Transaction, explorationId: string): Promise<{ isOpen: boolean; anyReady: boolean }> {
  await tx.select({ id: explorations.id }).from(explorations).where(eq(explorations.id, explorationId)).for('no key update')
  const rows = await tx
    .selectDistinct({ status: generations.status })
    .from(generations)
    .where(and(eq(generations.explorationId, explorationId), inArray(generations.status, ['queued', 'running', 'succeeded'])))
  return { isOpen: rows.some(({ status }) => status !== 'succeeded'), anyReady: rows.some(({ status }) => status === 'succeeded') }
}
