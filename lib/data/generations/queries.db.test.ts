import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { memberships } from '@/db/schema'
import { createTestTeam, storeTestPicture, testRequest } from '@/e2e/fixtures/generations'
import { COUNT_MAX } from '@/lib/domain/count-words'
import { anonymous, system } from '../actor'
import { db } from '../db'
import { countHistory, listHistory } from '../history/queries'
import { addOutput, requestCancel, restore, softDelete, succeed } from './mutations'
import { getPassFile } from './passes'
import { getGeneration, getOutputFile, listLive, readTimings } from './queries'
import { requestGeneration, tryAgain } from './request-generation'
import { output, queued, refusal, running, useTeams } from './testing/generations'
import { listSilent, listUnsent } from './worker-queries'

const { team, stranger } = useTeams()

describe('what belongs to another team is not found', () => {
  test('its scene, its pictures, its generations and images', async () => {
    const id = await running(team)
    const outputId = (await addOutput(system, await output(team, id, 0))) ?? ''
    await succeed(system, id)
    const foreign = await storeTestPicture(stranger.actor, stranger.teamId, 'reference')
    const mine = await testRequest(team)
    const attempts = [
      requestGeneration(stranger.actor, mine),
      requestGeneration(team.actor, { ...mine, requestKey: randomUUID(), references: [{ slot: 2, assetId: foreign, role: 'style', strength: 1 }] }),
      requestGeneration(team.actor, { ...mine, requestKey: randomUUID(), snapshotAssetId: foreign }),
      getGeneration(stranger.actor, id),
      getOutputFile(stranger.actor, outputId),
      getPassFile(stranger.actor, id, 'depth'),
      tryAgain(stranger.actor, { generationId: id, requestKey: randomUUID() }),
      requestCancel(stranger.actor, id),
      softDelete(stranger.actor, id),
    ]
    for (const error of await Promise.all(attempts.map(refusal))) expect(error.code).toBe('not_found')
    expect((await listHistory(stranger.actor, { teamId: team.teamId })).items).toEqual([])
    expect(await listLive(stranger.actor, [team.teamId], 0)).toEqual([])
    expect(await readTimings(stranger.actor, team.teamId)).toEqual([])
  })

  test('a viewer sees and does not make, cancel or delete', async () => {
    const viewer = await createTestTeam()
    await db().insert(memberships).values({ teamId: team.teamId, userId: viewer.actor.userId, role: 'viewer' })
    const id = await queued(team)
    expect((await getGeneration(viewer.actor, id)).id).toBe(id)
    const tries = [testRequest(team).then((request) => requestGeneration(viewer.actor, request)), requestCancel(viewer.actor, id), softDelete(viewer.actor, id)]
    for (const error of await Promise.all(tries.map(refusal))) expect(error.code).toBe('not_found')
  })

  test('a visitor is told to sign in', async () => {
    expect(await refusal(testRequest(team).then((request) => requestGeneration(anonymous, request)))).toMatchObject({ code: 'unauthenticated' })
  })
})

describe('History', () => {
  test('places an image exactly where its generation stands', async () => {
    const id = await running(team)
    const outputId = await addOutput(system, await output(team, id, 0))
    const [same] = await db().execute(sql`
      select o.requested_at = g.created_at as exactly from generation_outputs o join generations g on g.id = o.generation_id where o.id = ${outputId}`)
    expect(same).toEqual({ exactly: true })
  })

  test('pages newest first without losing or repeating rows of one moment', async () => {
    const own = await createTestTeam()
    const ids: string[] = []
    for (let i = 0; i < 7; i++) ids.push(await queued(own))
    await db().execute(sql`update generations set created_at = '2026-01-01T00:00:00.123456Z' where team_id = ${own.teamId}`)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listHistory(own.actor, { teamId: own.teamId, limit: 3, cursor })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual([...ids].sort().reverse())
  })

  test('refuses a cursor that it did not give', async () => {
    expect(await refusal(listHistory(team.actor, { teamId: team.teamId, cursor: "1.gen_' or true --" }))).toMatchObject({ code: 'invalid' })
  })

  test('leaves out what was deleted and shows it again when that is undone; work under way is canceled first', async () => {
    const own = await createTestTeam()
    const id = await queued(own)
    expect(await refusal(softDelete(own.actor, id))).toMatchObject({ code: 'not_found' })
    await requestCancel(own.actor, id)
    await softDelete(own.actor, id)
    expect((await listHistory(own.actor, { teamId: own.teamId })).items).toEqual([])
    expect(await refusal(getGeneration(own.actor, id))).toMatchObject({ code: 'not_found' })
    await restore(own.actor, id)
    expect((await listHistory(own.actor, { teamId: own.teamId })).items).toHaveLength(1)
  })

  test('knows how long images took here', async () => {
    const own = await createTestTeam()
    const id = await queued(own)
    await db().execute(
      sql`update generations set status = 'succeeded', width = 1000, height = 1000, started_at = now() - interval '30 seconds', finished_at = now() where id = ${id}`,
    )
    const [timing] = await readTimings(own.actor, own.teamId)
    expect(timing).toMatchObject({ engine: 'studio', quality: 'draft' })
    expect(timing?.msPerMegapixel).toBeCloseTo(30_000, -2)
  })

  test('counts its images to the last one, and no further than the maximum', async () => {
    const own = await createTestTeam()
    const id = await running(own)
    await addOutput(system, await output(own, id, 0))
    expect(await countHistory(own.actor, own.teamId)).toBe(1)
    expect(await countHistory(stranger.actor, own.teamId)).toBe(0)
    await db().execute(sql`
      insert into generation_outputs (id, generation_id, team_id, index, asset_id, thumbnail_asset_id, thumbhash, width, height, requested_at)
      select 'out_' || n, generation_id, team_id, n, asset_id, thumbnail_asset_id, thumbhash, width, height, requested_at
      from generation_outputs, generate_series(1, ${COUNT_MAX + 5}::int) n where generation_id = ${id}`)
    expect(await countHistory(own.actor, own.teamId)).toBe(COUNT_MAX + 1)
  })
})

test('the sweep finds what was never sent and what has fallen silent, and nothing else', async () => {
  const own = await createTestTeam()
  const [unsent, sent, silent, alive] = [await queued(own), await queued(own), await running(own), await running(own)]
  await db().execute(sql`update generations set created_at = now() - interval '5 minutes' where team_id = ${own.teamId}`)
  await db().execute(sql`update generations set sent_at = now() - interval '4 minutes' where id = ${sent}`)
  await db().execute(sql`update generations set updated_at = now() - interval '20 minutes' where id = ${silent}`)
  const before = { neverSentBefore: new Date(Date.now() - 60_000), sentBefore: new Date(Date.now() - 30 * 60_000) }
  const found = (await listUnsent(system, before, 1000)).map(({ generationId }) => generationId)
  expect(found).toContain(unsent)
  expect(found).not.toContain(sent)
  const quiet = (await listSilent(system, new Date(Date.now() - 15 * 60_000), 1000)).map(({ id }) => id)
  expect(quiet).toContain(silent)
  expect(quiet).not.toContain(alive)
})
