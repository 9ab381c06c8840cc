import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { TestTeam } from '@/e2e/fixtures/generations'
import { system, type TokenActor } from '@/lib/data/actor'
import { assetInfo } from '@/lib/data/assets/queries'
import { markRunning, requestCancel } from '@/lib/data/generations/mutations'
import { requestByProgram } from '@/lib/data/generations/request-by-program'
import { rowOf, useTeams } from '@/lib/data/generations/testing/generations'
import { apiGenerateSchema } from '@/lib/domain/api-generate'
import { API_SCOPES } from '@/lib/domain/api-token'
import type { Engine, EngineRequest } from '@/lib/engines/contract'
import { STUDIO } from '@/lib/engines/studio/capabilities'
import { renderSnapshotOnce } from './render-snapshot'

const { team } = useTeams()

const programOf = (of: TestTeam): TokenActor => ({ kind: 'token', tokenId: 'tok_x', teamId: of.teamId, userId: of.actor.userId, scopes: API_SCOPES })

let made = 0
async function asked(settings: { canvas?: boolean; engine?: string; size?: 512 | 1536 } = {}): Promise<string> {
  const { engine = 'studio', canvas = true, size = 512 } = settings
  const input = apiGenerateSchema.parse({
    sceneId: team.sceneId,
    engine,
    prompt: 'Golden hour',
    settings: { size, quality: engine === 'studio' ? 'draft' : 'standard', canvas },
  })
  const { generationId } = await requestByProgram(programOf(team), { ...input, requestKey: `program-request-${made++}` })
  await markRunning(system, generationId, 'test/1')
  return generationId
}

function studio(): { engine: Engine; requests: EngineRequest[] } {
  const requests: EngineRequest[] = []
  const engine: Engine = {
    id: STUDIO.id,
    version: 'test',
    capabilities: STUDIO,
    async generate(request) {
      requests.push(request)
      const { width, height } = request
      const bytes = await sharp({ create: { width, height, channels: 3, background: '#336699' } })
        .png()
        .toBuffer()
      return { bytes, mime: 'image/png', costMicroUsd: 0, seed: 0, details: {} }
    },
  }
  return { engine, requests }
}

test('what a program asked for gets a picture of its frozen scene, in no words, once', async () => {
  const id = await asked()
  const { engine, requests } = studio()
  expect(await renderSnapshotOnce(id, async () => engine)).toBe(true)
  expect(await renderSnapshotOnce(id, async () => engine)).toBe(true)
  expect(requests).toHaveLength(1)
  expect(requests[0]).toMatchObject({ prompt: '', quality: 'draft', width: 592, height: 444, references: [], edit: null })
  const { snapshotAssetId } = await rowOf(id)
  expect(await assetInfo(team.actor, snapshotAssetId ?? '')).toMatchObject({ kind: 'snapshot', mime: 'image/webp', width: 592, height: 444 })
})

test('a large image is begun from a smaller picture of the same form', async () => {
  const { engine, requests } = studio()
  await renderSnapshotOnce(await asked({ size: 1536 }), async () => engine)
  expect([requests[0]?.width, requests[0]?.height]).toEqual([888, 666])
})

test('nothing is drawn where the canvas is left out or the generation has ended', async () => {
  const { engine, requests } = studio()
  expect(await renderSnapshotOnce(await asked({ canvas: false, engine: 'openai-compatible' }), async () => engine)).toBe(false)
  const id = await asked()
  await requestCancel(programOf(team), id)
  expect(await renderSnapshotOnce(id, async () => engine)).toBe(false)
  expect(requests).toEqual([])
})
