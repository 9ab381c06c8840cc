import { createHash } from 'node:crypto'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { Installation } from '@/e2e/fixtures/installation'
import { codeOf, draftRequest, formOf, PASSWORD, successOf, Visitor } from '@/e2e/fixtures/visitor'
import { SAMPLE_SCENES } from '@/lib/scene/samples'
import { execute } from './lib/execute.mjs'

const root = path.resolve(import.meta.dirname, '..')
const installations: Installation[] = []
const create = async (name: string): Promise<Installation> => {
  const installation = await Installation.create(name)
  installations.push(installation)
  return installation
}
afterAll(async () => {
  for (const installation of installations) {
    await installation.stop()
    installation.remove()
  }
})

const run = (script: string, argument: string, data: string) =>
  execute(process.execPath, [script, argument], { cwd: root, env: { ...process.env, NODE_ENV: 'production', MAQUETTE_DATA: data, DATABASE_URL: '' } })

test('an installation that was saved while it ran goes on elsewhere with the same pictures and the same people', async () => {
  const first = await create('saved')
  await first.start().ready()
  const designer = new Visitor(first.url)
  const { email, sceneId } = await designer.signUp()
  const picture = await sharp({ create: { width: 512, height: 512, channels: 3, background: '#b86a3c' } })
    .png()
    .toBuffer()
  const sql = first.database()
  const [team] = await sql`select team_id as id from scenes where id = ${sceneId}`
  const uploaded = await designer.upload('snapshots', picture, `?teamId=${team?.id}`)
  const { assetId: snapshotAssetId } = successOf(uploaded, z.object({ assetId: z.string() }))
  const request = draftRequest({ sceneId, snapshotAssetId, camera: SAMPLE_SCENES.plinth.document.camera })
  expect(codeOf(await designer.call('requestGenerationAction', [request]))).toBe('ok')
  await vi.waitUntil(async () => (await sql`select from generations where status = 'succeeded'`).length === 1, { timeout: 120_000, interval: 200 })
  const [output] = await sql`select id from generation_outputs`
  await sql.end()
  const download = async (visitor: Visitor): Promise<string> => {
    const response = await visitor.open(`/api/outputs/${output?.id}/download`)
    expect(response.status).toBe(200)
    return createHash('sha256')
      .update(Buffer.from(await response.arrayBuffer()))
      .digest('hex')
  }
  const before = await download(designer)

  const file = path.join(first.data, 'saved.tar')
  expect(await run('scripts/backup.mjs', file, first.data)).toMatchObject({ status: 0 })
  const second = await create('restored')
  expect(await run('scripts/restore.mjs', file, second.data)).toMatchObject({ status: 0 })
  // The one that was saved went on meanwhile, and does so still.
  expect(await download(designer)).toBe(before)
  await first.stop()

  await second.start().ready()
  const back = new Visitor(second.url)
  await back.call('signInAction', [undefined, formOf({ email, password: PASSWORD })])
  expect((await back.send(`/api/scenes/${sceneId}`)).status).toBe(200)
  expect(await download(back)).toBe(before)
  expect(await run('scripts/restore.mjs', file, second.data)).toMatchObject({ status: 1 })
})
