import 'server-only'
import { eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { type generations, scenes } from '@/db/schema'
import { tell } from '../inbox/tell'

/** Whoever waits less than this sees the end of it anyway; a line in the inbox would only be noise. */
const LONG_MS = 30_000

/** Tells the author, and nobody else, that what took a while has ended. */
export async function tellAuthor(tx: Transaction, row: typeof generations.$inferSelect, status: 'succeeded' | 'failed'): Promise<void> {
  const tookMs = (row.finishedAt ?? new Date()).getTime() - row.createdAt.getTime()
  if (row.authorId === null || tookMs < LONG_MS) return
  const [scene] = row.sceneId ? await tx.select({ name: scenes.name }).from(scenes).where(eq(scenes.id, row.sceneId)) : []
  await tell(tx, {
    userIds: [row.authorId],
    teamId: row.teamId,
    kind: 'generation',
    actorUserId: null,
    subject: row.id,
    href: `/history/${row.id}`,
    data: { status, ...(scene ? { about: scene.name } : {}) },
  })
}
