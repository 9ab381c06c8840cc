import { generationOutputs, generations, scenes, usageLedger } from '@/db/schema'
import { addPerson, storeTestPicture, type TestTeam } from '@/e2e/fixtures/generations'
import { newId } from '@/lib/domain/ids'
import { db } from '../../db'

/** One generation as the oracle of the tests knows it. */
export type Known = {
  id: string
  createdAtMs: number
  member: string
  engine: string
  model: string | null
  scene: string
  status: 'queued' | 'succeeded' | 'failed' | 'canceled'
  reason: 'rejected' | 'transient' | null
  images: number
  approved: number
  /** Null where unknown. */
  costMicroUsd: number | null
  queueMs: number | null
  renderMs: number | null
  trashed: boolean
}

const DAY_MS = 86_400_000

/**
 * Writes finished and open generations of every kind straight into the tables, as an installation has them that never counted.
 * They lie in the days before `endMs`, some exactly on the hour.
 */
export async function makeGenerations(team: TestTeam, many: number, random: () => number, { endMs, days }: { endMs: number; days: number }): Promise<Known[]> {
  const pick = <T>(of: readonly [T, ...T[]]): T => of[Math.floor(random() * of.length)] ?? of[0]
  const { userId: other } = await addPerson(team.teamId, 'member')
  const second = newId('scn')
  await db().insert(scenes).values({ id: second, teamId: team.teamId, name: 'Second scene', document: {}, createdBy: other })
  const assetId = await storeTestPicture(team.actor, team.teamId, 'output')
  const known = Array.from({ length: many }, (_, i): Known => {
    const status = pick<Known['status']>(['succeeded', 'succeeded', 'succeeded', 'failed', 'canceled', 'queued'])
    const [engine, model] = pick<readonly [string, string | null]>([
      ['studio', null],
      ['google', 'gemini-picture'],
      ['openai-compatible', 'picture-1'],
    ])
    const images = status === 'succeeded' ? pick([1, 2, 4]) : 0
    const at = endMs - Math.floor(random() * days * DAY_MS)
    return {
      id: newId('gen', 1_700_000_000_000 + i),
      createdAtMs: random() < 0.2 ? Math.floor(at / 3_600_000) * 3_600_000 : at,
      member: pick([team.actor.userId, other]),
      engine,
      model,
      scene: pick([team.sceneId, second]),
      status,
      reason: status === 'failed' ? pick(['rejected', 'transient']) : null,
      images,
      approved: Math.floor(random() * (images + 1)),
      costMicroUsd: status !== 'succeeded' || engine === 'studio' ? 0 : random() < 0.3 ? null : Math.floor(random() * 90_000),
      queueMs: status === 'queued' ? null : Math.floor(random() ** 4 * 600_000),
      renderMs: status === 'succeeded' ? 1000 + Math.floor(random() ** 3 * 200_000) : null,
      trashed: status !== 'queued' && random() < 0.1,
    }
  })
  await db()
    .insert(generations)
    .values(known.map((one) => rowOf(team, one)))
  const outputs = known.flatMap((one) =>
    Array.from({ length: one.images }, (_, index) => ({
      id: newId('out'),
      generationId: one.id,
      teamId: team.teamId,
      index,
      assetId,
      thumbnailAssetId: assetId,
      thumbhash: 'AAAA',
      width: 24,
      height: 18,
      review: index < one.approved ? ('approved' as const) : null,
      deletedAt: one.trashed ? new Date(one.createdAtMs + DAY_MS) : null,
      requestedAt: new Date(one.createdAtMs),
    })),
  )
  for (let at = 0; at < outputs.length; at += 1000)
    await db()
      .insert(generationOutputs)
      .values(outputs.slice(at, at + 1000))
  const settled = known.filter(({ status }) => status === 'succeeded')
  await db()
    .insert(usageLedger)
    .values(
      settled.map((one) => ({
        id: newId('led'),
        teamId: team.teamId,
        generationId: one.id,
        userId: one.member,
        kind: 'settle' as const,
        engine: one.engine,
        images: one.images,
        amountMicroUsd: one.costMicroUsd,
      })),
    )
  return known
}

function rowOf(team: TestTeam, one: Known): typeof generations.$inferInsert {
  const startedMs = one.createdAtMs + (one.queueMs ?? 0)
  const ended = one.status !== 'queued'
  return {
    id: one.id,
    teamId: team.teamId,
    sceneId: one.scene,
    authorId: one.member,
    requestKey: one.id,
    status: one.status,
    engine: one.engine,
    model: one.model,
    prompt: 'Golden hour',
    settings: { engine: one.engine, canvas: true, ratio: '1:1', size: 512, quality: 'draft', seed: 1, images: 1 },
    width: 512,
    height: 512,
    error: one.reason ? { code: one.reason, message: 'It did not work.' } : null,
    costMicroUsd: one.costMicroUsd,
    createdAt: new Date(one.createdAtMs),
    startedAt: ended ? new Date(startedMs) : null,
    finishedAt: ended ? new Date(startedMs + (one.renderMs ?? 0)) : null,
    deletedAt: one.trashed ? new Date(one.createdAtMs + DAY_MS) : null,
  }
}
