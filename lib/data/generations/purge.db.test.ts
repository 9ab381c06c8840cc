import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { assets, generationOutputs, providerExchanges, usageLedger } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { blobStore } from '@/lib/platform/blob'
import { system } from '../actor'
import { assetKey } from '../assets/dto'
import { storeAsset } from '../assets/mutations'
import { listOldAssets, removeUnused } from '../assets/remove-unused'
import { db } from '../db'
import { trashOutputs } from '../outputs/trash'
import { keepExchange } from './exchanges'
import { addOutput, restore, softDelete, succeed } from './mutations'
import { addPasses } from './passes'
import { purgeTrash } from './purge'
import { output, refusal, rowOf, running, useTeams } from './testing/generations'

const { team } = useTeams()
const DAY_MS = 86_400_000
const later = (days: number): number => Date.now() + days * DAY_MS

async function finished(of: TestTeam, images: 1 | 2 = 1) {
  const { settings } = await testRequest(of)
  const id = await running(of, { settings: { ...settings, images } })
  const outputs: string[] = []
  for (let i = 0; i < images; i++) outputs.push((await addOutput(system, await output(of, id, i))) ?? '')
  await succeed(system, id)
  return { id, outputs }
}
const picture = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: `#${randomUUID().slice(0, 6)}` } })
    .png()
    .toBuffer()
const assetOf = async (id: string) => (await db().select().from(assets).where(eq(assets.id, id)))[0]

describe('after 30 days in the trash', () => {
  test('a generation keeps its row and its ledger, and nothing of its contents', async () => {
    const { id, outputs } = await finished(team)
    const before = await rowOf(id)
    await addPasses(system, id, [{ kind: 'depth', assetId: await storeTestPicture(team.actor, team.teamId) }])
    const asked = { method: 'POST', url: 'https://api.example/make', body: { prompt: 'a secret chair' } }
    await keepExchange(system, { generationId: id, index: 0, request: asked, response: { status: 200, body: {} } })
    await softDelete(team.actor, id)
    await purgeTrash(system, later(29))
    expect((await rowOf(id)).purgedAt).toBeNull()
    const { assetIds } = await purgeTrash(system, later(31))
    expect(assetIds).toContain(before.snapshotAssetId)
    expect(await rowOf(id)).toMatchObject({ prompt: '', camera: null, snapshotAssetId: null, sceneRevisionId: null })
    expect((await rowOf(id)).purgedAt).not.toBeNull()
    expect(
      await db()
        .select()
        .from(generationOutputs)
        .where(eq(generationOutputs.id, outputs[0] ?? '')),
    ).toEqual([])
    expect(await db().select().from(providerExchanges).where(eq(providerExchanges.generationId, id))).toEqual([])
    expect((await db().select().from(usageLedger).where(eq(usageLedger.generationId, id))).length).toBeGreaterThan(0)
    expect(await refusal(restore(team.actor, id))).toMatchObject({ code: 'not_found' })
    expect((await purgeTrash(system, later(31))).assetIds).toEqual([])
  })

  test('an image alone goes, and its siblings stay', async () => {
    const { id, outputs } = await finished(team, 2)
    await trashOutputs(team.actor, [outputs[0] ?? ''])
    await purgeTrash(system, later(31))
    const left = await db().select().from(generationOutputs).where(eq(generationOutputs.generationId, id))
    expect(left.map((row) => row.id)).toEqual([outputs[1]])
    expect((await rowOf(id)).deletedAt).toBeNull()
  })
})

describe('files', () => {
  test('go with their bytes once nothing uses them, and stay while anything does', async () => {
    const { id, outputs } = await finished(team)
    const [row] = await db()
      .select()
      .from(generationOutputs)
      .where(eq(generationOutputs.id, outputs[0] ?? ''))
    const shared = await finished(team)
    await db()
      .update(generationOutputs)
      .set({ thumbnailAssetId: row?.thumbnailAssetId ?? '' })
      .where(eq(generationOutputs.generationId, shared.id))
    const image = await assetOf(row?.assetId ?? '')
    if (!image || !row) throw new Error('no image')
    await softDelete(team.actor, id)
    const { assetIds } = await purgeTrash(system, later(31))
    await removeUnused(system, assetIds, later(31))
    expect(await assetOf(image.id)).toBeUndefined()
    expect(await blobStore().exists(assetKey(image))).toBe(false)
    expect(await assetOf(row.thumbnailAssetId)).toBeDefined()
  })

  test('are kept by a scene, its picture, a team’s picture, a frozen scene and an import', async () => {
    const own = await createTestTeam()
    const place = async (statement: (id: string) => ReturnType<typeof sql>): Promise<string> => {
      const id = await storeTestPicture(own.actor, own.teamId)
      await db().execute(statement(id))
      return id
    }
    const used = [
      await place(
        (id) => sql`update scenes set document = jsonb_set(document, '{nodes,node_x}', jsonb_build_object('assetId', ${id}::text)) where id = ${own.sceneId}`,
      ),
      await place((id) => sql`update scenes set thumbnail_asset_id = ${id} where id = ${own.sceneId}`),
      await place((id) => sql`update teams set picture_asset_id = ${id} where id = ${own.teamId}`),
      await place(
        (id) => sql`insert into model_imports (id, team_id, file_name, source_asset_id, status) values (${`imp_${id}`}, ${own.teamId}, 'x', ${id}, 'queued')`,
      ),
      await place(
        (id) => sql`
        with kind as (update assets set kind = 'model' where id = ${id})
        insert into scene_revisions (id, team_id, scene_id, content_hash, document, models)
        values (${`rev_${id}`}, ${own.teamId}, ${own.sceneId}, ${id}, '{}', jsonb_build_object(${id}::text, 'x'))`,
      ),
    ]
    const unused = await storeTestPicture(own.actor, own.teamId)
    expect(await removeUnused(system, [...used, unused], later(1))).toBe(0)
    expect(await removeUnused(system, [...used, unused], later(31))).toBe(1)
    expect(await assetOf(unused)).toBeUndefined()
    for (const id of used) expect(await assetOf(id)).toBeDefined()
  })

  test('stored again at the moment of their removal are there afterwards, row and bytes', async () => {
    for (let round = 0; round < 12; round++) {
      const bytes = await picture()
      const file = { teamId: team.teamId, kind: 'reference' as const, bytes, mime: 'image/png' }
      const first = await storeAsset(team.actor, file)
      await db().execute(sql`update assets set created_at = now() - interval '40 days' where id = ${first.id}`)
      const [again] = await Promise.all([storeAsset(team.actor, file), removeUnused(system, [first.id], Date.now())])
      expect(await assetOf(again.id)).toBeDefined()
      expect(await blobStore().exists(assetKey(again))).toBe(true)
    }
  })

  test('that somebody stores again count as new', async () => {
    const bytes = await picture()
    const file = { teamId: team.teamId, kind: 'reference' as const, bytes, mime: 'image/png' }
    const { id } = await storeAsset(team.actor, file)
    await db().execute(sql`update assets set created_at = now() - interval '40 days' where id = ${id}`)
    expect(await listOldAssets(system, { after: '', limit: 5000, nowMs: Date.now() })).toContain(id)
    expect((await storeAsset(team.actor, file)).id).toBe(id)
    expect(await removeUnused(system, [id], Date.now())).toBe(0)
    expect(await listOldAssets(system, { after: '', limit: 5000, nowMs: Date.now() })).not.toContain(id)
  })
})
