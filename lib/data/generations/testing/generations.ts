import { eq } from 'drizzle-orm'
import { beforeAll, vi } from 'vitest'
import { generations, usageLedger } from '@/db/schema'
import { createTestTeam, storeTestPicture, type TestTeam, testRequest } from '@/e2e/fixtures/generations'
import { useDatabase } from '@/e2e/fixtures/use-database'
import { system } from '../../actor'
import { db } from '../../db'
import { markRunning } from '../mutations'
import { requestGeneration } from '../request-generation'

export { refusal } from '@/e2e/fixtures/refusal'

/** A database of the file's own. The teams are there once its tests begin. */
export function useTeams(): { team: TestTeam; stranger: TestTeam } {
  const nobody: TestTeam = { teamId: '', sceneId: '', actor: { kind: 'user', userId: '', sessionId: '', isInstanceAdmin: false } }
  const teams = { team: { ...nobody }, stranger: { ...nobody } }
  useDatabase()
  beforeAll(async () => {
    vi.stubEnv('OPENAI_COMPATIBLE_BASE_URL', 'http://127.0.0.1:9/v1')
    vi.stubEnv('OPENAI_COMPATIBLE_MODEL', 'picture-1')
    Object.assign(teams.team, await createTestTeam())
    Object.assign(teams.stranger, await createTestTeam())
  })
  return teams
}

/** Settings of an engine that costs money. */
export const hosted = { engine: 'openai-compatible', canvas: false, ratio: '1:1', size: 512, quality: 'standard', seed: 1, images: 1 } as const
export const queued = async (of: TestTeam, changes: Parameters<typeof testRequest>[1] = {}): Promise<string> =>
  (await requestGeneration(of.actor, await testRequest(of, changes))).generationId
export const running = async (of: TestTeam, changes: Parameters<typeof testRequest>[1] = {}): Promise<string> => {
  const id = await queued(of, changes)
  await markRunning(system, id, 'test/1')
  return id
}
export const rowOf = async (id: string) => {
  const [row] = await db().select().from(generations).where(eq(generations.id, id))
  if (!row) throw new Error('no such row')
  return row
}
export const ledgerOf = async (id: string): Promise<[string, number | null][]> =>
  (await db().select().from(usageLedger).where(eq(usageLedger.generationId, id)).orderBy(usageLedger.createdAt)).map((row) => [row.kind, row.amountMicroUsd])
export const output = async (of: TestTeam, id: string, index: number) => ({
  generationId: id,
  index,
  assetId: await storeTestPicture(of.actor, of.teamId, 'output'),
  thumbnailAssetId: await storeTestPicture(of.actor, of.teamId, 'output'),
  thumbhash: 'AAAA',
  width: 24,
  height: 18,
  seed: 7,
  details: {},
})
