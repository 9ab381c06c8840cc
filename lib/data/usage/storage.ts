import 'server-only'
import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { usageStorage } from '@/db/schema'
import type { Actor } from '../actor'
import { inTeamsOf } from '../authorize'
import { db, type Executor } from '../db'

type Stored = { teamId: string; kind: string; byteSize: number }

/** Counts files that came (`sign` 1) or went (-1), in the transaction that writes their rows and last in it: other files of the team wait for it. */
export async function countStored(tx: Transaction, { teamId, kind, byteSize }: Stored, sign: 1 | -1): Promise<void> {
  const [files, bytes] = [sign, sign * byteSize]
  await tx
    .insert(usageStorage)
    .values({ teamId, kind, files, bytes })
    .onConflictDoUpdate({
      target: [usageStorage.teamId, usageStorage.kind],
      set: { files: sql`${usageStorage.files} + ${files}`, bytes: sql`${usageStorage.bytes} + ${bytes}` },
    })
}

/** What a team's files take, all kinds together. For whoever may read the team; a quota asks as the system. */
export async function storedBytes(actor: Actor, teamId: string, on: Executor = db()): Promise<number> {
  const [row] = await on
    .select({ bytes: sql<string>`coalesce(sum(${usageStorage.bytes}), 0)` })
    .from(usageStorage)
    .where(and(eq(usageStorage.teamId, teamId), inTeamsOf(actor, usageStorage.teamId, 'team.read')))
  return Number(row?.bytes ?? 0)
}
