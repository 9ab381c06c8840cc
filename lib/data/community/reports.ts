import 'server-only'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { publicationReports, publications } from '@/db/schema'
import { type ReportInput, reportSchema } from '@/lib/domain/community/publication'
import { AppError, notFound } from '@/lib/domain/errors'
import type { Actor } from '../actor'
import { requireUserId } from '../authorize'
import { db } from '../db'
import { consume } from '../rate-limits/consume'
import { mayLookAt } from './access'

const REPORT_LIMIT = { limit: 20, windowMs: 3_600_000 }

/**
 * Tells the instance admins what is wrong with an image. A person has one report for each image: another one while it waits
 * changes nothing, and one after it was dealt with opens it again.
 * @throws AppError `not_found` for what this actor may not look at, `unauthenticated`, `invalid`, `rate_limited`.
 */
export async function reportPublication(actor: Actor, publicationId: string, input: ReportInput): Promise<void> {
  const userId = requireUserId(actor)
  const parsed = reportSchema.safeParse(input)
  if (!parsed.success) throw new AppError('invalid', parsed.error.issues[0]?.message ?? 'Say what is wrong with the image.')
  await consume(`report:${userId}`, REPORT_LIMIT)
  await db().transaction(async (tx) => {
    const [row] = await tx
      .select({ id: publications.id })
      .from(publications)
      .where(and(eq(publications.id, publicationId), mayLookAt(actor)))
      .for('update')
    if (!row) throw notFound('This image')
    const { reason, note } = parsed.data
    const said = { reason, note: note || null }
    const opened = await tx
      .insert(publicationReports)
      .values({ publicationId, userId, ...said })
      .onConflictDoUpdate({
        target: [publicationReports.publicationId, publicationReports.userId],
        set: { ...said, createdAt: new Date(), resolvedAt: null },
        setWhere: isNotNull(publicationReports.resolvedAt),
      })
      .returning({ userId: publicationReports.userId })
    if (opened.length === 0) return
    await tx
      .update(publications)
      .set({ reportCount: sql`${publications.reportCount} + 1` })
      .where(eq(publications.id, publicationId))
  })
}
