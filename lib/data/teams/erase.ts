import 'server-only'
import { inArray } from 'drizzle-orm'
import { assets, generations, modelImports, publications, teams } from '@/db/schema'
import { blobStore } from '@/lib/platform/blob'
import { log } from '@/lib/platform/log'
import { assetKey } from '../assets/dto'
import type { Executor } from '../db'

/** Where the files of teams lie in storage. */
export async function blobKeysOf(tx: Executor, teamIds: readonly string[]): Promise<string[]> {
  if (teamIds.length === 0) return []
  const rows = await tx
    .select({ teamId: assets.teamId, sha256: assets.sha256 })
    .from(assets)
    .where(inArray(assets.teamId, [...teamIds]))
  return rows.map(assetKey)
}

/**
 * Removes the rows of teams and everything in them; the caller holds their locks. What points at assets goes first:
 * Postgres checks such a pointer before the cascade has come to it.
 */
export async function eraseTeams(tx: Executor, teamIds: readonly string[]): Promise<void> {
  if (teamIds.length === 0) return
  const ids = [...teamIds]
  await tx.delete(publications).where(inArray(publications.teamId, ids))
  await tx.delete(generations).where(inArray(generations.teamId, ids))
  await tx.delete(modelImports).where(inArray(modelImports.teamId, ids))
  await tx.delete(teams).where(inArray(teams.id, ids))
}

/** Removes files from storage. One that cannot be removed is written down and left: it is waste, not a danger. */
export async function deleteBlobs(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    try {
      await blobStore().delete(key)
    } catch (error) {
      log.warn('A file of a deleted team could not be removed from storage', { key, error })
    }
  }
}
