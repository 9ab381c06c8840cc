import 'server-only'
import { and, asc, eq, gt, lt, sql } from 'drizzle-orm'
import { assets } from '@/db/schema'
import { blobStore } from '@/lib/platform/blob'
import type { Actor } from '../actor'
import { db, type Executor } from '../db'
import { requireSystem } from '../generations/require-system'
import { countStored } from '../usage/storage'
import { assetKey } from './dto'
import { lockBytes } from './lock-bytes'

/** A file this young may be about to be used: an upload whose Generate was not pressed yet. */
const GRACE_DAYS = 30

/**
 * Removes those of the files that nothing uses any more, each with its bytes. What was stored again within 30 days stays: it
 * may wait in somebody's open page.
 * @returns how many are gone.
 */
export async function removeUnused(actor: Actor, assetIds: readonly string[], nowMs: number): Promise<number> {
  requireSystem(actor)
  const before = new Date(nowMs - GRACE_DAYS * 86_400_000)
  let removed = 0
  for (const id of new Set(assetIds)) {
    if (await removeOne(id, before)) removed++
  }
  return removed
}

async function removeOne(id: string, before: Date): Promise<boolean> {
  return db().transaction(async (tx) => {
    const [asset] = await tx.select().from(assets).where(eq(assets.id, id))
    if (!asset) return false
    await lockBytes(tx, asset)
    const old = and(eq(assets.id, id), lt(assets.createdAt, before))
    // Whoever begins to use the row now waits for the end of this, by its foreign key.
    const [locked] = await tx.select({ id: assets.id }).from(assets).where(old).for('update')
    if (!locked || (await isUsed(tx, asset))) return false
    await tx.delete(assets).where(old)
    // Before the commit: if it fails the row stays, and the next run tries again. Deleting what is not there succeeds.
    await blobStore().delete(assetKey(asset))
    await countStored(tx, asset, -1)
    return true
  })
}

/** Every place that names a file: see docs/architecture.md, "What keeps a file". A new one is added here. */
async function isUsed(tx: Executor, { id, teamId, kind }: { id: string; teamId: string; kind: string }): Promise<boolean> {
  const isModel = kind === 'model' || kind === 'model_source'
  const [row] = await tx.execute<{ used: boolean }>(sql`
    select exists (select 1 from generation_outputs where asset_id = ${id})
      or exists (select 1 from generation_outputs where thumbnail_asset_id = ${id})
      or exists (select 1 from generation_outputs where fidelity_heat_asset_id = ${id})
      or exists (select 1 from generation_references where asset_id = ${id})
      or exists (select 1 from generation_passes where asset_id = ${id})
      or exists (select 1 from generations where snapshot_asset_id = ${id})
      or exists (select 1 from publications where team_id = ${teamId} and (asset_id = ${id} or thumbnail_asset_id = ${id}))
      or exists (select 1 from teams where id = ${teamId} and picture_asset_id = ${id})
      or exists (select 1 from model_imports where team_id = ${teamId} and (source_asset_id = ${id} or model_asset_id = ${id}))
      or exists (select 1 from scenes where team_id = ${teamId} and (thumbnail_asset_id = ${id} or position(${id} in document::text) > 0))
      or (${isModel} and exists (select 1 from scene_revisions where team_id = ${teamId} and models ? ${id})) as used`)
  return row?.used ?? true
}

/** Files that have been there for long, in the order of their ids, for the sweep that finds what a crash left behind. */
export async function listOldAssets(actor: Actor, options: { after: string; limit: number; nowMs: number }): Promise<string[]> {
  requireSystem(actor)
  const rows = await db()
    .select({ id: assets.id })
    .from(assets)
    .where(and(gt(assets.id, options.after), lt(assets.createdAt, new Date(options.nowMs - GRACE_DAYS * 86_400_000)), unnamed))
    .orderBy(asc(assets.id))
    .limit(options.limit)
  return rows.map(({ id }) => id)
}

/** What images and generations show at a glance; {@link isUsed} then looks everywhere. */
const unnamed = sql`
  not exists (select 1 from generation_outputs o where o.asset_id = ${assets.id})
  and not exists (select 1 from generation_outputs o where o.thumbnail_asset_id = ${assets.id})
  and not exists (select 1 from generation_outputs o where o.fidelity_heat_asset_id = ${assets.id})
  and not exists (select 1 from generations g where g.snapshot_asset_id = ${assets.id})
  and not exists (select 1 from generation_passes p where p.asset_id = ${assets.id})`
