import 'server-only'
import { sql } from 'drizzle-orm'
import type { Executor } from '../db'

/**
 * Lets one at a time decide about the same bytes of a team: whoever stores them, or whoever removes what nothing uses. Held
 * until the transaction ends.
 */
export async function lockBytes(tx: Executor, file: { teamId: string; sha256: string }): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`asset:${file.teamId}:${file.sha256}`}, 0))`)
}
