import 'server-only'
import { sql } from 'drizzle-orm'
import type { Actor } from '../actor'
import { db } from '../db'
import { requireSystem } from '../generations/require-system'

/** So many rows in one statement, which holds its locks for about a second. */
const ROWS_MAX = 5_000

/**
 * Removes rows that are older than their team keeps them, and forgets from where people acted whose accounts have been gone
 * for 30 days. The database does it and decides what may go (see the migration that makes the log append-only): the
 * application has no right to remove a row itself.
 * @returns how many rows went, and how many no longer say where they came from.
 */
export async function pruneAudit(actor: Actor): Promise<{ removed: number; forgotten: number }> {
  requireSystem(actor)
  let removed = 0
  for (;;) {
    const rows = await db().execute<{ removed: number }>(sql`select removed from audit_prune(${ROWS_MAX})`)
    const now = rows.reduce((sum, row) => sum + row.removed, 0)
    removed += now
    if (now < ROWS_MAX) break
  }
  let forgotten = 0
  for (;;) {
    const [row] = await db().execute<{ n: number }>(sql`select audit_forget_origins(${ROWS_MAX}) as n`)
    forgotten += row?.n ?? 0
    if ((row?.n ?? 0) < ROWS_MAX) break
  }
  return { removed, forgotten }
}
